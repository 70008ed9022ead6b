// What a conversation is about: the words that all its messages share, and the lists they are made of.
//
//     world, case -> Scene: the subject, facts (the size, the fault), the customer's mood and habits of writing
//     Scene, message -> say("mail.open"): a text from the bank's lists, with every slot filled
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "dataset/grammar.h"
#include "dataset/random.h"
#include "dataset/world.h"

namespace localorg::dataset {

struct CaseText {
  std::string subject, description;
};

// How a customer writes.
struct Habits {
  bool typos = false;
  bool lower_case = false;  // in chats
};

class Scene {
 public:
  Scene(const World& world, std::uint32_t case_index);
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  const Case& the_case() const { return case_; }
  const CaseText& text() const { return text_; }
  const std::string& first_subject() const { return first_subject_; }

  // A text of the list `rule` for a message, as its speaker writes it.
  std::string say(std::string_view rule, const Message& message, bool chat, Random& random) const;

 private:
  using Words = std::map<std::string, std::string, std::less<>>;

  void draw_words(Random& random);
  void draw_facts(const Facts& facts, Random& random);
  std::string filled(std::string_view text, const Words& more, Random& random) const;
  Words words_of(const Message& message) const;
  const std::string& of_traits(const Facts::mapped_type& lists, Random& random) const;

  const World& world_;
  const Case& case_;
  CaseText text_;
  std::string first_subject_;
  Habits habits_;
  Talk local_;  // the question that is asked, who takes over
  Rules rules_;
  Words words_;
};

// Does the first agent tell the customer that a colleague takes over?  In short threads it happens unseen.
bool was_handed_over(const Case& c);

}  // namespace localorg::dataset
