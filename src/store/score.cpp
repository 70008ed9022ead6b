#include "store/score.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace localorg::store {
namespace {

constexpr std::int64_t kHasAll = std::int64_t{1} << 40;
constexpr std::int64_t kUnit = 1024;

// floor(1024 log2(value / 2^30))
std::int64_t log2_of(std::uint64_t value) {
  std::int64_t whole = 0;
  while (value >= (std::uint64_t{1} << 32)) {
    value >>= 1;
    ++whole;
  }
  while (value < (std::uint64_t{1} << 31)) {
    value <<= 1;
    --whole;
  }
  std::int64_t result = whole + 31;
  for (int bit = 0; bit < 10; ++bit) {  // value is in [1, 2) of 2^31
    value = (value * value) >> 31;
    result *= 2;
    if (value >= (std::uint64_t{1} << 32)) {
      value >>= 1;
      ++result;
    }
  }
  return result - 30 * kUnit;
}

struct Hit {
  int phrase;
  int column;
  int begin;  // words
  int end;
};

struct Word {
  int first;  // phrases [first, last)
  int last;
  bool excluded = false;
  std::int64_t rarity = kUnit;
};

enum class Kind { word, all, any, except };

// A node of the search; its children are nodes of the plan, by place.
struct Node {
  Kind kind;
  std::size_t word = 0;
  std::vector<std::size_t> children;
};

struct Plan {
  std::vector<std::int64_t> weights;
  std::vector<Word> words;
  std::vector<Node> nodes;  // the last is the root
  std::size_t wanted = 0;   // words that are not excluded
  sqlite3_int64 records = 1;
  sqlite3_int64 tokens = 1;
  bool looks_up = false;
  std::map<sqlite3_int64, std::vector<Hit>> looked_up;  // by record
  // Of the record at hand.
  std::vector<Hit> hits;
  std::vector<std::int64_t> frequency;  // of each phrase, weighted
  std::vector<std::size_t> found;
};

int number_of(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void exclude(Plan& plan, std::size_t node) {
  if (plan.nodes[node].kind == Kind::word) plan.words[plan.nodes[node].word].excluded = true;
  for (const std::size_t child : plan.nodes[node].children) exclude(plan, child);
}

Plan parse(std::string_view text) {
  Plan plan;
  std::vector<std::size_t> stack;
  int phrases = 0;
  const auto push = [&](Node node) {
    stack.push_back(plan.nodes.size());
    plan.nodes.push_back(std::move(node));
  };
  for (const std::string_view step : text::split(text, ' ')) {
    if (step.empty()) continue;
    const std::string_view rest = step.substr(1);
    if (step[0] == 'w') {
      for (const std::string_view weight : text::split(rest, ',')) plan.weights.push_back(number_of(weight));
    } else if (step[0] == 'h') {
      plan.looks_up = true;
    } else if (step[0] == 't') {
      plan.words.push_back({phrases - number_of(rest), phrases});
      push({Kind::word, plan.words.size() - 1, {}});
    } else if (step[0] == 'a' || step[0] == 'o' || step[0] == 'n') {
      const std::size_t count = step[0] == 'n' ? 2 : static_cast<std::size_t>(number_of(rest));
      if (count > stack.size()) return {};
      Node node{step[0] == 'a' ? Kind::all : step[0] == 'o' ? Kind::any : Kind::except, 0, {}};
      node.children.assign(stack.end() - static_cast<std::ptrdiff_t>(count), stack.end());
      stack.resize(stack.size() - count);
      if (node.kind == Kind::except) exclude(plan, node.children[1]);
      push(std::move(node));
    } else {
      ++phrases;
    }
  }
  plan.frequency.resize(static_cast<std::size_t>(phrases));
  plan.wanted = static_cast<std::size_t>(
      std::count_if(plan.words.begin(), plan.words.end(), [](const Word& word) { return !word.excluded; }));
  return plan;
}

int count_record(const Fts5ExtensionApi* /*api*/, Fts5Context* /*fts*/, void* count) {
  ++*static_cast<std::int64_t*>(count);
  return SQLITE_OK;
}

struct LookUp {
  Plan& plan;
  int phrase;
};

// A record that has the phrase, which is the only one of this query.
int look_up_record(const Fts5ExtensionApi* api, Fts5Context* fts, void* context) {
  auto& [plan, phrase] = *static_cast<LookUp*>(context);
  std::vector<Hit>& hits = plan.looked_up[api->xRowid(fts)];
  int count = 0;
  int rc = api->xInstCount(fts, &count);
  for (int i = 0; i < count && rc == SQLITE_OK; ++i) {
    Hit hit{};
    rc = api->xInst(fts, i, &hit.phrase, &hit.column, &hit.begin);
    hit.phrase = phrase;
    hits.push_back(hit);
  }
  return rc;
}

int look_up(const Fts5ExtensionApi* api, Fts5Context* fts, Plan& plan) {
  int rc = SQLITE_OK;
  for (int phrase = 0; phrase < api->xPhraseCount(fts) && rc == SQLITE_OK && plan.looks_up; ++phrase) {
    LookUp context{plan, phrase};
    rc = api->xQueryPhrase(fts, phrase, &context, look_up_record);
  }
  return rc;
}

int weigh_words(const Fts5ExtensionApi* api, Fts5Context* fts, Plan& plan) {
  int rc = api->xRowCount(fts, &plan.records);
  if (rc == SQLITE_OK) rc = api->xColumnTotalSize(fts, -1, &plan.tokens);
  plan.records = std::max<sqlite3_int64>(plan.records, 1);
  plan.tokens = std::max<sqlite3_int64>(plan.tokens, 1);
  if (plan.words.size() < 2) return rc;  // the rarity of a single word changes no order
  for (Word& word : plan.words) {
    std::int64_t count = 0;
    for (int phrase = word.first; phrase < word.last && rc == SQLITE_OK && !word.excluded; ++phrase) {
      rc = api->xQueryPhrase(fts, phrase, &count, count_record);
    }
    count = std::min<std::int64_t>(count, plan.records);
    word.rarity =
        log2_of(((static_cast<std::uint64_t>(plan.records) * 2 + 2) << 30) / (static_cast<std::uint64_t>(count) * 2 + 1));
  }
  return rc;
}

std::int64_t frequency_of(const Plan& plan, const Word& word) {
  std::int64_t sum = 0;
  for (int phrase = word.first; phrase < word.last; ++phrase) sum += plan.frequency[static_cast<std::size_t>(phrase)];
  return sum;
}

// Does the record have what the node asks for?  The words that it has for that go to `found`.
bool matches(Plan& plan, const Node& node) {
  const std::size_t before = plan.found.size();
  const auto child = [&](std::size_t i) { return matches(plan, plan.nodes[node.children[i]]); };
  bool matched = false;
  switch (node.kind) {
    case Kind::word:
      matched = frequency_of(plan, plan.words[node.word]) != 0;
      if (matched) plan.found.push_back(node.word);
      break;
    case Kind::all:
      matched = true;
      for (std::size_t i = 0; i < node.children.size(); ++i) matched = child(i) && matched;
      break;
    case Kind::any:
      for (std::size_t i = 0; i < node.children.size(); ++i) matched = child(i) || matched;
      break;
    case Kind::except: {
      matched = child(0);
      const std::size_t own = plan.found.size();
      matched = !child(1) && matched;
      plan.found.resize(own);
      break;
    }
  }
  if (!matched) plan.found.resize(before);
  return matched;
}

std::int64_t part_of(const Plan& plan, const Word& word, std::int64_t length) {
  const std::int64_t frequency = frequency_of(plan, word);
  return word.rarity * 2200 * frequency / (1000 * frequency + 300 + 900 * length * plan.records / plan.tokens);
}

bool stand_together(const Plan& plan, const Word& left, const Word& right) {
  const auto is_of = [](const Hit& hit, const Word& word) { return hit.phrase >= word.first && hit.phrase < word.last; };
  return std::any_of(plan.hits.begin(), plan.hits.end(), [&](const Hit& a) {
    return is_of(a, left) && std::any_of(plan.hits.begin(), plan.hits.end(), [&](const Hit& b) {
             return is_of(b, right) && b.column == a.column && b.begin == a.end;
           });
  });
}

std::int64_t score_of(Plan& plan, std::int64_t length) {
  plan.found.clear();
  if (!plan.nodes.empty()) matches(plan, plan.nodes.back());
  std::int64_t score = 0;
  for (std::size_t i = 0; i < plan.found.size(); ++i) {
    const Word& word = plan.words[plan.found[i]];
    score += part_of(plan, word, length);
    const bool has_next = i + 1 < plan.found.size() && plan.found[i + 1] == plan.found[i] + 1;
    if (has_next && stand_together(plan, word, plan.words[plan.found[i + 1]])) {
      score += (word.rarity + plan.words[plan.found[i + 1]].rarity) / 2;
    }
  }
  return plan.found.size() == plan.wanted ? score + kHasAll : score;
}

void take(const Fts5ExtensionApi* api, Fts5Context* fts, Plan& plan, Hit hit) {
  const bool is_known = static_cast<std::size_t>(hit.column) < plan.weights.size() &&
                        static_cast<std::size_t>(hit.phrase) < plan.frequency.size();
  if (!is_known) return;
  hit.end = hit.begin + api->xPhraseSize(fts, hit.phrase);
  plan.hits.push_back(hit);
  plan.frequency[static_cast<std::size_t>(hit.phrase)] += plan.weights[static_cast<std::size_t>(hit.column)];
}

int read_hits(const Fts5ExtensionApi* api, Fts5Context* fts, Plan& plan) {
  plan.hits.clear();
  std::fill(plan.frequency.begin(), plan.frequency.end(), 0);
  if (plan.looks_up) {
    for (const Hit& hit : plan.looked_up[api->xRowid(fts)]) take(api, fts, plan, hit);
    return SQLITE_OK;
  }
  int count = 0;
  int rc = api->xInstCount(fts, &count);
  for (int i = 0; i < count && rc == SQLITE_OK; ++i) {
    Hit hit{};
    rc = api->xInst(fts, i, &hit.phrase, &hit.column, &hit.begin);
    if (rc == SQLITE_OK) take(api, fts, plan, hit);
  }
  return rc;
}

void delete_plan(void* plan) { delete static_cast<Plan*>(plan); }

void score(const Fts5ExtensionApi* api, Fts5Context* fts, sqlite3_context* context, int count, sqlite3_value** arguments) {
  auto* plan = static_cast<Plan*>(api->xGetAuxdata(fts, 0));
  int rc = SQLITE_OK;
  if (plan == nullptr) {
    const char* text = count == 0 ? nullptr : reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
    auto made = std::make_unique<Plan>(parse(text == nullptr ? "" : text));
    rc = weigh_words(api, fts, *made);
    if (rc == SQLITE_OK) rc = look_up(api, fts, *made);
    plan = made.get();
    if (rc == SQLITE_OK) rc = api->xSetAuxdata(fts, made.release(), delete_plan);
  }
  int length = 0;
  if (rc == SQLITE_OK) rc = api->xColumnSize(fts, -1, &length);
  if (rc == SQLITE_OK) rc = read_hits(api, fts, *plan);
  if (rc != SQLITE_OK) return sqlite3_result_error_code(context, rc);
  sqlite3_result_int64(context, score_of(*plan, length));
}

}  // namespace

int register_score(fts5_api& api) { return api.xCreateFunction(&api, "soql_score", nullptr, score, nullptr); }

}  // namespace localorg::store
