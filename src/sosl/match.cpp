#include "sosl/match.h"

#include <algorithm>

#include "base/text.h"
#include "store/full_text.h"
#include "store/search_index.h"

namespace localorg::sosl {
namespace {

constexpr std::size_t kMaxForms = 500;  // of one term: patterns find no more words than that
constexpr const char* kNoToken = "~";   // no record has it
constexpr int kNameWeight = 5;

// One way to find a term: tokens side by side; a prefix ends in the beginning of a token.
struct Form {
  std::vector<std::string> tokens;
  bool is_prefix = false;
};

bool is_prefix(const BoundWord& word) {
  return word.is_pattern && word.text.find_first_of("*?") == word.text.size() - 1 && word.text.back() == '*';
}

std::vector<std::string> tokens_of(const BoundTerm& term, std::size_t i, const Expand& expand) {
  const BoundWord& word = term.words[i];
  const bool is_last = i + 1 == term.words.size();
  if (is_last && is_prefix(word)) return {word.text.substr(0, word.text.size() - 1)};
  if (word.is_pattern) return expand(word.text);
  if (is_last && term.inflected) return store::forms_of(word.text);
  return {word.text};
}

std::vector<Form> forms_of(const BoundTerm& term, const Expand& expand) {
  std::vector<Form> forms = {{}};
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    std::vector<Form> longer;
    for (const std::string& token : tokens_of(term, i, expand)) {
      for (const Form& form : forms) {
        if (longer.size() == kMaxForms) break;
        longer.push_back(form);
        longer.back().tokens.push_back(token);
      }
    }
    forms = std::move(longer);
  }
  for (Form& form : forms) form.is_prefix = is_prefix(term.words.back());
  if (!term.digits.empty()) forms.push_back({{term.digits}, false});
  if (forms.empty()) forms.push_back({{kNoToken}, false});
  return forms;
}

class Writer {
 public:
  explicit Writer(const Expand& expand) : expand_(expand) {}

  // The expression as FTS5 text; `shown`: not under a NOT.
  std::string write(const BoundExpression& expression, bool shown) {
    if (const auto* term = std::get_if<BoundTerm>(&expression.value)) return write_term(*term, shown);
    if (const auto* all = std::get_if<BoundAll>(&expression.value)) return several(all->parts, " AND ", "a", shown);
    if (const auto* any = std::get_if<BoundAny>(&expression.value)) return several(any->parts, " OR ", "o", shown);
    const auto& except = std::get<BoundExcept>(expression.value);
    std::string out = "(" + write(*except.kept, shown);
    out += " NOT " + write(*except.dropped, false) + ")";
    score_ += " n";
    return out;
  }

  std::string score() const { return score_; }
  std::string highlight() const { return text::join(highlight_, "\n"); }
  std::string hits() const { return text::join(hits_, "\n"); }

 private:
  std::string several(const std::vector<BoundExpression>& parts, const std::string& word, const std::string& step, bool shown) {
    std::vector<std::string> out;
    for (const BoundExpression& part : parts) out.push_back(write(part, shown));
    score_ += " " + step + std::to_string(parts.size());
    return "(" + text::join(out, word) + ")";
  }

  std::string write_term(const BoundTerm& term, bool shown) {
    std::vector<std::string> out;
    const std::vector<Form> forms = forms_of(term, expand_);
    const bool has_pattern = std::any_of(term.words.begin(), term.words.end(), [](const BoundWord& w) { return w.is_pattern; });
    for (const Form& form : forms) {
      const std::string phrase = text::join(form.tokens, " ");
      out.push_back("\"" + phrase + "\"" + (form.is_prefix ? " *" : ""));
      score_ += " " + std::to_string(phrases_++);
      if (!shown) continue;
      hits_.push_back(phrase + (form.is_prefix ? "*" : ""));
      if (!has_pattern) highlight_.push_back(phrase);
    }
    score_ += " t" + std::to_string(forms.size());
    return out.size() == 1 ? out.front() : "(" + text::join(out, " OR ") + ")";
  }

  const Expand& expand_;
  int phrases_ = 0;
  std::string score_;
  std::vector<std::string> highlight_;
  std::vector<std::string> hits_;
};

bool is_in_group(const org::Field& field, std::string_view group) {
  return std::find(field.search.begin(), field.search.end(), group) != field.search.end();
}

std::string weights_of(const std::vector<const org::Field*>& columns) {
  std::vector<std::string> weights;
  for (const org::Field* field : columns) weights.push_back(std::to_string(is_in_group(*field, "name") ? kNameWeight : 1));
  return "w" + text::join(weights, ",");
}

// An AND under an OR: store/score.h, h.
bool has_all_in_any(const BoundExpression& expression, bool in_any) {
  const auto in_parts = [](const std::vector<BoundExpression>& parts, bool any) {
    return std::any_of(parts.begin(), parts.end(), [&](const BoundExpression& part) { return has_all_in_any(part, any); });
  };
  if (const auto* all = std::get_if<BoundAll>(&expression.value)) return in_any || in_parts(all->parts, in_any);
  if (const auto* any = std::get_if<BoundAny>(&expression.value)) return in_parts(any->parts, true);
  const auto* except = std::get_if<BoundExcept>(&expression.value);
  return except != nullptr && (has_all_in_any(*except->kept, in_any) || has_all_in_any(*except->dropped, in_any));
}

// {"f_Name" "f_Site"} :      nothing where all columns are searched
std::string column_filter(const BoundReturned& returned, const std::vector<const org::Field*>& columns) {
  if (returned.fields.size() == columns.size()) return "";
  std::vector<std::string> names;
  for (const org::Field* field : returned.fields) names.push_back(store::search_column_of(*field));
  return "{" + text::join(names, " ") + "} : ";
}

}  // namespace

Match match_of(const BoundReturned& returned, const Expand& expand) {
  const auto columns = store::searched_fields(*returned.object);
  if (!returned.words || returned.fields.empty())
    return {"\"" + std::string(kNoToken) + "\"", weights_of(columns) + " 0 t1", "", ""};
  Writer writer(expand);
  const std::string words = writer.write(*returned.words, true);
  const std::string filter = column_filter(returned, columns);
  const std::string look_up = has_all_in_any(*returned.words, false) ? " h" : "";
  return {filter.empty() ? words : filter + "(" + words + ")", weights_of(columns) + look_up + writer.score(),
          writer.highlight(), writer.hits()};
}

bool has_patterns(const BoundReturned& returned) {
  const auto of_term = [](const BoundTerm& term) {
    for (std::size_t i = 0; i < term.words.size(); ++i) {
      const bool is_last = i + 1 == term.words.size();
      if (term.words[i].is_pattern && !(is_last && is_prefix(term.words[i]))) return true;
    }
    return false;
  };
  const std::function<bool(const BoundExpression&)> in = [&](const BoundExpression& expression) -> bool {
    if (const auto* term = std::get_if<BoundTerm>(&expression.value)) return of_term(*term);
    if (const auto* all = std::get_if<BoundAll>(&expression.value))
      return std::any_of(all->parts.begin(), all->parts.end(), in);
    if (const auto* any = std::get_if<BoundAny>(&expression.value))
      return std::any_of(any->parts.begin(), any->parts.end(), in);
    const auto& except = std::get<BoundExcept>(expression.value);
    return in(*except.kept) || in(*except.dropped);
  };
  return returned.words && in(*returned.words);
}

}  // namespace localorg::sosl
