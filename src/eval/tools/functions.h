// The functions behind the table, by what they need.
#pragma once

#include "eval/tools/tool.h"

namespace localorg::eval::tool {

// compute.cpp: over what they are given
Json agents_with_max_cases(Toolbox&, const Json& arguments);
Json agents_with_min_cases(Toolbox&, const Json& arguments);
Json average_handle_time(Toolbox&, const Json& arguments);
Json start_date(Toolbox&, const Json& arguments);
Json period(Toolbox&, const Json& arguments);
Json qualified_agents(Toolbox&, const Json& arguments);
Json region_closure_times(Toolbox&, const Json& arguments);
Json ids_with_max_value(Toolbox&, const Json& arguments);
Json ids_with_min_value(Toolbox&, const Json& arguments);
Json month_to_case_count(Toolbox&, const Json& arguments);
Json respond(Toolbox&, const Json& arguments);

// query.cpp: by a query of their own
Json agent_handled_cases(Toolbox&, const Json& arguments);
Json agent_transferred_cases(Toolbox&, const Json& arguments);
Json non_transferred_case_ids(Toolbox&, const Json& arguments);
Json cases(Toolbox&, const Json& arguments);
Json shipping_state(Toolbox&, const Json& arguments);
Json order_item_ids(Toolbox&, const Json& arguments);
Json issue_counts(Toolbox&, const Json& arguments);
Json account_id_by_contact_id(Toolbox&, const Json& arguments);
Json purchase_history(Toolbox&, const Json& arguments);
Json knowledge_articles(Toolbox&, const Json& arguments);
Json products(Toolbox&, const Json& arguments);
Json issues(Toolbox&, const Json& arguments);
Json email_messages(Toolbox&, const Json& arguments);
Json livechat_transcript(Toolbox&, const Json& arguments);

// ask.h: by a query of the agent's
Json soql_query(Toolbox&, const Json& arguments);
Json sosl_query(Toolbox&, const Json& arguments);

// "Error: " and what is wrong.
Json error(std::string_view what);

}  // namespace localorg::eval::tool
