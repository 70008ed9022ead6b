// Messages between a model and an episode.  Models and the services in front of them differ in what they put into a message and
// in what they take back; the episode keeps one form (eval/action.h).
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace localorg::eval {

// What the model said, to be kept:
//
//     content     a text; of a list of parts the texts.  A refusal is one.  null only beside a call
//     tool_calls  the first call alone, with an id (`turn` makes one where it has none), its arguments as text; none for []
//
// What the model thought is left out: fields like reasoning_content, and in the content all up to </think>.  Some models want
// fields of theirs back, such as reasoning_details: `kept_fields` names them, and those of a call, as extra_content, stay.
Json message_from_model(const Json& message, int turn, const std::vector<std::string>& kept_fields);

// The messages as a service takes them.  Arguments that are no JSON object, which some services refuse with the whole
// conversation, are told as {"text": the arguments}.  Models without a system role get its message in the user's first one.
Json messages_for_model(const Json& messages, bool joins_system);

}  // namespace localorg::eval
