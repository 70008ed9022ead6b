// Text cut into words as the search index sees it: case and accents folded, split at blanks and punctuation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace localorg::text {

// Goes through a text word by word:
//     WordReader words("Straße, T-shirts");     strasse  t  shirts
//     while (words.next()) use(words.word(), words.begin(), words.end());
// A word is a run of letters, digits and their marks; each ideograph and kana is a word by itself.  Compatibility forms are
// resolved (the ligature fi is f and i).  Of a very long run only the beginning counts (kMaxWord bytes).
class WordReader {
 public:
  // With `wildcards` the characters * and ? are part of words, as they are.
  explicit WordReader(std::string_view text, bool wildcards = false) : text_(text), wildcards_(wildcards) {}

  bool next();
  const std::string& word() const { return word_; }  // folded
  std::size_t begin() const { return begin_; }       // bytes of the text
  std::size_t end() const { return end_; }

  static constexpr std::size_t kMaxWord = 64;

 private:
  std::string_view text_;
  bool wildcards_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::string word_;
};

std::vector<std::string> search_words(std::string_view text);

}  // namespace localorg::text
