#include "eval/said.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "eval/tools/tool.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text::lower(text) + " ") {
    if (is_letter_or_digit(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

bool has_word(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Ships and shipped say shipping; a reply is no replacement.
bool says(const std::vector<std::string>& sentence, const std::string& word) {
  constexpr std::size_t kShortest = 4, kEnding = 4;
  const std::string stem = word.substr(0, std::max(kShortest, word.size() - std::min(word.size(), kEnding)));
  return std::any_of(sentence.begin(), sentence.end(), [&](const std::string& other) { return other.starts_with(stem); });
}

// Are all of a remedy's words, in whatever form, in the sentence?
bool names_remedy(const std::vector<std::string>& sentence, std::string_view remedy) {
  const auto words = words_of(remedy);
  return std::all_of(words.begin(), words.end(), [&](const std::string& w) { return w == "on" || says(sentence, w); });
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '!' && text[i] != '?' && text[i] != '.') continue;
    sentences.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  sentences.push_back(text.substr(start));
  return sentences;
}

// The number before "days" in a line; 0 without one.
int days_in(std::string_view line) {
  const std::size_t at = line.find(" days of ");
  if (at == std::string_view::npos) return 0;
  std::size_t start = at;
  while (start > 0 && line[start - 1] >= '0' && line[start - 1] <= '9') --start;
  int days = 0;
  std::from_chars(line.data() + start, line.data() + at, days);
  return days;
}

// 1. **Name**: -> Name
std::string_view remedy_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
  if (at == 0 || !line.substr(at).starts_with(". **")) return {};
  line.remove_prefix(at + 4);
  return line.substr(0, line.find("**"));
}

}  // namespace

std::string plain_text(std::string_view rich) {
  static constexpr std::array<std::pair<std::string_view, char>, 6> kEntities = {
      {{"&amp;", '&'}, {"&#39;", '\''}, {"&apos;", '\''}, {"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}}};
  std::string out;
  while (!rich.empty()) {
    const auto entity =
        std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& row) { return rich.starts_with(row.first); });
    out += entity == kEntities.end() ? rich.front() : entity->second;
    rich.remove_prefix(entity == kEntities.end() ? 1 : entity->first.size());
  }
  return out;
}

std::vector<std::string> name_words(std::string_view text) {
  constexpr std::size_t kShortest = 4;
  std::vector<std::string> words = words_of(text);
  for (std::string& word : words) {
    if (word.size() >= kShortest && word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
  }
  return words;
}

int likeness(std::string_view phrase, std::string_view name) {
  const auto wanted = name_words(phrase), given = name_words(name);
  if (wanted.empty() || !has_word(given, wanted.back())) return 0;
  return static_cast<int>(
      std::count_if(wanted.begin(), wanted.end(), [&](const std::string& word) { return has_word(given, word); }));
}

bool says_all_of(std::string_view text, std::string_view answer) {
  const auto said = words_of(text);
  const auto wanted = words_of(answer);
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return word == "a" || word == "an" || word == "the" || has_word(said, word);
  });
}

std::vector<Rule> rules_in(std::string_view article_text) {
  std::vector<Rule> rules;
  for (const std::string_view line : text::split(article_text, '\n')) {
    const std::string_view remedy = remedy_of(line);
    if (!remedy.empty()) rules.push_back({std::string(remedy), days_in(line)});
  }
  return rules;
}

const Policy* policy_of(const std::vector<Policy>& policies, std::string_view issue) {
  const auto found = std::find_if(policies.begin(), policies.end(), [&](const Policy& policy) {
    return !policy.rules.empty() && plain_text(policy.title).starts_with(issue);
  });
  return found == policies.end() ? nullptr : &*found;
}

void add_chat(std::vector<Remark>& remarks, std::string_view body) {
  constexpr std::size_t kDate = 10;
  constexpr std::string_view kAgent = " (Agent): ";
  for (const std::string_view line : text::split(body, '\n')) {
    const std::size_t who = line.find(kAgent);
    if (!line.starts_with('[') || who == std::string_view::npos) continue;
    const auto day = org::parse_date(line.substr(1, kDate));
    if (day) remarks.push_back({*day, std::string(line.substr(who + kAgent.size()))});
  }
}

std::string first_sender(const Json& mails) {
  const auto first = std::min_element(mails.begin(), mails.end(), [](const Json& a, const Json& b) {
    return text_at(a, "MessageDate") < text_at(b, "MessageDate");
  });
  return text_at(*first, "FromAddress");
}

Result<Offer> offer_in(const std::vector<Remark>& remarks, const std::vector<Policy>& policies) {
  std::vector<std::string> remedies;
  for (const Policy& policy : policies) {
    for (const Rule& rule : policy.rules) {
      if (!has_word(remedies, rule.remedy)) remedies.push_back(rule.remedy);
    }
  }
  std::vector<Offer> offers;
  for (const Remark& remark : remarks) {
    const std::string text = plain_text(remark.text);
    for (const std::string_view sentence : sentences_of(text)) {
      const auto words = words_of(sentence);
      for (const std::string& remedy : remedies) {
        const bool again = std::any_of(offers.begin(), offers.end(), [&](const Offer& o) { return o.remedy == remedy; });
        if (!again && names_remedy(words, remedy)) offers.push_back({remedy, remark.day});
      }
    }
  }
  if (offers.size() == 1) return offers.front();
  return error_without_position(ErrorCode::USAGE, offers.empty() ? "the agents name no remedy in the conversation"
                                                                 : "the agents name several remedies in the conversation");
}

bool is_allowed(const Offer& offer, const Policy& policy, Day bought) { return is_allowed(offer, policy.rules, bought); }

bool is_allowed(const Offer& offer, const std::vector<Rule>& rules, Day bought) {
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.remedy == offer.remedy; });
  if (rule == rules.end()) return false;
  const auto age = std::chrono::sys_days{offer.day} - std::chrono::sys_days{bought};
  return rule->days == 0 || age.count() <= rule->days;
}

}  // namespace localorg::eval
