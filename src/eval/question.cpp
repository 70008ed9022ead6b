#include "eval/question.h"

#include "base/text.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

constexpr std::string_view kProduct = "01t", kContact = "003", kCase = "500";

SalesforceError unreadable(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

const Json& facts_of(const Task& task, Read read) {
  static const Json none = Json::object();
  return read == Read::words_alone ? none : metadata_of(task);
}

std::string fact(const Json& facts, const char* key) {
  const auto found = facts.find(key);
  return found != facts.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string fact_or(const Json& facts, const char* key, const std::string& otherwise) {
  std::string value = fact(facts, key);
  return value.empty() ? otherwise : value;
}

std::optional<Day> day_fact(const Json& facts, const char* key) { return org::parse_date(fact(facts, key)); }

// "- Case Subject: ..." up to the end of the line.
std::string after_label(std::string_view text, std::string_view label) {
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return "";
  const std::size_t start = at + label.size();
  return std::string(text::trim(text.substr(start, text.find('\n', start) - start)));
}

std::optional<Window> window_of(const Json& facts, const std::string& words, const std::optional<Day>& today) {
  const auto first = day_fact(facts, "start"), end = day_fact(facts, "end");
  if (first && end) return Window{*first, *end};
  return window_in(words, today);
}

bool has_window(TaskKind kind) {
  switch (kind) {
    case TaskKind::monthly_trend_analysis:
    case TaskKind::top_issue_identification:
    case TaskKind::handle_time:
    case TaskKind::transfer_count:
    case TaskKind::best_region_identification: return true;
    case TaskKind::knowledge_qa:
    case TaskKind::case_routing:
    case TaskKind::named_entity_disambiguation:
    case TaskKind::policy_violation_identification: return false;
  }
  return false;
}

Result<void> read_agents(Question& question, const Json& facts, const std::string& words) {
  question.more_than = facts.contains("more_than") && facts["more_than"].is_number_integer() ? facts["more_than"].get<int>()
                                                                                             : threshold_in(words);
  const std::string stated = fact(facts, "extreme");
  const auto extreme = stated.empty() ? extreme_in(words) : stated == "most" ? Extreme::most : Extreme::least;
  if (!extreme) return unreadable("the question does not say whether the most or the least is asked for");
  question.extreme = *extreme;
  return {};
}

Result<void> need(const std::string& value, const char* what) {
  return value.empty() ? Result<void>(unreadable(std::string("the task does not name ") + what)) : Result<void>();
}

Result<void> read_entity(Question& question, const Json& facts, const std::string& words) {
  LOCALORG_CHECK(need(question.contact_id, "a contact"));
  if (!question.today) return unreadable("the task does not say what day it is");
  question.bought = day_fact(facts, "bought");
  if (!question.bought) question.bought = bought_in(words, *question.today);
  if (!question.bought) return unreadable("the question does not say when the product was bought");
  question.phrase = fact_or(facts, "phrase", phrase_in(words));
  return need(question.phrase, "a product");
}

}  // namespace

Result<Question> read_question(const Task& task, Read read) {
  const auto kind = task_kind_named(task.task);
  if (!kind) return unreadable("localorg has no rule for the task '" + task.task + "'");
  const Json& facts = facts_of(task, read);
  Question question;
  question.kind = *kind;
  question.today = day_fact(facts, "today");
  if (!question.today) question.today = date_in(task.required);
  question.product_id = fact_or(facts, "product_id", id_in(task.query, kProduct));
  question.contact_id = fact_or(facts, "customer_id", id_in(task.required, kContact));
  question.case_id = fact_or(facts, "case_id", id_in(task.required, kCase));
  question.issue_id = fact(facts, "issue_id");
  if (has_window(*kind)) {
    question.window = window_of(facts, task.query, question.today);
    if (!question.window) return unreadable("the question names no period");
  }
  switch (*kind) {
    case TaskKind::handle_time:
    case TaskKind::transfer_count: LOCALORG_CHECK(read_agents(question, facts, task.query)); break;
    case TaskKind::monthly_trend_analysis:
    case TaskKind::top_issue_identification: LOCALORG_CHECK(need(question.product_id, "a product")); break;
    case TaskKind::case_routing:
      question.subject = fact_or(facts, "case_subject", after_label(task.query, "Subject:"));
      question.description = fact_or(facts, "case_description", after_label(task.query, "Description:"));
      LOCALORG_CHECK(need(question.issue_id, "the case's issue"));
      LOCALORG_CHECK(need(question.product_id, "the case's product"));
      break;
    case TaskKind::named_entity_disambiguation: LOCALORG_CHECK(read_entity(question, facts, task.query)); break;
    case TaskKind::policy_violation_identification: LOCALORG_CHECK(need(question.case_id, "a case")); break;
    case TaskKind::knowledge_qa:
    case TaskKind::best_region_identification: break;
  }
  return question;
}

}  // namespace localorg::eval
