#include "sosl/search.h"

#include <algorithm>

#include "base/text.h"
#include "soql/parse.h"
#include "sosl/bind.h"
#include "sosl/parse.h"
#include "sosl/spelling.h"
#include "sosl/translate.h"
#include "store/full_text.h"
#include "store/search_index.h"

namespace localorg::sosl {
namespace {

constexpr std::size_t kMaxSearches = 100;
constexpr std::size_t kMaxSearchBytes = 4'000'000;
constexpr int kMaxExpansions = 500;

// The words between `begin` and the end of all words that begin with it, in the index's order.
Result<std::vector<KnownWord>> words_from(const store::Database& database, const org::SObject& object, const std::string& begin,
                                          const std::string& pattern, int limit) {
  LOCALORG_TRY(store::Statement rows,
               database.prepare_read("SELECT term, doc FROM " + store::words_table_of(object) +
                                " WHERE term >= ?1 AND term < ?2 AND term GLOB ?3 LIMIT " + std::to_string(limit)));
  const std::string end = begin + "\xF4\x8F\xBF\xBF";
  rows.bind_text(1, begin);
  rows.bind_text(2, end);
  rows.bind_text(3, pattern);
  std::vector<KnownWord> out;
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row) return out;
    out.push_back({std::string(rows.text(0)), rows.integer(1)});
  }
}

// Patterns have letters, digits, * and ? alone, which mean to GLOB what they mean here.
Expand expand_with(const store::Database& database, const org::SObject& object) {
  return [&database, &object](const std::string& pattern) {
    const std::string begin = pattern.substr(0, pattern.find_first_of("*?"));
    const auto words = words_from(database, object, begin, pattern, kMaxExpansions);
    std::vector<std::string> out;
    if (!words) return out;  // the search itself will say what is wrong with the file
    for (const KnownWord& word : *words) out.push_back(word.text);
    return out;
  };
}

void set_match(const store::Database& database, PreparedReturned& returned, const BoundReturned& bound) {
  returned.match = match_of(bound, expand_with(database, *bound.object));
  std::vector<org::Value>& parameters = returned.prepared.plan.sql.parameters;
  parameters[0] = returned.match.query;
  parameters[1] = returned.match.score;
  parameters[2] = returned.match.highlight;
}

void set_matches(const store::Database& database, PreparedSearch& search) {
  for (PreparedReturned& returned : search.returned) set_match(database, returned, returned.bound);
  search.corrected = false;
}

Result<void> check_format(const store::OpenOrg& org) {
  const auto format = org.meta.find("format");
  if (format == org.meta.end() || format->second != "1") return {};
  return error_without_position(ErrorCode::ORG_UNUSABLE,
                                "the org file was made by an older localorg and has no search index: make it again with "
                                "`localorg import` or `localorg generate`");
}

Result<PreparedSearch> prepare(const store::Database& database, BoundSearch bound) {
  PreparedSearch search;
  std::vector<BoundReturned> objects = std::move(bound.returned);
  for (BoundReturned& object : objects) {
    LOCALORG_TRY(soql::PreparedPlan prepared, soql::prepare(database, translate(object, bound)));
    search.depends_on_index |= has_patterns(object);
    search.returned.push_back({std::move(object), {}, std::move(prepared)});
  }
  search.bound = std::move(bound);
  set_matches(database, search);
  return search;
}

// ---- Spelling -----------------------------------------------------------------------------------------------------

bool is_known(const org::Catalog& catalog, const store::Database& database, const std::string& word) {
  for (const org::SObject& object : catalog.objects()) {
    if (store::searched_fields(object).empty()) continue;
    for (const std::string& form : store::forms_of(word)) {
      const auto found = words_from(database, object, form, form, 1);
      if (found && !found->empty()) return true;
    }
  }
  return false;
}

struct Corrector {
  const org::Catalog& catalog;
  const store::Database& database;
  const org::SObject& object;
  bool changed = false;

  void correct(BoundExpression& expression) {
    if (auto* term = std::get_if<BoundTerm>(&expression.value)) return correct(*term);
    if (auto* except = std::get_if<BoundExcept>(&expression.value)) return correct(*except->kept);
    auto* all = std::get_if<BoundAll>(&expression.value);
    for (BoundExpression& part : all != nullptr ? all->parts : std::get<BoundAny>(expression.value).parts) correct(part);
  }

  // Bare words of letters, one by one.
  void correct(BoundTerm& term) {
    if (!term.inflected || term.words.size() != 1 || term.words.front().is_pattern) return;
    std::string& word = term.words.front().text;
    const bool is_plain = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!is_plain || word.size() < kShortestCorrected || is_known(catalog, database, word)) return;
    const std::string letter = word.substr(0, 1);
    const auto words = words_from(database, object, letter, letter + "*", -1);
    const std::string meant = words ? nearest(word, *words) : "";
    if (meant.empty()) return;
    word = meant;
    changed = true;
  }
};

}  // namespace

Engine::Engine(soql::Engine& soql) : soql_(&soql), searches_(kMaxSearches, kMaxSearchBytes) {}

Result<PreparedSearch*> search(Engine& engine, std::string_view text, const RecentIds& recent) {
  const store::OpenOrg& org = engine.soql_->org();
  if (PreparedSearch* known = engine.searches_.find(text)) {
    if (known->depends_on_index || known->corrected) set_matches(org.database, *known);
    return known;
  }
  LOCALORG_TRY(const Search parsed, parse(soql::statement_of(text)));
  const bool uses_recent = recent && uses_list_view(parsed);
  LOCALORG_TRY(BoundSearch bound,
               sosl::bind(parsed, *org.catalog, engine.soql_->viewer(), uses_recent ? recent() : std::vector<std::string>()));
  LOCALORG_CHECK(check_format(org));
  LOCALORG_TRY(PreparedSearch prepared, prepare(org.database, std::move(bound)));
  std::size_t bytes = text.size();
  bool depends_on_clock = false;
  for (const PreparedReturned& returned : prepared.returned) {
    bytes += returned.prepared.plan.sql.text.size() + returned.match.query.size();
    depends_on_clock |= returned.prepared.plan.depends_on_clock;
  }
  const bool may_be_found = !uses_recent && (!depends_on_clock || engine.soql_->clock().is_pinned());
  return &engine.searches_.put(std::string(text), std::move(prepared), bytes, may_be_found);
}

Result<bool> correct_spelling(Engine& engine, PreparedSearch& search) {
  if (!search.bound.corrects_spelling || search.corrected) return false;
  const store::OpenOrg& org = engine.soql_->org();
  for (PreparedReturned& returned : search.returned) {
    if (!returned.bound.words) continue;
    BoundReturned meant = returned.bound;
    Corrector corrector{*org.catalog, org.database, *meant.object};
    corrector.correct(*meant.words);
    if (!corrector.changed) continue;
    set_match(org.database, returned, meant);
    search.corrected = true;
  }
  return search.corrected;
}

std::vector<std::size_t> spread(const std::vector<std::size_t>& found, std::optional<std::int64_t> limit) {
  if (!limit) return found;
  std::vector<std::size_t> shown(found.size());
  auto left = static_cast<std::size_t>(std::max<std::int64_t>(*limit, 0));
  while (left > 0) {
    bool any = false;
    for (std::size_t i = 0; i < found.size() && left > 0; ++i) {
      if (shown[i] == found[i]) continue;
      ++shown[i];
      --left;
      any = true;
    }
    if (!any) break;
  }
  return shown;
}

}  // namespace localorg::sosl
