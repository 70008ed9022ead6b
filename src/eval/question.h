// What a task asks, apart from how it is worded.
//
// read_question() takes what the task's source says (its metadata: today, product_id, issue_id, customer_id, case_id, and in
// files made here the window and the threshold too) and reads the rest from the wording, the 14 templates and their
// paraphrases.  Where "more than n cases" is worded loosely: "any cases", "at least one case" and no number at all mean n = 0,
// "multiple cases" n = 1 (assumed; fits the published answers).
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "eval/period.h"
#include "eval/task.h"

namespace localorg::eval {

enum class Extreme { least, most };

struct Question {
  TaskKind kind = TaskKind::knowledge_qa;
  std::optional<Day> today;
  std::optional<Window> window;
  int more_than = 0;                 // cases, of the agents who count
  Extreme extreme = Extreme::least;  // handle time, number of transfers
  std::string product_id, issue_id, contact_id, case_id;
  std::string subject, description;  // of a case to be routed
  std::optional<Day> bought;         // when the product was bought
  std::string phrase;                // what the customer calls it
};

enum class Read { source_and_words, words_alone };

// Fails with USAGE, in one sentence, if the kind is unknown or something that its answer hangs on is neither in the source
// nor in the words.
Result<Question> read_question(const Task& task, Read read = Read::source_and_words);

// ---- question_words.cpp: the wording

// "in the past three quarters", "in Q3 of 2020", "during the 2022 summer".
std::optional<Window> window_in(std::string_view words, const std::optional<Day>& today);
// "more than 2 cases", "over three", "any cases", "multiple cases"
int threshold_in(std::string_view words);
std::optional<Extreme> extreme_in(std::string_view words);
// "two weeks ago", "a fortnight back", "last month": how long before today.
std::optional<Day> bought_in(std::string_view words, Day today);
// Between "the" and "I purchased": the sneakers.
std::string phrase_in(std::string_view words);
// The first Id with this key prefix.
std::string id_in(std::string_view words, std::string_view prefix);
// YYYY-MM-DD
std::optional<Day> date_in(std::string_view words);

}  // namespace localorg::eval
