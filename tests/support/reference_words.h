// Search texts and record texts as the reference matcher reads them (soql.md 15.4 to 15.6).  Of localorg's own code only the
// table of English inflections (base/lemma.h) is used.
#pragma once

#include <string>
#include <vector>

namespace localorg::reference {

// The words of a text, without case and accents, cut at blanks and punctuation; an ideograph or kana is a word by itself.  With
// `wildcards`, * and ? are letters.
std::vector<std::string> words_of(const std::string& text, bool wildcards = false);

// What an HTML fragment shows.
std::string shown_text(const std::string& html);

// A word or phrase of a search.
struct Term {
  std::vector<std::string> words;  // side by side; patterns have * and ?
  bool bare = false;               // not a phrase: its last word in any inflection
  std::string digits;              // a phone number's, in one run
};

// A search text: terms and the operators over them.
struct Node {
  enum class Kind { term, all, any, except } kind = Kind::term;
  std::size_t term = 0;
  std::vector<Node> parts;
};
struct Words {
  std::vector<Term> terms;  // in the order of the text
  std::vector<Node> root;   // one, or none: nothing is searched
};

// How the object reads a text.
struct Habits {
  bool any_word = false;    // adjacent words are OR
  bool stop_words = false;  // the, of ... are left out, unless there is nothing else
};

// `text`: between the braces, as typed; its quotes and parentheses are in order.
Words read_search(const std::string& text, const Habits& habits);

// Does the word of a record fit the word of a search?
bool fits(const std::string& wanted, const std::string& word, bool inflected);

}  // namespace localorg::reference
