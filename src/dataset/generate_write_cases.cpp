// Case, EmailMessage, LiveChatTranscript, CaseHistory__c.
#include <algorithm>
#include <array>

#include "dataset/conversation.h"
#include "dataset/conversation_text.h"
#include "dataset/generate_noise.h"
#include "dataset/generate_write.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr const char* kVisitor = "571";  // LiveChatVisitor, which the org does not hold

const char* name_of(CaseStatus status) {
  switch (status) {
    case CaseStatus::closed: return "Closed";
    case CaseStatus::waiting: return "Waiting on Customer";
    case CaseStatus::working: return "Working";
  }
  return "";
}

const char* name_of(Priority priority) {
  switch (priority) {
    case Priority::high: return "High";
    case Priority::medium: return "Medium";
    case Priority::low: return "Low";
  }
  return "";
}

Result<void> write_case_heads(Output& output, const World& world) {
  Table table(output, "Case");
  for (std::uint32_t i = 0; i < world.cases.size(); ++i) {
    const Case& c = world.cases[i];
    const std::uint32_t customer = world.order_of(c).customer;
    const CaseText text = case_text(world, i);
    org::Record record = table.blank();
    record["CaseNumber"] = table.auto_number("CaseNumber");
    record["ContactId"] = id_of(output.catalog, "Contact", customer);
    record["AccountId"] = id_of(output.catalog, "Account", customer);
    record["Subject"] = text.subject;
    record["Description"] = text.description;
    record["Status"] = name_of(c.status);
    record["Priority"] = name_of(c.priority);
    record["Origin"] = c.channel == Channel::chat ? "Chat" : "Email";
    if (c.closed != 0) record["ClosedDate"] = org::format_datetime(c.closed);
    record["OrderItemId__c"] = id_of(output.catalog, "OrderItem", c.item);
    record["IssueId__c"] = id_of(output.catalog, "Issue__c", c.issue);
    record["OwnerId"] = id_of(output.catalog, "User", c.owner);
    record["ContactEmail"] = world.customers[customer].person.mail;
    record["ContactPhone"] = world.customers[customer].phone;
    LOCALORG_CHECK(table.add(std::move(record), {c.created, c.messages.back().at, id_of(output.catalog, "User", c.owner)}));
  }
  return {};
}

// Something that belongs to a case, by time; what happens at once stays in the order of the cases.
struct Event {
  std::int64_t at;
  std::uint32_t case_index;
  std::uint32_t part;
};

void sort_by_time(std::vector<Event>& events) {
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
}

// A mail goes from the customer to the agent or the other way.
struct Parties {
  std::string from_name, from_address, to_address, to_id;
};

Parties parties_of(const Output& output, const World& world, const Case& c, const Message& message) {
  const Person& customer = world.customer_of(c).person;
  const std::uint32_t agent_index = agent_at(c, message);
  const Person& agent = world.agents[agent_index].person;
  if (is_by_customer(message.act))
    return {customer.full(), customer.mail, agent.mail, id_of(output.catalog, "User", agent_index)};
  return {agent.full(), agent.mail, customer.mail, id_of(output.catalog, "Contact", world.order_of(c).customer)};
}

Result<void> write_mail(Output& output, const World& world, Table& table, const Event& event) {
  const Case& c = world.cases[event.case_index];
  const Message& message = c.messages[event.part];
  const bool incoming = is_by_customer(message.act);
  const bool answered = incoming && event.part + 1 < c.messages.size();
  const MailText text = mail_text(world, event.case_index, event.part);
  const Parties parties = parties_of(output, world, c, message);
  org::Record record = table.blank();
  record["ParentId"] = id_of(output.catalog, "Case", event.case_index);
  record["RelatedToId"] = id_of(output.catalog, "Case", event.case_index);
  record["Subject"] = text.subject;
  record["TextBody"] = text.body;
  record["FromName"] = parties.from_name;
  record["FromAddress"] = parties.from_address;
  record["ToAddress"] = parties.to_address;
  record["ToIds"] = "[\"" + parties.to_id + "\"]";
  record["Incoming"] = std::int64_t{incoming ? 1 : 0};
  record["Status"] = !incoming ? "3" : answered ? "2" : "1";
  record["MessageDate"] = org::format_datetime(message.at);
  const std::string by = incoming ? output.set_up_by : id_of(output.catalog, "User", agent_at(c, message));
  return table.add(std::move(record), {message.at, message.at, by});
}

Result<void> write_mails(Output& output, const World& world) {
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < world.cases.size(); ++i) {
    const Case& c = world.cases[i];
    if (c.channel != Channel::mail) continue;
    for (std::uint32_t m = 0; m < c.messages.size(); ++m) events.push_back({c.messages[m].at, i, m});
  }
  sort_by_time(events);
  Table table(output, "EmailMessage");
  for (const Event& event : events) LOCALORG_CHECK(write_mail(output, world, table, event));
  if (world.options.noise) LOCALORG_CHECK(write_noise_mails(output, world, table));
  return {};
}

// The customer asks at the case's creation, the chat starts with the first line and ends with the last.
Result<void> write_chats(Output& output, const World& world) {
  Table table(output, "LiveChatTranscript");
  if (world.options.noise) LOCALORG_CHECK(write_noise_chats(output, world, table));
  std::uint64_t visitor = 0;
  for (std::uint32_t i = 0; i < world.cases.size(); ++i) {
    const Case& c = world.cases[i];
    if (c.channel != Channel::chat) continue;
    const std::int64_t start = c.messages.front().at;
    const std::int64_t end = c.messages.back().at;
    const auto by_customer =
        std::count_if(c.messages.begin(), c.messages.end(), [](const Message& m) { return is_by_customer(m.act); });
    org::Record record = table.blank();
    record["Name"] = table.auto_number("Name");
    record["CaseId"] = id_of(output.catalog, "Case", i);
    record["AccountId"] = id_of(output.catalog, "Account", world.order_of(c).customer);
    record["OwnerId"] = id_of(output.catalog, "User", c.owner);
    record["LiveChatVisitorId"] = org::make_id(kVisitor, "Lo0", ++visitor);
    record["Body"] = chat_text(world, i);
    record["Status"] = "Completed";
    record["RequestTime"] = org::format_datetime(c.created);
    record["StartTime"] = org::format_datetime(start);
    record["EndTime"] = org::format_datetime(end);
    record["WaitTime"] = (start - c.created) / 1000;
    record["ChatDuration"] = (end - start) / 1000;
    record["EndedBy"] = is_by_customer(c.messages.back().act) ? "Visitor" : "Operator";
    record["VisitorMessageCount"] = static_cast<std::int64_t>(by_customer);
    record["OperatorMessageCount"] = static_cast<std::int64_t>(c.messages.size()) - by_customer;
    LOCALORG_CHECK(table.add(std::move(record), {c.created, end, id_of(output.catalog, "User", c.owner)}));
  }
  return {};
}

enum Happening : std::uint32_t { case_creation, first_assignment, transfer, case_closed };

std::vector<Event> history(const World& world) {
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < world.cases.size(); ++i) {
    const Case& c = world.cases[i];
    events.push_back({c.created, i, case_creation});
    events.push_back({c.created, i, first_assignment});
    if (c.transferred) events.push_back({c.handed_over, i, transfer});
    if (c.closed != 0) events.push_back({c.closed, i, case_closed});
  }
  sort_by_time(events);
  return events;
}

Result<void> write_history(Output& output, const World& world) {
  constexpr std::array<const char*, 4> kFields = {"Case Creation", "Owner Assignment", "Owner Assignment", "Case Closed"};
  Table table(output, "CaseHistory__c");
  for (const Event& event : history(world)) {
    const Case& c = world.cases[event.case_index];
    const std::string first = id_of(output.catalog, "User", c.first_agent);
    const std::string last = id_of(output.catalog, "User", c.owner);
    org::Record record = table.blank();
    record["CaseId__c"] = id_of(output.catalog, "Case", event.case_index);
    record["Field__c"] = kFields[event.part];
    if (event.part == first_assignment) record["NewValue__c"] = first;
    if (event.part == transfer) record["OldValue__c"] = first;
    if (event.part == transfer) record["NewValue__c"] = last;
    record["OwnerId"] = event.part == case_closed ? last : first;
    LOCALORG_CHECK(table.add(std::move(record), {event.at, event.at, event.part == case_closed ? last : first}));
  }
  return {};
}

}  // namespace

Result<void> write_cases(Output& output, const World& world) {
  LOCALORG_CHECK(write_case_heads(output, world));
  LOCALORG_CHECK(write_mails(output, world));
  LOCALORG_CHECK(write_chats(output, world));
  return write_history(output, world);
}

}  // namespace localorg::dataset
