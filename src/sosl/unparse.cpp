#include "sosl/unparse.h"

#include "base/text.h"
#include "soql/unparse.h"

namespace localorg::sosl {
namespace {

std::string text_of(const Returned& returned) {
  std::string out = returned.object.text;
  if (returned.fields.empty()) return out;
  std::vector<std::string> fields;
  for (const soql::SelectField& field : returned.fields) {
    fields.push_back(soql::unparse(soql::Operand{field.expr}) + (field.alias ? " " + field.alias->text : ""));
  }
  out += "(" + text::join(fields, ", ");
  if (returned.where) out += " WHERE " + soql::unparse(*returned.where);
  if (returned.list_view) out += " USING ListView = " + returned.list_view->name.text;
  for (const soql::OrderItem& item : returned.order_by) {
    out += &item == &returned.order_by.front() ? " ORDER BY " : ", ";
    out += soql::unparse(item.operand) + (item.descending ? " DESC" : "");
    if (item.nulls_last) out += *item.nulls_last ? " NULLS LAST" : " NULLS FIRST";
  }
  if (returned.limit) out += " LIMIT " + returned.limit->text;
  if (returned.offset) out += " OFFSET " + returned.offset->text;
  return out + ")";
}

std::string category_text(const WithCategory& with) {
  std::vector<std::string> parts;
  for (const soql::DataCategory& category : with.categories) {
    std::vector<std::string> names;
    for (const Name& name : category.categories) names.push_back(name.text);
    parts.push_back(category.group.text + " " + category.op + " (" + text::join(names, ", ") + ")");
  }
  return "DATA CATEGORY " + text::join(parts, " AND ");
}

std::string text_of(const With& with) {
  if (const auto* category = std::get_if<WithCategory>(&with)) return category_text(*category);
  if (const auto* values = std::get_if<WithValues>(&with)) {
    std::vector<std::string> texts;
    for (const std::string& value : values->values) texts.push_back(values->is_string ? soql::quote(value) : value);
    return values->name.text + (values->is_list ? " IN (" + text::join(texts, ", ") + ")" : " = " + texts.front());
  }
  const auto& word = std::get<WithWord>(with);
  std::vector<std::string> options;
  for (const auto& [name, value] : word.options) options.push_back(name + " = " + value);
  return word.name.text + (options.empty() ? "" : " (" + text::join(options, ", ") + ")");
}

}  // namespace

std::string_view name_of(Group group) {
  constexpr std::string_view kNames[] = {"ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"};
  return kNames[static_cast<std::size_t>(group)];
}

std::string unparse(const Sequence& words) {
  constexpr std::string_view kJoints[] = {" ", " AND ", " AND NOT ", " OR "};
  std::string out;
  for (std::size_t i = 0; i < words.items.size(); ++i) {
    if (i > 0) out += kJoints[static_cast<std::size_t>(words.joints[i - 1])];
    if (const auto* inner = std::get_if<Box<Sequence>>(&words.items[i])) {
      out += "(" + unparse(**inner) + ")";
    } else {
      const Term& term = std::get<Term>(words.items[i]);
      out += term.is_phrase ? "\"" + term.typed + "\"" : term.typed;
    }
  }
  return out;
}

std::string unparse(const Search& search) {
  std::string out = "FIND {" + unparse(search.words) + "} IN " + std::string(name_of(search.group)) + " FIELDS";
  for (const Returned& returned : search.returning) {
    out += &returned == &search.returning.front() ? " RETURNING " : ", ";
    out += text_of(returned);
  }
  for (const With& with : search.with) out += " WITH " + text_of(with);
  if (search.limit) out += " LIMIT " + search.limit->text;
  for (const Name& word : search.update) out += (&word == &search.update.front() ? " UPDATE " : ", ") + word.text;
  return out;
}

}  // namespace localorg::sosl
