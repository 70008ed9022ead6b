// Texts with alternatives, as the word banks write them: each time they are expanded, they come out in other words.
//
//     "[thanks|thank you[ so| very] much] for [writing|your message], {first}. <sorry>"
//
//     [a|b|c]   one of these, each as likely; they may be empty and may hold more of the same
//     <name>    a line of the list of that name, expanded
//     {slot}    stays as it is: fill() of bank.h puts the word in
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dataset/random.h"

namespace localorg::dataset {

using Lines = std::vector<std::string>;
using Talk = std::map<std::string, Lines, std::less<>>;

// Where <names> are looked up: a name "issue.what" in the talk with the prefix "issue.", a name without a known prefix in the
// talk with the prefix "".
class Rules {
 public:
  void add(std::string prefix, const Talk& talk) { parts_.emplace_back(std::move(prefix), &talk); }
  const Lines* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }

 private:
  std::vector<std::pair<std::string, const Talk*>> parts_;
};

// Every <name> must be there: check_grammar() has seen to it.
std::string expand(std::string_view text, const Rules& rules, Random& random);
std::string expand_rule(std::string_view name, const Rules& rules, Random& random);

// Brackets pair up, names are found, and slots are among `slots`.
Result<void> check_grammar(std::string_view text, const Rules& rules, const Lines& slots);

// Sentences start with a capital letter; "a" becomes "an" before a vowel, and the other way round; blanks are single and do not
// stand before a comma, or at the end of a line.
std::string polished(std::string_view text, bool capitals = true);

// A table of phrases and what may stand for them, as alternatives: "right away" -> "[right away|at once]".  The words that
// occur in a text are replaced once, when the bank is read.
class Phrases {
 public:
  void add(std::string phrase, Lines alternatives);
  std::string vary(std::string_view text) const;

 private:
  std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>> by_word_;  // longest phrase first
};

}  // namespace localorg::dataset
