// Functions that query the org.  The queries are CRMArena's, word for word but for blanks.
#include <string>

#include "base/text.h"
#include "eval/tools/ask.h"
#include "eval/tools/functions.h"
#include "org/datetime.h"

namespace localorg::eval::tool {
namespace {

const std::string& text_of(const Json& arguments, const char* name) { return arguments[name].get_ref<const std::string&>(); }

bool is_given(const Json& arguments, const char* name) {
  const auto found = arguments.find(name);
  return found != arguments.end() && !found->is_null() && !found->empty();
}

std::string assignments_in(const Json& arguments) {
  return "Field__c = 'Owner Assignment' AND CreatedDate >= " + text_of(arguments, "start_date") +
         " AND CreatedDate <= " + text_of(arguments, "end_date");
}

// How many records have each value of a field.
Json count_values(const Json& records, const char* field) {
  Json counts = Json::object();
  for (const Json& record : records) {
    const auto found = record.find(field);
    if (found == record.end() || !found->is_string()) continue;
    Json& count = counts[found->get_ref<const std::string&>()];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return counts;
}

// One field of each record.
Json column(const Json& records, const char* field) {
  Json values = Json::array();
  for (const Json& record : records) values.push_back(text_at(record, field));
  return values;
}

}  // namespace

Json agent_handled_cases(Toolbox& toolbox, const Json& arguments) {
  const Json records = ask(toolbox, "SELECT NewValue__c, CreatedDate FROM CaseHistory__c WHERE " + assignments_in(arguments));
  return is_fault(records) ? records : count_values(records, "NewValue__c");
}

Json agent_transferred_cases(Toolbox& toolbox, const Json& arguments) {
  const Json records = ask(toolbox, "SELECT OldValue__c, CreatedDate FROM CaseHistory__c WHERE OldValue__c != NULL AND " +
                                        assignments_in(arguments));
  if (is_fault(records)) return records;
  Json counts = count_values(records, "OldValue__c");
  if (!is_given(arguments, "qualified_agent_ids")) return counts;
  Json qualified = Json::object();
  for (const Json& agent : arguments["qualified_agent_ids"]) {
    const auto found = counts.find(agent.get_ref<const std::string&>());
    if (found != counts.end()) qualified[found.key()] = *found;
  }
  return qualified;
}

Json non_transferred_case_ids(Toolbox& toolbox, const Json& arguments) {
  const Json records = ask(toolbox, "SELECT CaseId__c FROM CaseHistory__c WHERE " + assignments_in(arguments) +
                                        " GROUP BY CaseId__c HAVING COUNT(Id) = 1");
  return is_fault(records) ? records : column(records, "CaseId__c");
}

Json cases(Toolbox& toolbox, const Json& arguments) {
  struct Filter {
    const char *argument, *field;
  };
  constexpr Filter kFilters[] = {{"agent_ids", "OwnerId"},
                                 {"case_ids", "Id"},
                                 {"order_item_ids", "OrderItemId__c"},
                                 {"issue_ids", "IssueId__c"},
                                 {"statuses", "Status"}};
  std::vector<std::string> conditions;
  if (is_given(arguments, "start_date")) conditions.push_back("CreatedDate >= " + text_of(arguments, "start_date"));
  if (is_given(arguments, "end_date")) conditions.push_back("CreatedDate < " + text_of(arguments, "end_date"));
  for (const Filter& filter : kFilters) {
    if (is_given(arguments, filter.argument)) conditions.push_back(is_any_of(filter.field, arguments[filter.argument]));
  }
  if (conditions.empty()) return error("at least one condition is needed");
  return ask(toolbox, "SELECT OwnerId, CreatedDate, ClosedDate, AccountId FROM Case WHERE " + text::join(conditions, " AND "));
}

Json shipping_state(Toolbox& toolbox, const Json& arguments) {
  if (arguments["cases"].empty()) return error("the list of cases is empty");
  Json accounts = Json::array();
  for (const Json& record : arguments["cases"]) {
    if (record["AccountId"].is_string()) accounts.push_back(record["AccountId"]);
  }
  const Json records = ask(toolbox, "SELECT Id, ShippingState FROM Account WHERE " + is_any_of("Id", accounts));
  if (is_fault(records)) return records;
  Json states = Json::object();
  for (const Json& record : records) states[text_at(record, "Id")] = record.value("ShippingState", Json());
  Json out = arguments["cases"];
  for (Json& record : out)
    record["ShippingState"] =
        record["AccountId"].is_string() ? states.value(record["AccountId"].get<std::string>(), Json()) : Json();
  return out;
}

Json order_item_ids(Toolbox& toolbox, const Json& arguments) {
  const Json records =
      ask(toolbox, "SELECT Id FROM OrderItem WHERE Product2Id = " + soql_text(text_of(arguments, "product_id")));
  return is_fault(records) ? records : column(records, "Id");
}

Json issue_counts(Toolbox& toolbox, const Json& arguments) {
  if (arguments["order_item_ids"].empty()) return error("the list of order items is empty");
  const Json records = ask(toolbox, "SELECT IssueId__c, COUNT(Id) IssueCount FROM Case WHERE " +
                                        is_any_of("OrderItemId__c", arguments["order_item_ids"]) +
                                        " AND CreatedDate >= " + text_of(arguments, "start_date") + " AND CreatedDate <= " +
                                        text_of(arguments, "end_date") + " GROUP BY IssueId__c ORDER BY COUNT(Id) DESC");
  if (is_fault(records)) return records;
  Json counts = Json::object();
  for (const Json& record : records) {
    const std::string issue = text_at(record, "IssueId__c");
    if (!issue.empty()) counts[issue] = record["IssueCount"];
  }
  return counts;
}

Json account_id_by_contact_id(Toolbox& toolbox, const Json& arguments) {
  const Json records =
      ask(toolbox, "SELECT AccountId FROM Contact WHERE Id = " + soql_text(text_of(arguments, "contact_id")) + " LIMIT 1");
  if (is_fault(records)) return records;
  return records.empty() ? Json::array() : records.front().value("AccountId", Json::array());
}

Json purchase_history(Toolbox& toolbox, const Json& arguments) {
  const auto day = org::parse_datetime(text_of(arguments, "purchase_date"));
  if (!day) return error("invalid date format: purchase_date must be YYYY-MM-DDTHH:MM:SSZ");
  if (arguments["related_product_ids"].empty()) return error("the list of products is empty");
  return ask(
      toolbox,
      "SELECT Product2Id FROM OrderItem WHERE OrderItem.Order.AccountId = " + soql_text(text_of(arguments, "account_id")) +
          " AND OrderItem.Order.EffectiveDate = " + org::format_date(org::day_of(*day)) + " AND " +
          is_any_of("Product2Id", arguments["related_product_ids"]) + " AND OrderItem.Order.Status = 'Activated'");
}

Json knowledge_articles(Toolbox& toolbox, const Json& arguments) {
  const Json found = search(toolbox, "FIND {" + text_of(arguments, "search_term") +
                                         "} IN ALL FIELDS RETURNING Knowledge__kav(Id, Title, FAQ_Answer__c "
                                         "WHERE PublishStatus='Online' AND Language='en_US')");
  if (is_fault(found)) return found;
  Json articles = Json::array();
  for (const Json& record : found) {
    articles.push_back({{"Id", text_at(record, "Id")},
                        {"Title", record.value("Title", Json())},
                        {"Content", record.value("FAQ_Answer__c", Json())}});
  }
  return articles;
}

Json products(Toolbox& toolbox, const Json& arguments) {
  const Json found = search(
      toolbox, "FIND {" + text_of(arguments, "search_term") + "} IN ALL FIELDS RETURNING Product2(Id, Name, Description)");
  return is_fault(found) ? found : column(found, "Id");
}

Json issues(Toolbox& toolbox, const Json&) { return ask(toolbox, "SELECT Id, Name FROM Issue__c"); }

Json email_messages(Toolbox& toolbox, const Json& arguments) {
  return ask(toolbox, "SELECT Subject, TextBody, FromAddress, ToAddress, MessageDate FROM EmailMessage WHERE ParentId = " +
                          soql_text(text_of(arguments, "case_id")));
}

Json livechat_transcript(Toolbox& toolbox, const Json& arguments) {
  return ask(toolbox,
             "SELECT Body, EndTime FROM LiveChatTranscript WHERE CaseId = " + soql_text(text_of(arguments, "case_id")));
}

}  // namespace localorg::eval::tool
