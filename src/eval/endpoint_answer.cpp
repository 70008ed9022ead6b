#include "eval/endpoint_answer.h"

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

constexpr std::size_t kLongestMessage = 500;  // columns of a service's error
constexpr std::size_t kShortestSecret = 8;    // local services take x, none, EMPTY

bool is_passing(long status) { return status == 408 || status == 409 || status == 429 || status >= 500; }

const Json* object_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_object() ? &*found : nullptr;
}

std::int64_t count_at(const Json& usage, const char* key) {
  const auto found = usage.find(key);
  return found != usage.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// nullopt where nothing is known of tokens.
std::optional<TurnUsage> usage_of(const Json& answer, const Terms& terms) {
  const Json* usage = object_at(answer, "usage");
  if (usage == nullptr) return std::nullopt;
  TurnUsage out{0, count_at(*usage, "prompt_tokens"), count_at(*usage, "completion_tokens")};
  out.cost = (terms.prompt_price.value_or(0) * static_cast<double>(out.prompt_tokens) +
              terms.completion_price.value_or(0) * static_cast<double>(out.completion_tokens)) /
             1e6;
  const auto told = usage->find("cost");
  const bool has_prices = terms.prompt_price || terms.completion_price;
  if (!has_prices && told != usage->end() && told->is_number()) out.cost = told->get<double>();
  return out;
}

std::optional<Completion> completion_of(const Json& answer, const Terms& terms) {
  const auto choices = answer.find("choices");
  if (choices == answer.end() || !choices->is_array() || choices->empty() || !choices->front().is_object()) return std::nullopt;
  const Json& choice = choices->front();
  const Json* message = object_at(choice, "message");
  if (message == nullptr) return std::nullopt;
  return Completion{*message, text_at(choice, "finish_reason"), usage_of(answer, terms)};
}

std::string without_secret(std::string text, std::string_view secret) {
  if (secret.size() < kShortestSecret) return text;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) {
    text.replace(at, secret.size(), "***");
  }
  return text;
}

// In one line and not endless.
std::string in_short(const std::string& told, const Terms& terms) {
  const std::string said = without_secret(told, terms.secret);
  std::string line;
  for (const char c : said) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_blank || (!line.empty() && line.back() != ' ')) line += is_blank ? ' ' : c;
    if (line.size() > 8 * kLongestMessage) break;
  }
  return text::cut_to_width(text::utf8(text::utf16(text::trim(line))), kLongestMessage);
}

std::string told_error(const Json& answer) {
  if (const Json* error = object_at(answer, "error")) return text_at(*error, "message");
  for (const char* key : {"error", "message", "detail"}) {
    if (std::string told = text_at(answer, key); !told.empty()) return told;
  }
  return "";
}

// The error's code, a text or a number.
std::string error_code(const Json& answer) {
  const Json* error = object_at(answer, "error");
  if (error == nullptr || !error->contains("code")) return "";
  const Json& code = error->at("code");
  return code.is_string() ? code.get<std::string>() : code.is_number_integer() ? code.dump() : "";
}

// Does the service refuse what the model and the agent made of the conversation?  Services that have no code for it say so.
bool is_about_conversation(const std::string& code, const std::string& message) {
  if (code == "context_length_exceeded" || code == "content_filter" || code == "content_policy_violation") return true;
  const std::string said = text::lower(message);
  for (const char* words : {"context length", "context window", "prompt is too long", "maximum number of tokens"}) {
    if (said.find(words) != std::string::npos) return true;
  }
  return false;
}

ReadAttempt failed(ErrorCode code, const std::string& what, bool may_retry) {
  return {std::nullopt, error_without_position(code, "the model service: " + what), may_retry};
}

ReadAttempt refused(long status, const Json& answer, const std::string& body, const Terms& terms) {
  const std::string code = error_code(answer);
  std::string told = in_short(told_error(answer), terms);
  if (told.empty()) told = in_short(body, terms);
  const std::string what = std::to_string(status) + (told.empty() ? "" : " " + told);
  if (is_passing(status) && code != "insufficient_quota") return failed(ErrorCode::SERVER_UNAVAILABLE, what, true);
  return failed(is_about_conversation(code, told) ? ErrorCode::LIMIT_EXCEEDED : ErrorCode::USAGE, what, false);
}

}  // namespace

ReadAttempt read_attempt(const Attempt& attempt, const Terms& terms) {
  if (attempt.status == 0) return failed(ErrorCode::SERVER_UNAVAILABLE, attempt.fault, !attempt.is_final);
  const auto parsed = parse_json(*attempt.body, "answer");
  const Json answer = parsed && parsed->is_object() ? *parsed : Json::object();
  if (attempt.status != 200) return refused(attempt.status, answer, *attempt.body, terms);
  if (auto completion = completion_of(answer, terms)) {
    completion->seconds = attempt.seconds;
    return {std::move(completion), {}, false};
  }
  if (object_at(answer, "error") != nullptr) {
    const std::string code = error_code(answer);
    const bool is_status = code.size() == 3 && code.find_first_not_of("0123456789") == std::string::npos;
    return refused(is_status ? std::stol(code) : 502, answer, *attempt.body, terms);
  }
  return failed(ErrorCode::SERVER_UNAVAILABLE,
                parsed ? "the answer has no choices" : "the answer is no JSON: " + in_short(*attempt.body, terms), true);
}

}  // namespace localorg::eval
