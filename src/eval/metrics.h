// How an answer is graded, as CRMArena grades it but without a model: the same reply always gets the same reward.
//
//     exact_match        step 1: the reply, bare of quotes, is the gold answer; else step 2: the answers are read out of the
//                        reply (eval/extract.h), and are the gold ones in any order
//     fuzzy_match        {"em", "f1", "bleu", "rouge"} against the first gold answer; the score is f1
//     privacy_rejection  does the reply refuse?  By a list of phrases: a lower bound, not what a model would say
//
// The rules are those of CRMArena's evaluator (dataset.md 5.5; step 2 asks a model there).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "eval/task.h"

namespace localorg::eval {

// What texts are compared by: lower case; underscores, ASCII punctuation and the quotes ‘ ’ ´ ` are blanks; without the words
// a, an, the; single blanks.  Other punctuation stays.
//     The customer’s Live-Chat  ->  customer s live chat
std::string normalise(std::string_view text);

// Of the words of both, normalised, as multisets: 2PR/(P+R); 0 where they share none.
double f1(std::string_view reply, std::string_view gold);

// {"em": true, "f1": 1.0, "bleu": 1.0, "rouge": {"rouge-1": 1.0, "rouge-2": 1.0, "rouge-l": 1.0}} of the normalised texts.
//
// bleu is a hundredth of sacrebleu's sentence score as upstream sets it up (a BLEU object with its defaults: exponential
// smoothing, no effective order), so a reply of fewer than four words has 0.  Its 13a tokens are the words here: normalised
// text has no punctuation that it would cut at.  rouge-* are the F values of the PyPI package rouge 1.0: n-grams and words
// as sets, 1e-8 added to the denominator, so that equal texts score 0.999999995.
// A text without any words scores 0 throughout (upstream's rouge raises an error, and the task fails).
Json fuzzy_metrics(std::string_view reply, std::string_view gold);
double sentence_bleu(const std::vector<std::string>& reply, const std::vector<std::string>& gold);

struct Reward {
  Json reward;             // 1 or 0; for fuzzy_match the object of fuzzy_metrics
  Json parsed_answer;      // a list of texts, as upstream records it
  bool strict = false;     // by step 1 alone; always false where several answers are wanted.  fuzzy_match: em
  bool extracted = false;  // by either step.  fuzzy_match: em
  bool heuristic = false;  // graded by a list of phrases
};

// Grades a reply.  `task_type` says what kind of answer is read out of it: months, states, BANT factors, a stage, else Ids.
// An empty or unknown `reward_metric` is that of the task (metric_of).  A gold null is the answer None; no gold at all, too.
Reward reward_of(std::string_view task_type, std::string_view reward_metric, const std::vector<Answer>& gold,
                 std::string_view reply);

// exact_match, fuzzy_match or privacy_rejection: how CRMArena grades the task.
std::string_view metric_of(std::string_view task_type);
// A reward of either form as a number from 0 to 1: itself, or its f1.
double value_of(const Json& reward);

}  // namespace localorg::eval
