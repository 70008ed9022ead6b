#include "soql/cursor.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace localorg::soql {
namespace {

constexpr std::string_view kName = "<name>";
constexpr std::string_view kValue = "<value>";  // a string, number or date
constexpr std::string_view kSign = "<sign>";

// At `slot` may stand `word`: a keyword, a sign or a class of words.  Then comes `next`.
struct Step {
  Slot slot;
  std::string_view word;
  Slot next;
};

// SOQL between the parentheses, which open() and close() know, and without the clauses, which kClauses has.
constexpr auto kSteps = std::to_array<Step>({
    {Slot::query, "SELECT", Slot::select_item},
    {Slot::select_item, "TYPEOF", Slot::typeof_relationship},
    {Slot::select_item, kName, Slot::select_next},
    {Slot::select_next, ",", Slot::select_item},
    {Slot::select_next, "FROM", Slot::source},
    {Slot::select_next, kName, Slot::select_next},
    {Slot::typeof_relationship, kName, Slot::typeof_when},
    {Slot::typeof_when, "WHEN", Slot::typeof_object},
    {Slot::typeof_object, kName, Slot::typeof_then},
    {Slot::typeof_then, "THEN", Slot::typeof_field},
    {Slot::typeof_field, kName, Slot::typeof_next},
    {Slot::typeof_next, ",", Slot::typeof_field},
    {Slot::typeof_next, "WHEN", Slot::typeof_object},
    {Slot::typeof_next, "ELSE", Slot::typeof_field},
    {Slot::typeof_next, "END", Slot::select_next},
    {Slot::source, kName, Slot::source_next},
    {Slot::source_next, ",", Slot::source},
    {Slot::source_next, "AS", Slot::alias},
    {Slot::source_next, "USING", Slot::scope_word},
    {Slot::source_next, kName, Slot::source_next},
    {Slot::alias, kName, Slot::source_next},
    {Slot::scope_word, "SCOPE", Slot::scope},
    {Slot::scope, "everything", Slot::clause_next},
    {Slot::scope, "mine", Slot::clause_next},
    {Slot::scope, kName, Slot::clause_next},
    {Slot::condition, "NOT", Slot::condition},
    {Slot::condition, kName, Slot::comparison},
    {Slot::comparison, "LIKE", Slot::value},
    {Slot::comparison, "IN", Slot::list},
    {Slot::comparison, "NOT", Slot::in_word},
    {Slot::comparison, "INCLUDES", Slot::list},
    {Slot::comparison, "EXCLUDES", Slot::list},
    {Slot::comparison, kSign, Slot::value},
    {Slot::in_word, "IN", Slot::list},
    {Slot::list_first, "SELECT", Slot::select_item},
    {Slot::list_first, kName, Slot::list_next},
    {Slot::list_first, kValue, Slot::list_next},
    {Slot::list_next, ",", Slot::list_value},
    {Slot::list_next, ":", Slot::list_count},
    {Slot::list_value, kName, Slot::list_next},
    {Slot::list_value, kValue, Slot::list_next},
    {Slot::list_count, kValue, Slot::list_next},
    {Slot::value, kName, Slot::condition_next},
    {Slot::value, kValue, Slot::condition_next},
    {Slot::value_count, kValue, Slot::condition_next},
    {Slot::condition_next, "AND", Slot::condition},
    {Slot::condition_next, "OR", Slot::condition},
    {Slot::condition_next, ":", Slot::value_count},
    {Slot::with_word, kName, Slot::clause_next},
    {Slot::group_word, "BY", Slot::group_item},
    {Slot::group_item, "ROLLUP", Slot::group_next},
    {Slot::group_item, "CUBE", Slot::group_next},
    {Slot::group_item, kName, Slot::group_next},
    {Slot::group_next, ",", Slot::group_item},
    {Slot::order_word, "BY", Slot::order_item},
    {Slot::order_item, kName, Slot::order_next},
    {Slot::order_next, ",", Slot::order_item},
    {Slot::order_next, "ASC", Slot::order_next},
    {Slot::order_next, "DESC", Slot::order_next},
    {Slot::order_next, "NULLS", Slot::nulls_word},
    {Slot::nulls_word, "FIRST", Slot::order_next},
    {Slot::nulls_word, "LAST", Slot::order_next},
    {Slot::number, kValue, Slot::clause_next},
    {Slot::for_word, "VIEW", Slot::clause_next},
    {Slot::for_word, "REFERENCE", Slot::clause_next},
    {Slot::update_word, "TRACKING", Slot::clause_next},
    {Slot::update_word, "VIEWSTAT", Slot::clause_next},
    {Slot::argument, kName, Slot::argument_next},
    {Slot::argument, kValue, Slot::argument_next},
    {Slot::argument_next, ",", Slot::argument},
});

// The clauses behind FROM in their order.  Those whose word is never a name are known anywhere.
struct Clause {
  std::string_view word;
  Slot next;
  bool reserved;
};

constexpr auto kClauses = std::to_array<Clause>({
    {"WHERE", Slot::condition, true},
    {"WITH", Slot::with_word, true},
    {"GROUP", Slot::group_word, false},
    {"HAVING", Slot::condition, true},
    {"ORDER", Slot::order_word, false},
    {"LIMIT", Slot::number, true},
    {"OFFSET", Slot::number, false},
    {"FOR", Slot::for_word, true},
    {"UPDATE", Slot::update_word, true},
});
constexpr std::size_t kHaving = 3;

constexpr auto kClauseEnds =
    std::to_array({Slot::source_next, Slot::condition_next, Slot::group_next, Slot::order_next, Slot::clause_next});
constexpr auto kNeverNames = std::to_array<std::string_view>({"SELECT", "FROM", "WHERE", "HAVING", "LIMIT", "AND", "OR"});

bool same(std::string_view a, std::string_view b) { return text::equal_ignoring_case(a, b); }
bool is_keyword(std::string_view word) { return text::lower(word) != text::upper(word) && !word.starts_with('<'); }

std::string_view class_of(const Word& word) {
  switch (word.kind) {
    case WordKind::name: return kName;
    case WordKind::string:
    case WordKind::open_string:
    case WordKind::number: return kValue;
    case WordKind::sign: return word.text.find_first_of("=<>") != std::string_view::npos ? kSign : "";
  }
  return "";
}

const Step* step_from(Slot slot, const Word& word) {
  const auto find = [&](auto fits) {
    const auto* found =
        std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& step) { return step.slot == slot && fits(step.word); });
    return found == kSteps.end() ? nullptr : found;
  };
  if (const Step* step = find([&](std::string_view expected) { return same(expected, word.text); })) return step;
  const bool is_never_name = word.kind == WordKind::name && std::any_of(kNeverNames.begin(), kNeverNames.end(),
                                                                        [&](auto never) { return same(never, word.text); });
  return is_never_name ? nullptr : find([&](std::string_view expected) { return expected == class_of(word); });
}

// GROUP, behind which nothing but BY can stand, is GROUP BY.
std::string with_what_must_follow(std::string_view word, Slot next) {
  const auto follows = [&](const Step& step) { return step.slot == next; };
  const auto* first = std::find_if(kSteps.begin(), kSteps.end(), follows);
  const bool only = first != kSteps.end() && is_keyword(first->word) && std::none_of(first + 1, kSteps.end(), follows);
  return std::string(word) + (only ? " " + std::string(first->word) : "");
}

// A SELECT, or parentheses inside of one.
struct Frame {
  Slot slot;
  std::size_t level;
  bool is_select;
  std::size_t next_clause = 0;  // in kClauses
  bool in_having = false;
  std::string_view operand = {};
  std::string_view typeof_path = {};
  std::string_view typeof_object = {};

  bool may_end_clause() const {
    return is_select && std::find(kClauseEnds.begin(), kClauseEnds.end(), slot) != kClauseEnds.end();
  }
  bool may_begin(std::size_t clause) const { return clause >= next_clause && (clause != kHaving || next_clause == kHaving); }
};

class Reader {
 public:
  Reader() : levels_(1), frames_{{Slot::query, 0, true}} {}

  void read(const Word& word) {
    if (word.text == "(") return open();
    if (word.text == ")") return close();
    if (word.kind == WordKind::name && read_clause(word)) return;
    const Step* step = step_from(top().slot, word);
    if (step == nullptr) return;
    if (same(step->word, "SELECT")) begin_select();
    note(word, step->word);
    top().slot = step->next;
  }

  Cursor cursor(std::optional<Word> word) const {
    const Frame& frame = frames_.back();
    Cursor out{frame.slot, word, {}, frame.level, frame.in_having, frame.operand, frame.typeof_path, frame.typeof_object, {}};
    for (const Step& step : kSteps) {
      if (step.slot == frame.slot && is_keyword(step.word)) out.keywords.push_back(with_what_must_follow(step.word, step.next));
    }
    for (std::size_t i = 0; i < kClauses.size() && frame.may_end_clause(); ++i) {
      if (frame.may_begin(i)) out.keywords.push_back(with_what_must_follow(kClauses[i].word, kClauses[i].next));
    }
    return out;
  }

  std::vector<QueryLevel> levels() && { return std::move(levels_); }

 private:
  Frame& top() { return frames_.back(); }

  // What follows the parentheses is set before they open.
  void open() {
    Frame inner = top();
    inner.is_select = false;
    Slot& outer = top().slot;
    if (outer == Slot::select_item) {
      inner.slot = Slot::query;
      outer = Slot::select_next;
    } else if (outer == Slot::list) {
      inner.slot = Slot::list_first;
      outer = Slot::condition_next;
    } else if (outer == Slot::condition) {
      outer = Slot::condition_next;
    } else {
      inner.slot = Slot::argument;
      top().operand = {};
    }
    frames_.push_back(inner);
  }

  void close() {
    if (frames_.size() > 1) frames_.pop_back();
  }

  void begin_select() {
    const Slot at = top().slot;
    if (frames_.size() == 1) return;
    levels_.push_back({at == Slot::query ? LevelRole::child : LevelRole::semi_join, top().level, {}});
    top() = Frame{at, levels_.size() - 1, true};
  }

  bool read_clause(const Word& word) {
    if (same(word.text, "FROM")) {
      leave_parentheses();
      top().slot = Slot::source;
      return true;
    }
    const auto* clause =
        std::find_if(kClauses.begin(), kClauses.end(), [&](const Clause& c) { return same(c.word, word.text); });
    if (clause == kClauses.end()) return false;
    const auto index = static_cast<std::size_t>(clause - kClauses.begin());
    if (!clause->reserved && !(top().may_end_clause() && top().may_begin(index))) return false;
    leave_parentheses();
    top().slot = clause->next;
    top().next_clause = index + 1;
    top().in_having = index == kHaving;
    return true;
  }

  // Of a SELECT that is not closed yet.
  void leave_parentheses() {
    while (!top().is_select) frames_.pop_back();
  }

  // Keeps what names mean for the words that follow.
  void note(const Word& word, std::string_view expected) {
    std::vector<Source>& sources = levels_[top().level].sources;
    if (top().slot == Slot::typeof_next && same(expected, "ELSE")) top().typeof_object = "Name";
    if (expected != kName) return;
    if (top().slot == Slot::source) sources.push_back({word.text, {}});
    if ((top().slot == Slot::source_next || top().slot == Slot::alias) && !sources.empty()) sources.back().alias = word.text;
    if (top().slot == Slot::condition) top().operand = word.text;
    if (top().slot == Slot::typeof_relationship) top().typeof_path = word.text;
    if (top().slot == Slot::typeof_object) top().typeof_object = word.text;
  }

  std::vector<QueryLevel> levels_;
  std::vector<Frame> frames_;  // the first is the query itself
};

}  // namespace

Cursor cursor_at(std::string_view query, std::size_t at) {
  Reader reader;
  std::optional<Cursor> cursor;
  for (const Word& word : words_of(query)) {
    const bool inside = word.kind != WordKind::sign && word.span.begin < at && at <= word.span.end;
    if (!cursor && (inside || at <= word.span.begin)) cursor = reader.cursor(inside ? std::optional(word) : std::nullopt);
    reader.read(word);
  }
  if (!cursor) cursor = reader.cursor(std::nullopt);
  cursor->levels = std::move(reader).levels();
  return *std::move(cursor);
}

}  // namespace localorg::soql
