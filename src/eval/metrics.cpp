#include "eval/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "base/letter.h"
#include "base/text.h"

namespace localorg::eval {
namespace {

using Words = std::vector<std::string>;
using Ngram = std::vector<std::string>;

constexpr std::size_t kMaxOrder = 4;  // of BLEU's n-grams

bool is_article(std::string_view word) { return word == "a" || word == "an" || word == "the"; }

// ASCII punctuation and ‘ ’ ´ `; and white space, which all ends up as one blank.
bool is_blank(std::int32_t c) {
  if (c < 0x80 && c > 0x20 && c != 0x7F) return !text::is_letter_or_number(c);
  return c == 0x2018 || c == 0x2019 || c == 0xB4 || (c >= 0x1C && c <= 0x1F) || text::is_white_space(c);
}

Words words_of(std::string_view normalised) {
  Words out;
  for (const std::string_view word : text::split(normalised, ' ')) {
    if (!word.empty()) out.emplace_back(word);
  }
  return out;
}

std::map<std::string, std::size_t> counts_of(const Words& words) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& word : words) ++counts[word];
  return counts;
}

double f1_of(const Words& reply, const Words& gold) {
  const auto have = counts_of(reply);
  std::size_t same = 0;
  for (const auto& [word, wanted] : counts_of(gold)) {
    if (const auto found = have.find(word); found != have.end()) same += std::min(found->second, wanted);
  }
  if (same == 0) return 0;
  const double precision = static_cast<double>(same) / static_cast<double>(reply.size());
  const double recall = static_cast<double>(same) / static_cast<double>(gold.size());
  return 2 * precision * recall / (precision + recall);
}

std::map<Ngram, std::size_t> ngrams_of(const Words& words, std::size_t order) {
  std::map<Ngram, std::size_t> out;
  for (std::size_t i = 0; i + order <= words.size(); ++i) {
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(i);
    ++out[Ngram(first, first + static_cast<std::ptrdiff_t>(order))];
  }
  return out;
}

double rouge_f(std::size_t overlap, std::size_t of_reply, std::size_t of_gold) {
  const auto share = [&](std::size_t all) { return all == 0 ? 0 : static_cast<double>(overlap) / static_cast<double>(all); };
  const double precision = share(of_reply);
  const double recall = share(of_gold);
  return 2 * (precision * recall / (precision + recall + 1e-8));
}

double rouge_n(const Words& reply, const Words& gold, std::size_t order) {
  const auto have = ngrams_of(reply, order);
  const auto wanted = ngrams_of(gold, order);
  const auto overlap =
      std::count_if(wanted.begin(), wanted.end(), [&](const auto& ngram) { return have.count(ngram.first) != 0; });
  return rouge_f(static_cast<std::size_t>(overlap), have.size(), wanted.size());
}

// The different words of a longest common subsequence.  Where several are as long, the package goes back through `reply`
// first; the number of different words may hang on that.
std::size_t words_in_common_order(const Words& gold, const Words& reply) {
  const std::size_t width = reply.size() + 1;
  std::vector<std::uint32_t> longest((gold.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return longest[i * width + j]; };
  for (std::size_t i = 1; i <= gold.size(); ++i) {
    for (std::size_t j = 1; j <= reply.size(); ++j)
      at(i, j) = gold[i - 1] == reply[j - 1] ? at(i - 1, j - 1) + 1 : std::max(at(i - 1, j), at(i, j - 1));
  }
  std::set<std::string> words;
  for (std::size_t i = gold.size(), j = reply.size(); i > 0 && j > 0;) {
    if (gold[i - 1] == reply[j - 1]) {
      words.insert(gold[i - 1]);
      --i, --j;
    } else if (at(i - 1, j) > at(i, j - 1)) {
      --i;
    } else {
      --j;
    }
  }
  return words.size();
}

double rouge_l(const Words& reply, const Words& gold) {
  const std::size_t of_reply = counts_of(reply).size();
  return rouge_f(words_in_common_order(gold, reply), of_reply, counts_of(gold).size());
}

}  // namespace

std::string normalise(std::string_view text) {
  const std::string lowered = text::lower_letters(text);
  std::string out;
  std::string word;
  // A word ends where no letter or number goes on, even inside of other punctuation: “the” is an article, too.
  const auto end_word = [&] {
    out += is_article(word) ? " " : word;
    word.clear();
  };
  for (std::size_t at = 0; at < lowered.size();) {
    const std::int32_t c = text::next_code_point(lowered, at);
    if (text::is_letter_or_number(c)) {
      text::append_code_point(word, c);
      continue;
    }
    end_word();
    is_blank(c) ? void(out += ' ') : text::append_code_point(out, c);
  }
  end_word();
  return text::join(words_of(out), " ");
}

double f1(std::string_view reply, std::string_view gold) {
  return f1_of(words_of(normalise(reply)), words_of(normalise(gold)));
}

double sentence_bleu(const Words& reply, const Words& gold) {
  double logs = 0;
  double smoothing = 1;
  bool any = false;
  for (std::size_t order = 1; order <= kMaxOrder; ++order) {
    if (reply.size() < order) return 0;
    const auto wanted = ngrams_of(gold, order);
    std::size_t right = 0;
    for (const auto& [ngram, count] : ngrams_of(reply, order)) {
      if (const auto found = wanted.find(ngram); found != wanted.end()) right += std::min(count, found->second);
    }
    any = any || right > 0;
    if (right == 0) smoothing *= 2;
    const double share = right == 0 ? 1 / smoothing : static_cast<double>(right);
    logs += std::log(share / static_cast<double>(reply.size() - order + 1));
  }
  if (!any) return 0;
  const double lengths = static_cast<double>(gold.size()) / static_cast<double>(reply.size());
  const double brevity = lengths > 1 ? std::exp(1 - lengths) : 1;
  return brevity * std::exp(logs / kMaxOrder);
}

Json fuzzy_metrics(std::string_view reply, std::string_view gold) {
  const std::string bare_reply = normalise(reply);
  const std::string bare_gold = normalise(gold);
  const Words have = words_of(bare_reply);
  const Words wanted = words_of(bare_gold);
  return {{"em", bare_reply == bare_gold},
          {"f1", f1_of(have, wanted)},
          {"bleu", sentence_bleu(have, wanted)},
          {"rouge",
           {{"rouge-1", rouge_n(have, wanted, 1)}, {"rouge-2", rouge_n(have, wanted, 2)}, {"rouge-l", rouge_l(have, wanted)}}}};
}

double value_of(const Json& reward) {
  const Json& value = reward.is_object() && reward.contains("f1") ? reward["f1"] : reward;
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  return value.is_number() ? std::clamp(value.get<double>(), 0.0, 1.0) : 0;
}

}  // namespace localorg::eval
