// What extract_answers reads with: words, phrases, and what a sentence says of the things it names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace localorg::eval {

// A run of ASCII letters and digits, and where it stands.
struct Word {
  std::string_view text;
  std::size_t begin = 0;
};
std::vector<Word> words_in(std::string_view text);

// How many words from `words[at]` on make up `phrase`, in any case; 0: it does not stand there.
std::size_t phrase_length(const std::vector<Word>& words, std::size_t at, std::string_view phrase);
bool has_phrase(const std::vector<Word>& words, std::string_view phrase);

enum class Said { nothing, met, unmet };
// A BANT factor that a reply names, and what the reply says of it.
struct Judged {
  std::string name;
  Said said = Said::nothing;
};
// Clause by clause: a factor is as the last verb before it in its clause says (fails Authority), else as the first after it
// (Authority is missing).
std::vector<Judged> judge_factors(std::string_view reply);

// The stage of an opportunity that the reply calls right; empty if it names none but to rule it out.
std::string stage_called_right(std::string_view reply);

}  // namespace localorg::eval
