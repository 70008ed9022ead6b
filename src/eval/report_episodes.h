// The episodes of a leaderboard page, as the JSON blocks that its script reads.
#pragma once

#include <iosfwd>
#include <vector>

#include "eval/score.h"

namespace localorg::eval {

// <script type="application/json" id="data">, the list:
//     {"runs": ["name"], "bases": ["text"], "episodes": [{"run": 0, "task": 650, "trial": 0, "kind": "handle_time",
//      "outcome": "right" | "wrong" | "partly" | "broken", "score": 1.0, "strict": true, "gold": "None", "reply": "None",
//      "parsed": ["None"], "question": "...", "end": "Submit action", "error": "", "turns": 3, "tokens": 900, "cost": 0.01}]}
// and for each of its episodes, by number, <script ... id="t0">, the messages:
//     [{"role": "assistant", "text": "...", "name": "tool", "calls": [{"name": "get_cases", "arguments": {}}]}]
// where "text" of a long system prompt is [base, length, rest]: the first `length` characters (UTF-16 units) of that base,
// then the rest.
void write_episodes(std::ostream& out, const std::vector<RunScore>& runs);

}  // namespace localorg::eval
