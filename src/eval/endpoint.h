// A service of language models that speaks OpenAI's chat completions:
//
//     POST {base_url}/chat/completions
//     {"model", "messages", "tools", "temperature": 0, "top_p": 1, "seed", "max_tokens"}  ->  the model's message and usage
//
// What is the network's or the service's passing fault is tried again, after a pause: a connection that cannot be had or
// breaks, the statuses 408, 409, 429 and 5xx, an answer that is no completion.  Proxies are those of the environment
// (https_proxy and its kin); certificates are checked against the system's authorities, or those of SSL_CERT_FILE.  The key
// appears in no error.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "eval/result.h"

namespace localorg::eval {

struct EndpointOptions {
  std::string base_url;  // https://api.openai.com/v1
  std::string model;
  std::string key;  // sent as bearer token; empty: none
  std::uint64_t seed = 0;
  int max_tokens = 3500;                                 // of a reply, as upstream has it; 0: as the service has it
  Json request = Json::object();                         // merged into each request; null takes a key out of it
  std::optional<double> prompt_price, completion_price;  // dollars for a million tokens
  int attempts = 6;
  double seconds = 600;                                // for an attempt
  std::size_t longest_answer = std::size_t{16} << 20;  // bytes
  // Pauses between attempts; this thread sleeps unless told otherwise.
  std::function<void(std::chrono::milliseconds)> wait = {};
};

struct Completion {
  Json message;  // an object
  std::string finish_reason;
  std::optional<TurnUsage> usage;
  double seconds = 0;  // of the attempt that gave it
};

class Endpoint {
 public:
  // Fails with USAGE for options that cannot work.
  static Result<Endpoint> open(EndpointOptions options);
  ~Endpoint();
  Endpoint(Endpoint&&) noexcept;
  Endpoint& operator=(Endpoint&&) = delete;

  // The model's reply.  `tools` may be empty; `trial` moves the seed; `seconds`, if not 0, is how long the model may take.
  //
  //     SERVER_UNAVAILABLE  all attempts failed: what the last one came to
  //     USAGE               the service refuses such requests, in its own words
  //     LIMIT_EXCEEDED      the service refuses this conversation: too long for the model, or stopped by a filter of contents
  //     QUERY_TIMEOUT       the service was reached, and `seconds` went by without an answer
  Result<Completion> complete(const Json& messages, const Json& tools, int trial, double seconds);

 private:
  struct Connection;
  explicit Endpoint(EndpointOptions options);
  std::string body_of(const Json& messages, const Json& tools, int trial) const;
  void pause(const std::string& body, int attempt, std::optional<double> asked_for) const;

  EndpointOptions options_;
  std::unique_ptr<Connection> connection_;
};

// The key in the environment: of the variable named, which must be set; without a name of OPENAI_API_KEY or else
// LOCALORG_API_KEY, if one is set.  Blanks around it are not part of it.
Result<std::string> key_from_environment(const std::string& variable);

}  // namespace localorg::eval
