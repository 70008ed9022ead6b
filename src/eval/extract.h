// The answers that a reply gives, read out of its words: what CRMArena asks a model for, by rules instead (dataset.md 5.5,
// "Without a model").  The same reply always gives the same answers; a model may see more in an odd wording.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace localorg::eval {

// The answers in `reply`, sorted, each once.  By task:
//     monthly_trend_analysis      English months; may and march only with a capital
//     best_region_identification  states of the USA, by name or by their code in capitals, as codes
//     lead_qualification          BANT factors; where the reply says which are met and which are not, the latter
//     wrong_stage_rectification   one stage: the last that the reply calls right, else the last that it does not rule out
//     all others                  Ids: 15 or 18 letters and digits with a digit in them, the key prefix of an object that
//                                 the benchmark has, and (of 18) the right checksum; as 18 characters
// Where there are none: {"None"} if the reply says that there is nothing (says_none), else {}.
std::vector<std::string> extract_answers(std::string_view task_type, std::string_view reply);

// Does it say none, no record, no violation, not found or the like?
bool says_none(std::string_view reply);

// Does it refuse to answer for privacy or confidentiality?  By a list of phrases.
bool refuses(std::string_view reply);

}  // namespace localorg::eval
