// The answers by way of the tool functions.
#include <algorithm>

#include "base/text.h"
#include "eval/said.h"
#include "eval/tools/ask.h"
#include "eval/truth.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

SalesforceError undecidable(const std::string& why) { return error_without_position(ErrorCode::USAGE, why); }

// One step: a function's result, or the reason why there is none.
Result<Json> step(Toolbox& toolbox, const char* name, const Json& arguments) {
  Json result = call(toolbox, name, arguments);
  if (is_fault(result)) return undecidable(std::string(name) + ": " + result.get<std::string>());
  return result;
}

Result<Json> query(Toolbox& toolbox, const std::string& soql) {
  Json records = call(toolbox, "issue_soql_query", {{"query", soql}});
  if (is_fault(records)) return undecidable(records.get<std::string>());
  return records;
}

Json within(const Window& window) { return {{"start_date", tool_time(window.first)}, {"end_date", tool_time(window.end)}}; }

Json with(Json arguments, const char* name, Json value) {
  arguments[name] = std::move(value);
  return arguments;
}

Truth none() { return {{std::nullopt}, {}}; }

// What find_id_with_... gives: the keys, or null.
Truth winners_of(const Json& keys) {
  if (keys.is_null() || keys.empty()) return none();
  Truth truth;
  for (const Json& key : keys) truth.winners.emplace_back(key.get<std::string>());
  return truth;
}

Result<Truth> extreme_of(Toolbox& toolbox, Json values, Extreme extreme) {
  const char* find = extreme == Extreme::most ? "find_id_with_max_value" : "find_id_with_min_value";
  LOCALORG_TRY(const Json keys, step(toolbox, find, {{"values_by_id", std::move(values)}}));
  return winners_of(keys);
}

Result<Json> qualified_agents(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(Json handled, step(toolbox, "get_agent_handled_cases_by_period", within(*question.window)));
  return step(toolbox, "get_qualified_agent_ids_by_case_count",
              {{"agent_handled_cases", std::move(handled)}, {"n_cases", question.more_than}});
}

// An empty list would be no condition at all, so each step ends where nothing is left.
Result<Truth> handle_time(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(const Json agents, qualified_agents(toolbox, question));
  if (agents.empty()) return none();
  LOCALORG_TRY(const Json single, step(toolbox, "get_non_transferred_case_ids", within(*question.window)));
  if (single.empty()) return none();
  Json wanted = with(with(within(*question.window), "agent_ids", agents), "case_ids", single);
  LOCALORG_TRY(Json cases, step(toolbox, "get_cases", with(std::move(wanted), "statuses", {"Closed"})));
  LOCALORG_TRY(Json means, step(toolbox, "calculate_average_handle_time", {{"cases", std::move(cases)}}));
  return extreme_of(toolbox, std::move(means), question.extreme);
}

Result<Truth> transfer_count(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(const Json agents, qualified_agents(toolbox, question));
  if (agents.empty()) return none();
  LOCALORG_TRY(Json counts, step(toolbox, "get_agent_transferred_cases_by_period",
                                 with(within(*question.window), "qualified_agent_ids", agents)));
  return extreme_of(toolbox, std::move(counts), question.extreme);
}

Result<Json> items_of(Toolbox& toolbox, const Question& question) {
  return step(toolbox, "get_order_item_ids_by_product", {{"product_id", question.product_id}});
}

Result<Truth> top_issue(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(Json items, items_of(toolbox, question));
  if (items.empty()) return none();
  LOCALORG_TRY(Json counts,
               step(toolbox, "get_issue_counts", with(within(*question.window), "order_item_ids", std::move(items))));
  return extreme_of(toolbox, std::move(counts), Extreme::most);
}

Result<Truth> monthly_trend(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(Json items, items_of(toolbox, question));
  if (items.empty()) return none();
  LOCALORG_TRY(Json cases, step(toolbox, "get_cases", with(within(*question.window), "order_item_ids", std::move(items))));
  LOCALORG_TRY(Json counts, step(toolbox, "get_month_to_case_count", {{"cases", std::move(cases)}}));
  return extreme_of(toolbox, std::move(counts), Extreme::most);
}

Result<Truth> best_region(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(Json cases, step(toolbox, "get_cases", with(within(*question.window), "statuses", {"Closed"})));
  if (cases.empty()) return none();
  LOCALORG_TRY(Json placed, step(toolbox, "get_shipping_state", {{"cases", std::move(cases)}}));
  LOCALORG_TRY(Json means, step(toolbox, "calculate_region_average_closure_times", {{"cases", std::move(placed)}}));
  return extreme_of(toolbox, std::move(means), Extreme::least);
}

Result<Json> agents_with_most(Toolbox& toolbox, const Json& conditions) {
  LOCALORG_TRY(Json cases, step(toolbox, "get_cases", conditions));
  return step(toolbox, "get_agents_with_max_cases", {{"subset_cases", std::move(cases)}});
}

// Of some agents, those with the fewest cases that are not closed.  Who has none counts as having none.
Result<Json> least_busy(Toolbox& toolbox, const Json& agents) {
  LOCALORG_TRY(const Json records, query(toolbox, "SELECT OwnerId, COUNT(Id) Open FROM Case WHERE Status != 'Closed' AND " +
                                                      tool::is_any_of("OwnerId", agents) + " GROUP BY OwnerId"));
  Json open = Json::object();
  for (const Json& agent : agents) open[agent.get<std::string>()] = 0;
  for (const Json& record : records) open[text_at(record, "OwnerId")] = record["Open"];
  return step(toolbox, "find_id_with_min_value", {{"values_by_id", std::move(open)}});
}

Result<Truth> case_routing(Toolbox& toolbox, const Question& question) {
  const Json closed = {{"statuses", {"Closed"}}};
  LOCALORG_TRY(Json agents, agents_with_most(toolbox, with(closed, "issue_ids", Json::array({question.issue_id}))));
  const auto first = agents.get<std::vector<std::string>>();
  if (agents.size() > 1) {
    LOCALORG_TRY(Json items, items_of(toolbox, question));
    if (!items.empty()) {
      Json wanted = with(with(closed, "order_item_ids", std::move(items)), "agent_ids", agents);
      LOCALORG_TRY(Json experts, agents_with_most(toolbox, wanted));
      if (!experts.empty()) agents = std::move(experts);
    }
  }
  if (agents.size() > 1) {
    LOCALORG_TRY(agents, least_busy(toolbox, agents));
  }
  Truth truth = winners_of(agents);
  truth.first_step = first;
  return truth;
}

Result<Truth> named_entity(Toolbox& toolbox, const Question& question) {
  LOCALORG_TRY(const Json account, step(toolbox, "get_account_id_by_contact_id", {{"contact_id", question.contact_id}}));
  if (!account.is_string()) return undecidable("the org does not know the contact's account");
  LOCALORG_TRY(const Json products, query(toolbox, "SELECT Id, Name FROM Product2"));
  Json related = Json::array();
  for (const Json& product : products) {
    if (likeness(question.phrase, text_at(product, "Name")) > 0) related.push_back(product["Id"]);
  }
  if (related.empty()) return none();
  LOCALORG_TRY(const Json bought, step(toolbox, "get_purchase_history",
                                       {{"account_id", account},
                                        {"purchase_date", tool_time(*question.bought)},
                                        {"related_product_ids", std::move(related)}}));
  Json scores = Json::object();
  for (const Json& item : bought) {
    const std::string id = text_at(item, "Product2Id");
    const auto product = std::find_if(products.begin(), products.end(), [&](const Json& p) { return p["Id"] == id; });
    if (product != products.end()) scores[id] = likeness(question.phrase, text_at(*product, "Name"));
  }
  return extreme_of(toolbox, std::move(scores), Extreme::most);
}

// The messages of a case as an agent can read them.
Result<std::vector<Remark>> remarks_of(Toolbox& toolbox, const std::string& case_id) {
  LOCALORG_TRY(const Json mails, step(toolbox, "get_email_messages_by_case_id", {{"case_id", case_id}}));
  LOCALORG_TRY(const Json chats, step(toolbox, "get_livechat_transcript_by_case_id", {{"case_id", case_id}}));
  std::vector<Remark> remarks;
  for (const Json& chat : chats) add_chat(remarks, text_at(chat, "Body"));
  const std::string customer = mails.empty() ? "" : first_sender(mails);
  for (const Json& mail : mails) {
    if (text_at(mail, "FromAddress") == customer) continue;
    const auto sent = org::parse_datetime(text_at(mail, "MessageDate"));
    if (sent) remarks.push_back({org::day_of(*sent), text_at(mail, "TextBody")});
  }
  return remarks;
}

Result<Truth> policy_violation(Toolbox& toolbox, const Question& question) {
  const std::string id = tool::soql_text(question.case_id);
  LOCALORG_TRY(const Json cases, query(toolbox, "SELECT IssueId__c, OrderItemId__c FROM Case WHERE Id = " + id));
  if (cases.empty()) return undecidable("the org has no such case");
  const std::string issue_id = text_at(cases[0], "IssueId__c");
  LOCALORG_TRY(const Json items, query(toolbox, "SELECT Order.EffectiveDate FROM OrderItem WHERE Id = " +
                                                    tool::soql_text(text_at(cases[0], "OrderItemId__c"))));
  LOCALORG_TRY(const Json issues, step(toolbox, "get_issues", Json::object()));
  LOCALORG_TRY(const Json articles, query(toolbox, "SELECT Id, Title, FAQ_Answer__c FROM Knowledge__kav"));
  const auto issue = std::find_if(issues.begin(), issues.end(), [&](const Json& i) { return i["Id"] == issue_id; });
  if (issue == issues.end()) return undecidable("the org does not know the case's issue");
  LOCALORG_TRY(const std::vector<Remark> remarks, remarks_of(toolbox, question.case_id));
  std::vector<Policy> policies;
  for (const Json& article : articles)
    policies.push_back({text_at(article, "Id"), text_at(article, "Title"), rules_in(text_at(article, "FAQ_Answer__c"))});
  LOCALORG_TRY(const Offer offer, offer_in(remarks, policies));
  const Policy* policy = policy_of(policies, text_at(*issue, "Name"));
  if (policy == nullptr) return undecidable("no article is about the case's issue");
  const Json order = items.empty() ? Json() : items[0].value("Order", Json());
  const auto day = order.is_object() ? org::parse_date(text_at(order, "EffectiveDate")) : std::nullopt;
  if (!day) return undecidable("the org does not know when the product was bought");
  return Truth{{is_allowed(offer, *policy, *day) ? Answer{} : Answer{policy->article_id}}, {}};
}

// What the task's source has for an answer, if the article says so as it can be read.
Result<Truth> knowledge(Toolbox& toolbox, const Task& task) {
  const std::string article = fact_of(task, "article_id"), answer = fact_of(task, "short_answer");
  if (article.empty() || answer.empty()) return undecidable("what the answer was taken from is not known");
  LOCALORG_TRY(const Json records,
               query(toolbox, "SELECT FAQ_Answer__c FROM Knowledge__kav WHERE Id = " + tool::soql_text(article)));
  const bool says = !records.empty() && says_all_of(plain_text(text_at(records[0], "FAQ_Answer__c")), answer);
  return says ? Truth{{answer}, {}} : Truth{};
}

}  // namespace

Result<Truth> truth_by_tools(Toolbox& toolbox, const Task& task, const Question& question) {
  switch (question.kind) {
    case TaskKind::knowledge_qa: return knowledge(toolbox, task);
    case TaskKind::monthly_trend_analysis: return monthly_trend(toolbox, question);
    case TaskKind::top_issue_identification: return top_issue(toolbox, question);
    case TaskKind::case_routing: return case_routing(toolbox, question);
    case TaskKind::named_entity_disambiguation: return named_entity(toolbox, question);
    case TaskKind::handle_time: return handle_time(toolbox, question);
    case TaskKind::transfer_count: return transfer_count(toolbox, question);
    case TaskKind::policy_violation_identification: return policy_violation(toolbox, question);
    case TaskKind::best_region_identification: return best_region(toolbox, question);
  }
  return undecidable("no rule");
}

}  // namespace localorg::eval
