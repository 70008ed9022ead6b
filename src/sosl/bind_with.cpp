#include "sosl/bind_with.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/text.h"
#include "sosl/parse_messages.h"

namespace localorg::sosl {
namespace {

constexpr std::int64_t kSnippetLength = 300;  // documented default
constexpr std::int64_t kMinSnippetLength = 50;
constexpr std::int64_t kMaxSnippetLength = 1000;
constexpr std::size_t kMaxDataCategories = 3;

struct Binding {
  BoundSearch& bound;
  Narrowing& narrowing;
};

SalesforceError invalid(const Name& name) { return malformed_at(name.place, "Invalid WITH " + name.text + " clause"); }

// Each takes the clause's value: empty for a clause of a single word.
using Bind = Result<void> (*)(Binding& to, const Name& name, const std::string& value);

// An org without divisions has all its records in the same one (assumed).
Result<void> bind_division(Binding& /*to*/, const Name& /*name*/, const std::string& /*value*/) { return {}; }

// No org here has networks (Experience Cloud sites), so that none that is named can exist (text assumed).
Result<void> bind_network(Binding& /*to*/, const Name& name, const std::string& /*value*/) { return invalid(name); }

Result<void> bind_price_book(Binding& to, const Name& /*name*/, const std::string& value) {
  to.narrowing.price_book = value;
  return {};
}

Result<void> bind_metadata(Binding& to, const Name& name, const std::string& value) {
  if (!text::equal_ignoring_case(value, "LABELS")) return invalid(name);
  to.bound.labels = true;
  return {};
}

Result<void> bind_spell_correction(Binding& to, const Name& /*name*/, const std::string& value) {
  to.bound.corrects_spelling = text::equal_ignoring_case(value, "true");
  return {};
}

Result<void> bind_highlight(Binding& to, const Name& /*name*/, const std::string& /*value*/) {
  to.bound.highlights = true;
  return {};
}

// WITH SNIPPET (target_length = 120); what is no length is the nearest that is (documented: 50 to 1,000).
Result<void> bind_snippet(Binding& to, const Name& name, const std::string& value) {
  std::int64_t length = value.empty() ? kSnippetLength : 0;
  if (!value.empty()) {
    const auto done = std::from_chars(value.data(), value.data() + value.size(), length);
    if (done.ec != std::errc{} || done.ptr != value.data() + value.size()) return invalid(name);
  }
  to.bound.snippet_length = std::clamp(length, kMinSnippetLength, kMaxSnippetLength);
  return {};
}

enum class Form { word, word_with_length, string, string_or_list, boolean };

struct Row {
  std::string_view name;
  Form form;
  Bind bind;
};
constexpr auto kRows = std::to_array<Row>({
    {"DIVISION", Form::string, bind_division},
    {"HIGHLIGHT", Form::word, bind_highlight},
    {"METADATA", Form::string, bind_metadata},
    {"NETWORK", Form::string_or_list, bind_network},
    {"PricebookId", Form::string, bind_price_book},
    {"SNIPPET", Form::word_with_length, bind_snippet},
    {"SPELL_CORRECTION", Form::boolean, bind_spell_correction},
});

const Row* row_of(const Name& name) {
  const auto* row =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return text::equal_ignoring_case(r.name, name.text); });
  return row == kRows.end() ? nullptr : row;
}

Result<void> bind_values(const WithValues& with, Binding& to) {
  const Row* row = row_of(with.name);
  if (row == nullptr) return invalid(with.name);
  const bool fits = with.is_list     ? row->form == Form::string_or_list
                    : with.is_string ? row->form == Form::string || row->form == Form::string_or_list
                                     : row->form == Form::boolean;
  return fits ? row->bind(to, with.name, with.values.front()) : invalid(with.name);
}

Result<void> bind_word(const WithWord& with, Binding& to) {
  const Row* row = row_of(with.name);
  if (row == nullptr || (row->form != Form::word && row->form != Form::word_with_length)) return invalid(with.name);
  if (with.options.empty()) return row->bind(to, with.name, "");
  const auto& [option, value] = with.options.front();
  const bool fits = row->form == Form::word_with_length && with.options.size() == 1 &&
                    text::equal_ignoring_case(option, "target_length") && !value.empty();
  return fits ? row->bind(to, with.name, value) : invalid(with.name);
}

// No org here has category groups, so that none that is named can exist.  The rules are documented, the texts assumed, as in
// SOQL.
SalesforceError no_such_category(const WithCategory& with) {
  const Name& first = with.categories.front().group;
  if (with.categories.size() > kMaxDataCategories) {
    return malformed_at(first.place, "Too many data category conditions, maximum is 3");
  }
  std::set<std::string> groups;
  for (const soql::DataCategory& category : with.categories) {
    if (!groups.insert(text::lower(category.group.text)).second) {
      return malformed_at(category.group.place, "Duplicate data category group: " + category.group.text);
    }
  }
  return malformed_at(first.place, "Invalid data category group: " + first.text);
}

// The child of an object that refers to another object too: of products and price books, price book entries.
struct Junction {
  const org::ChildRelationship* child = nullptr;
  const org::Field* other = nullptr;
};

Junction junction_of(const org::SObject& object, const org::SObject& other) {
  for (const org::ChildRelationship& child : object.child_relationships) {
    for (const org::Field& field : child.child->fields) {
      const bool refers = std::find(field.targets.begin(), field.targets.end(), &other) != field.targets.end();
      if (refers && &field != child.field) return {&child, &field};
    }
  }
  return {};
}

// WHERE ... AND condition
void add_condition(soql::Query& query, soql::Condition condition) {
  if (!query.where) {
    query.where = std::move(condition);
  } else if (auto* all = std::get_if<soql::AllOf>(&query.where->value)) {
    all->conditions.push_back(std::move(condition));
  } else {
    std::vector<soql::Condition> both;
    both.push_back(*std::move(query.where));
    both.push_back(std::move(condition));
    query.where = soql::Condition{soql::AllOf{std::move(both)}};
  }
}

}  // namespace

void Narrowing::narrow(soql::Query& query, const org::Catalog& catalog) const {
  if (price_book.empty()) return;
  const org::SObject* object = catalog.find(query.from.front().source.text);
  const org::SObject* book = catalog.find_by_prefix(price_book);
  if (object == nullptr || book == nullptr) return;
  const Junction junction = junction_of(*object, *book);
  if (junction.child == nullptr) return;
  const auto field = [](const std::string& name) { return soql::FieldExpr{{}, {name, {}}, {}}; };
  soql::Query entries;
  entries.select.push_back(soql::SelectField{field(junction.child->field->name), std::nullopt});
  entries.from.push_back({{junction.child->child->name, {}}, std::nullopt, std::nullopt});
  entries.where = soql::Condition{
      soql::Comparison{field(junction.other->name), soql::Operator::equal, {soql::StringLiteral{price_book}, {}}}};
  soql::Condition in_book{soql::InSemiJoin{field("Id"), false, std::move(entries)}};
  add_condition(query, std::move(in_book));
}

Result<void> use_list_view(const ListView& list_view, const std::vector<std::string>& recent, const org::Catalog& catalog,
                           soql::Query& query) {
  if (!text::equal_ignoring_case(list_view.name.text, "Recent")) {
    return malformed_at(list_view.name.place, "Invalid using expr");
  }
  const org::SObject* object = catalog.find(query.from.front().source.text);
  soql::InList in_list{soql::FieldExpr{{}, {"Id", {}}, {}}, false, {}};
  for (const std::string& id : recent) {
    if (catalog.find_by_prefix(id) == object) in_list.literals.push_back({soql::StringLiteral{id}, {}});
  }
  if (in_list.literals.empty()) in_list.literals.push_back({soql::NullLiteral{}, {}});  // no record has it
  add_condition(query, soql::Condition{std::move(in_list)});
  return {};
}

Result<Narrowing> bind_with(const Search& search, BoundSearch& bound) {
  Narrowing narrowing;
  Binding to{bound, narrowing};
  std::set<std::string> seen;
  for (const With& with : search.with) {
    if (const auto* category = std::get_if<WithCategory>(&with)) return no_such_category(*category);
    const auto* values = std::get_if<WithValues>(&with);
    const Name& name = values != nullptr ? values->name : std::get<WithWord>(with).name;
    if (!seen.insert(text::lower(name.text)).second) return malformed_at(name.place, "Duplicate WITH " + name.text + " clause");
    if (values != nullptr) {
      LOCALORG_CHECK(bind_values(*values, to));
    } else {
      LOCALORG_CHECK(bind_word(std::get<WithWord>(with), to));
    }
  }
  return narrowing;
}

// Counts of searches and views are kept nowhere that SOQL or SOSL shows.
Result<void> check_update(const Search& search) {
  for (const Name& word : search.update) {
    const bool known = text::equal_ignoring_case(word.text, "TRACKING") || text::equal_ignoring_case(word.text, "VIEWSTAT");
    if (!known) return malformed_at(word.place, "The update option is invalid.");
  }
  return {};
}

}  // namespace localorg::sosl
