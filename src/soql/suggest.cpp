#include "soql/suggest.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "org/calendar.h"
#include "soql/bind.h"
#include "soql/cursor.h"
#include "soql/parse.h"
#include "soql/reach.h"
#include "soql/unparse.h"

namespace localorg::soql {
namespace {

// A name that may stand at the place, and what else it is called.
struct Choice {
  std::string name;
  std::string label;
};
using Choices = std::vector<Choice>;

std::string without_blanks(std::string_view text) {
  std::string out(text);
  std::erase(out, ' ');
  return out;
}

// The choice with a forgotten ending, the one whose label was written, or the nearest.
std::string choose(std::string_view word, const Choices& choices) {
  constexpr auto kEndings = std::to_array<std::string_view>({"__c", "__r", "__kav"});
  for (const Choice& choice : choices) {
    for (const std::string_view ending : kEndings) {
      if (text::equal_ignoring_case(choice.name, std::string(word) + std::string(ending))) return choice.name;
    }
  }
  std::vector<std::string_view> names;
  for (const Choice& choice : choices) {
    if (text::equal_ignoring_case(without_blanks(choice.label), word)) return choice.name;
    names.push_back(choice.name);
  }
  return std::string(text::nearest(word, names));
}

// ---- Fields and relationships -------------------------------------------------------------------------------------

std::string field_for(std::string_view word, const org::SObject& object) {
  if (const org::Field* reference = object.find_relationship(word)) return reference->name;
  if (text::equal_ignoring_case(word, "Name") && object.name_field() != nullptr) return object.name_field()->name;
  Choices choices;
  for (const org::Field& field : object.fields) choices.push_back({field.name, field.label});
  return choose(word, choices);
}

std::string relationship_for(std::string_view word, const org::SObject& object) {
  const org::Field* field = object.find_field(word);
  if (field != nullptr && field->is_navigable()) return field->relationship_name;
  Choices choices;
  for (const org::Field& reference : object.fields) {
    if (reference.is_navigable()) choices.push_back({reference.relationship_name, ""});
  }
  return choose(word, choices);
}

std::string name_on_path(const Cursor& cursor, const org::Catalog& catalog) {
  const Reach reach = follow(cursor, cursor.word->text, catalog);
  if (reach.objects.empty()) return "";
  const org::SObject& object = *reach.objects.front();
  const bool is_relationship = !reach.is_last || cursor.slot == Slot::typeof_relationship || cursor.slot == Slot::source;
  if (is_relationship) return object.find_relationship(reach.step) != nullptr ? "" : relationship_for(reach.step, object);
  return object.find_field(reach.step) != nullptr ? "" : field_for(reach.step, object);
}

// ---- Objects and child relationships ------------------------------------------------------------------------------

// Contact, of Account, is Contacts: a relationship to the object that was named, if there is only one.
std::string child_relationship_for(std::string_view word, const org::SObject& parent) {
  Choices choices;
  Choices to_object;
  for (const org::ChildRelationship& relationship : parent.child_relationships) {
    choices.push_back({relationship.name, ""});
    if (text::equal_ignoring_case(relationship.child->name, word)) to_object.push_back({relationship.name, ""});
  }
  return to_object.size() == 1 ? to_object.front().name : choose(word, choices);
}

std::string name_in_from(const Cursor& cursor, const org::Catalog& catalog) {
  const QueryLevel& level = cursor.levels[cursor.level];
  const bool is_first = level.sources.front().path.data() == cursor.word->text.data();
  if (!is_first) return name_on_path(cursor, catalog);
  if (level.role != LevelRole::child) return suggest_object(cursor.word->text, catalog);
  const Objects parents = objects_of(cursor, level.parent, catalog);
  return parents.empty() ? "" : child_relationship_for(text::split(cursor.word->text, '.').back(), *parents.front());
}

// ---- Picklist values ----------------------------------------------------------------------------------------------

std::string value_for(const BoundExpr& expr, const org::Value& value) {
  const std::vector<org::PicklistValue>& known = expr.field.field->picklist_values;
  const auto* wanted = std::get_if<std::string>(&value);
  if (wanted == nullptr || !expr.functions.empty() || known.empty()) return "";
  std::vector<std::string_view> values;
  for (const org::PicklistValue& entry : known) {
    if (text::compare_ignoring_case(entry.value, *wanted) == 0) return "";
    values.push_back(entry.value);
  }
  return std::string(text::nearest(*wanted, values));
}

std::string value_in(const BoundCondition& condition);

std::string value_in(const std::vector<BoundCondition>& conditions) {
  for (const BoundCondition& condition : conditions) {
    if (std::string found = value_in(condition); !found.empty()) return found;
  }
  return "";
}

// The first value that is to be had; under NOT a value may well be none of the picklist's.
std::string value_in(const BoundCondition& condition) {
  if (const auto* all = std::get_if<BoundAll>(&condition.value)) return value_in(all->conditions);
  if (const auto* any = std::get_if<BoundAny>(&condition.value)) return value_in(any->conditions);
  if (const auto* compare = std::get_if<BoundCompare>(&condition.value)) {
    const auto* expr = std::get_if<BoundExpr>(&compare->operand);
    return expr != nullptr && compare->op == Operator::equal ? value_for(*expr, compare->value) : "";
  }
  if (const auto* semi_join = std::get_if<BoundSemiJoin>(&condition.value)) {
    const std::optional<BoundCondition>& where = semi_join->query->where;
    return where && !semi_join->negated ? value_in(*where) : "";
  }
  const auto* in = std::get_if<BoundIn>(&condition.value);
  if (in == nullptr || in->negated) return "";
  for (const org::Value& value : in->values) {
    if (std::string found = value_for(in->operand, value); !found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string suggest_object(std::string_view name, const org::Catalog& catalog) {
  Choices choices;
  for (const org::SObject& object : catalog.objects()) {
    if (object.queryable && !object.is_virtual()) choices.push_back({object.name, object.label});
  }
  return choose(name, choices);
}

std::string suggest_name(std::string_view query, const SalesforceError& error, const org::Catalog& catalog) {
  const bool is_about_a_name = error.errorCode == ErrorCode::INVALID_FIELD || error.errorCode == ErrorCode::INVALID_TYPE;
  if (!is_about_a_name || !error.span) return "";
  const Cursor cursor = cursor_at(statement_of(query), error.span->begin + 1);
  if (!cursor.word || cursor.word->kind != WordKind::name) return "";
  if (cursor.slot == Slot::source) return name_in_from(cursor, catalog);
  if (cursor.slot == Slot::typeof_object)
    return catalog.find(cursor.word->text) != nullptr ? "" : suggest_object(cursor.word->text, catalog);
  return name_on_path(cursor, catalog);
}

std::string suggest_value(std::string_view query, const org::Catalog& catalog) {
  const auto parsed = parse(statement_of(query));
  if (!parsed) return "";
  const auto bound = bind(*parsed, catalog, org::Viewer{});
  if (!bound || !bound->where) return "";
  const std::string value = value_in(*bound->where);
  return value.empty() ? "" : quote(value);
}

}  // namespace localorg::soql
