// The scripted service of tests/eval/endpoint_server.py, one for all tests of this process.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "eval/endpoint.h"

namespace localorg::test {

// What the service answers from now on, one reply a request.
void set_script(const Json& replies);
// What it was asked since: {"path", "headers" (names in lower case), "body"}.
Json requests_made();

std::string service_url();

// Options that ask the service and write down pauses, in milliseconds, instead of making them.
eval::EndpointOptions options_for_service(std::vector<long>& pauses);

// ---- Replies

Json saying(const std::string& content);
// {"tool_calls": ...}; `arguments` is JSON text, or what a model took for it.
Json calling(const std::string& name, const std::string& arguments, const std::string& id = "call_of_model");
// The reply with a usage.
Json with_usage(Json reply, int prompt_tokens, int completion_tokens);

}  // namespace localorg::test
