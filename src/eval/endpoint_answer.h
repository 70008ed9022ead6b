// What a model service answered, read: the second half of eval/endpoint, which knows no network.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "eval/endpoint.h"

namespace localorg::eval {

// One attempt at a request.
struct Attempt {
  long status = 0;  // of HTTP; 0: there was no whole answer
  const std::string* body = nullptr;
  std::string fault;           // why not, where the status is 0
  bool has_timed_out = false;  // after the service was reached
  bool is_final = false;       // the fault is one that stays
  double seconds = 0;
  std::optional<double> retry_after;  // seconds
};

// What is needed to read one.
struct Terms {
  std::optional<double> prompt_price, completion_price;  // dollars for a million tokens
  std::string_view secret;                               // told to nobody: *** takes its place in errors
};

struct ReadAttempt {
  std::optional<Completion> completion;
  SalesforceError error;  // where there is none
  bool may_retry = false;
};

// {"choices": [{"message": {...}, "finish_reason": "stop"}], "usage": {"prompt_tokens", "completion_tokens", "cost"}}
//
// An error is told in the service's own words: {"error": {"message", "code"}}, {"error": text}, {"detail": text} or the
// beginning of what it sent.  Some services send errors with the status 200; their `code` is then the status.
ReadAttempt read_attempt(const Attempt& attempt, const Terms& terms);

}  // namespace localorg::eval
