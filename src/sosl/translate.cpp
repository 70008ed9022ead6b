#include "sosl/translate.h"

#include <algorithm>

#include "base/text.h"
#include "soql/translate.h"
#include "store/layout.h"
#include "store/search_index.h"

namespace localorg::sosl {
namespace {

constexpr int kHighlightedRecords = 25;  // of each object (documented)
constexpr std::int64_t kLongText = 255;

bool is_searched(const BoundReturned& returned, const org::Field* field) {
  return std::find(returned.fields.begin(), returned.fields.end(), field) != returned.fields.end();
}

// Text, text area, e-mail and auto-number fields (documented).
bool may_be_highlighted(const org::Field& field) {
  const bool is_text =
      field.type == org::FieldType::string || field.type == org::FieldType::textarea || field.type == org::FieldType::email;
  return is_text && !field.html_formatted;
}

std::string plain_text(const org::Field& field) {
  const std::string value = soql::column_of_root(field);
  return field.html_formatted ? "soql_plain_text(" + value + ")" : value;
}

// highlight.Subject: each field shown that was searched.
void add_highlights(const BoundReturned& returned, soql::Found& found) {
  for (const soql::BoundMember& member : returned.query.select.members) {
    const auto* expr = std::get_if<soql::BoundExpr>(&member.value);
    if (expr == nullptr || expr->field.join != 0 || !expr->functions.empty()) continue;
    const org::Field* field = expr->field.field;
    if (!is_searched(returned, field) || !may_be_highlighted(*field)) continue;
    found.more.emplace_back("highlight." + member.key, "soql_highlight(" + soql::column_of_root(*field) + ", ?3)");
  }
}

// snippet.text of the long texts, and highlight.Title, the record's name.
void add_snippet(const BoundReturned& returned, std::int64_t length, soql::Found& found) {
  std::vector<std::string> texts;
  for (const org::Field* field : returned.fields) {
    if (field->length > kLongText) texts.push_back(plain_text(*field));
  }
  if (!texts.empty()) {
    found.more.emplace_back("snippet.text",
                            "soql_snippet(?3, " + std::to_string(length) + ", " + text::join(texts, ", ") + ")");
  }
  for (const org::Field* field : returned.fields) {
    const bool is_title = field->name == "Title" || field->name == "Subject";
    const std::string key = "highlight." + field->name;
    const bool is_there =
        std::any_of(found.more.begin(), found.more.end(), [&](const auto& entry) { return entry.first == key; });
    if (is_title && !is_there) found.more.emplace_back(key, "soql_highlight(" + soql::column_of_root(*field) + ", ?3)");
  }
}

}  // namespace

soql::Plan translate(const BoundReturned& returned, const BoundSearch& search) {
  const org::SObject& object = *returned.object;
  const std::string index = "s." + store::search_table_of(object);
  soql::Found found;
  found.source = store::search_table_of(object) + " s CROSS JOIN " + store::found_table_of(object) + " f ON f.n = s.rowid";
  found.id = "f." + std::string(store::kIdColumn);
  found.condition = index + " MATCH ?1";
  found.order = "soql_score(" + index + ", ?2) DESC";
  found.parameters = {std::string(), std::string(), std::string()};
  if (search.highlights) add_highlights(returned, found);
  if (search.snippet_length && object.search.snippets) add_snippet(returned, *search.snippet_length, found);
  found.records_with_more = kHighlightedRecords;
  return soql::translate(returned.query, found);
}

}  // namespace localorg::sosl
