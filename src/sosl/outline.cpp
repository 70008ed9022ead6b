#include "sosl/outline.h"

#include "base/text.h"
#include "soql/outline.h"
#include "soql/unparse.h"
#include "sosl/unparse.h"

namespace localorg::sosl {
namespace {

std::string line(std::size_t depth, const std::string& text) { return std::string(depth * 2, ' ') + text + "\n"; }

// Each line of `text` further to the right.
std::string indented(std::size_t depth, const std::string& text) {
  std::string out;
  for (const std::string_view each : text::split(text, '\n')) {
    if (!each.empty()) out += line(depth, std::string(each));
  }
  return out;
}

std::string term_text(const BoundTerm& term) {
  std::vector<std::string> words;
  for (const BoundWord& word : term.words) words.push_back(word.text);
  std::string out = text::join(words, " ");
  if (words.size() > 1) out += ", side by side";
  if (term.inflected && !term.words.back().is_pattern) out += ", in any inflection";
  if (!term.digits.empty()) out += ", or " + term.digits;
  return out;
}

std::string expression_text(const BoundExpression& expression, std::size_t depth) {
  const auto several = [&](const char* title, const std::vector<BoundExpression>& parts) {
    std::string out = line(depth, title);
    for (const BoundExpression& part : parts) out += expression_text(part, depth + 1);
    return out;
  };
  if (const auto* term = std::get_if<BoundTerm>(&expression.value)) return line(depth, term_text(*term));
  if (const auto* all = std::get_if<BoundAll>(&expression.value)) return several("all of", all->parts);
  if (const auto* any = std::get_if<BoundAny>(&expression.value)) return several("any of", any->parts);
  const auto& except = std::get<BoundExcept>(expression.value);
  return expression_text(*except.kept, depth) + line(depth, "but not") + expression_text(*except.dropped, depth + 1);
}

}  // namespace

std::string outline(const Search& search) {
  std::string out = "search\n" + line(1, "words " + unparse(search.words));
  out += line(1, "in " + std::string(name_of(search.group)) + " FIELDS");
  for (const Returned& returned : search.returning) {
    out += line(1, "returning " + returned.object.text);
    for (const soql::SelectField& field : returned.fields) {
      out += line(2, soql::unparse(soql::Operand{field.expr}) + (field.alias ? " as " + field.alias->text : ""));
    }
    if (returned.where) out += line(2, "where " + soql::unparse(*returned.where));
    for (const soql::OrderItem& item : returned.order_by)
      out += line(2, "order by " + soql::unparse(item.operand) + (item.descending ? " descending" : ""));
    if (returned.limit) out += line(2, "limit " + returned.limit->text);
    if (returned.offset) out += line(2, "offset " + returned.offset->text);
  }
  if (search.limit) out += line(1, "limit " + search.limit->text);
  return out;
}

std::string outline(const BoundReturned& returned) {
  std::string out = "search of " + returned.object->name + "\n";
  out += line(1, "words");
  out += returned.words ? expression_text(*returned.words, 2) : line(2, "none: nothing is found");
  std::vector<std::string> fields;
  for (const org::Field* field : returned.fields) fields.push_back(field->name);
  out += line(1, fields.empty() ? "in no field: nothing is found" : "in " + text::join(fields, ", "));
  return out + indented(1, soql::outline(returned.query));
}

std::string outline(const BoundSearch& search) {
  std::string out;
  for (const BoundReturned& returned : search.returned) out += outline(returned);
  if (search.limit) out += "limit " + std::to_string(*search.limit) + " over all objects\n";
  return out;
}

}  // namespace localorg::sosl
