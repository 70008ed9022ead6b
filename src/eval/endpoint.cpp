#include "eval/endpoint.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "base/text.h"
#include "dataset/random.h"
#include "eval/endpoint_answer.h"
#include "eval/libcurl.h"

namespace localorg::eval {
namespace {

constexpr double kLongestPause = 300;  // seconds: longer ones that a service asks for are cut to this
constexpr double kLongestBackoff = 60;
constexpr long kConnectSeconds = 30;

SalesforceError usage(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

// The path goes before a query, as some services have one.
std::string completions_url(std::string base) {
  std::string query;
  if (const std::size_t mark = base.find('?'); mark != std::string::npos) {
    query = base.substr(mark);
    base.resize(mark);
  }
  while (base.ends_with('/')) base.pop_back();
  return base + "/chat/completions" + query;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

long in_milliseconds(double seconds) { return std::max(1L, std::lround(std::min(seconds, 1e6) * 1000)); }

}  // namespace

// libcurl's handle, which keeps its connection open from one request to the next.
struct Endpoint::Connection {
  struct FreeHandle {
    void operator()(CURL* handle) const { libcurl()->easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { libcurl()->slist_free_all(list); }
  };

  std::unique_ptr<CURL, FreeHandle> handle;
  std::unique_ptr<curl_slist, FreeList> headers;
  std::string answer;
  std::size_t longest_answer = 0;

  explicit Connection(const EndpointOptions& options);
  template <typename Value>
  void set(CURLoption option, Value value) {
    libcurl()->easy_setopt(handle.get(), option, value);
  }
  void add_header(const std::string& line);
  static std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* self);
  Attempt post(const std::string& body, double seconds);
};

Endpoint::Connection::Connection(const EndpointOptions& options) : longest_answer(options.longest_answer) {
  if (libcurl() == nullptr) return;
  handle.reset(libcurl()->easy_init());
  if (!handle) return;
  add_header("Content-Type: application/json");
  add_header("Accept: application/json");
  add_header("Expect:");  // the body is sent without asking first
  if (!options.key.empty()) add_header("Authorization: Bearer " + options.key);
  set(CURLOPT_URL, completions_url(options.base_url).c_str());
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_USERAGENT, "localorg");
  set(CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can unpack
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  if (const char* authorities = std::getenv("SSL_CERT_FILE"); authorities != nullptr) set(CURLOPT_CAINFO, authorities);
  set(CURLOPT_WRITEFUNCTION, &Connection::receive);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

void Endpoint::Connection::add_header(const std::string& line) {
  // On failure the list is as it was.
  if (curl_slist* longer = libcurl()->slist_append(headers.get(), line.c_str()); longer != nullptr) {
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
}

// Called by libcurl for each piece of the answer; taking less than was given ends the transfer.
std::size_t Endpoint::Connection::receive(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& connection = *static_cast<Connection*>(self);
  if (connection.answer.size() + size * count > connection.longest_answer) return 0;
  connection.answer.append(bytes, size * count);
  return size * count;
}

Attempt Endpoint::Connection::post(const std::string& body, double seconds) {
  answer.clear();
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  set(CURLOPT_POSTFIELDS, body.c_str());
  set(CURLOPT_TIMEOUT_MS, in_milliseconds(seconds));
  const CURLcode code = libcurl()->easy_perform(handle.get());
  Attempt attempt;
  curl_off_t microseconds = 0, until_sent = 0, retry_after = 0;
  libcurl()->easy_getinfo(handle.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
  libcurl()->easy_getinfo(handle.get(), CURLINFO_PRETRANSFER_TIME_T, &until_sent);
  libcurl()->easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &retry_after);
  libcurl()->easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &attempt.status);
  attempt.seconds = static_cast<double>(microseconds) / 1e6;
  if (retry_after > 0) attempt.retry_after = std::min(static_cast<double>(retry_after), kLongestPause);
  attempt.body = &answer;
  if (code == CURLE_OK) return attempt;
  attempt.status = 0;
  attempt.fault = code == CURLE_WRITE_ERROR ? "the answer is longer than " + std::to_string(longest_answer) + " bytes"
                                            : libcurl()->easy_strerror(code);
  attempt.has_timed_out = code == CURLE_OPERATION_TIMEDOUT && until_sent > 0;
  // Nothing is gained by asking again.
  attempt.is_final = code == CURLE_WRITE_ERROR || code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
                     code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
  return attempt;
}

Result<Endpoint> Endpoint::open(EndpointOptions options) {
  options.base_url = text::trim(options.base_url);
  const std::string scheme = text::lower(options.base_url.substr(0, 8));
  if (!scheme.starts_with("http://") && !scheme.starts_with("https://"))
    return usage("the base URL of a model service begins with http:// or https://");
  if (!is_plain(options.base_url)) return usage("the base URL of a model service has blanks or letters that no URL has");
  if (!is_plain(options.key)) return usage("the key of the model service has blanks or letters that no header can carry");
  if (options.model.empty()) return usage("the model has no name");
  if (!options.request.is_object()) return usage("what is merged into requests to the model service is a JSON object");
  if (options.attempts < 1) return usage("the model service must be asked at least once");
  if (!options.wait) options.wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
  Endpoint endpoint(std::move(options));
  if (!endpoint.connection_->handle)
    return error_without_position(ErrorCode::SERVER_UNAVAILABLE,
                                  "a model service needs libcurl (libcurl.so.4), which this system lacks");
  return endpoint;
}

Endpoint::Endpoint(EndpointOptions options)
    : options_(std::move(options)), connection_(std::make_unique<Connection>(options_)) {}
Endpoint::~Endpoint() = default;
Endpoint::Endpoint(Endpoint&&) noexcept = default;

Result<Completion> Endpoint::complete(const Json& messages, const Json& tools, int trial, double seconds) {
  const std::string body = body_of(messages, tools, trial);
  const bool is_limited = seconds > 0 && seconds < options_.seconds;
  for (int attempt = 1;; ++attempt) {
    const Attempt tried = connection_->post(body, is_limited ? seconds : options_.seconds);
    if (is_limited && tried.has_timed_out)
      return error_without_position(ErrorCode::QUERY_TIMEOUT, "the model did not answer in time");
    auto read = read_attempt(tried, {options_.prompt_price, options_.completion_price, options_.key});
    if (read.completion) return *std::move(read.completion);
    if (!read.may_retry || attempt == options_.attempts) {
      if (attempt > 1) read.error.message += " (after " + std::to_string(attempt) + " attempts)";
      return read.error;
    }
    pause(body, attempt, tried.retry_after);
  }
}

std::string Endpoint::body_of(const Json& messages, const Json& tools, int trial) const {
  Json body = {{"model", options_.model}, {"messages", messages}};
  if (tools.is_array() && !tools.empty()) body["tools"] = tools;
  body["temperature"] = 0;
  body["top_p"] = 1;
  // Each trial has a seed of its own, small enough for services that keep it in 32 bits.
  body["seed"] = (options_.seed + static_cast<std::uint64_t>(trial)) & 0x7FFFFFFF;
  if (options_.max_tokens > 0) body["max_tokens"] = options_.max_tokens;
  body.merge_patch(options_.request);
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// 1, 2, 4, ... seconds, of which chance takes up to a half: by the request, so that workers do not all come back at once.
void Endpoint::pause(const std::string& body, int attempt, std::optional<double> asked_for) const {
  const double longest = std::min(std::ldexp(1.0, attempt - 1), kLongestBackoff);
  dataset::Random random(options_.seed, body, static_cast<std::uint64_t>(attempt));
  const double drawn = longest * static_cast<double>(random.between(500, 1000)) / 1000;
  options_.wait(std::chrono::milliseconds(std::lround(std::max(drawn, asked_for.value_or(0)) * 1000)));
}

Result<std::string> key_from_environment(const std::string& variable) {
  const auto value_of = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(text::trim(value == nullptr ? "" : value));
  };
  if (variable.empty()) {
    std::string key = value_of("OPENAI_API_KEY");
    return key.empty() ? value_of("LOCALORG_API_KEY") : key;
  }
  std::string key = value_of(variable.c_str());
  if (key.empty()) return usage("the environment has no " + variable + ", which should be the key of the model service");
  return key;
}

}  // namespace localorg::eval
