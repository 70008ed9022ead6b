#include "base/error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace localorg {
namespace {

struct CodeRow {
  ErrorCode code;
  std::string_view name;
  int http_status;
};

constexpr auto kCodes = std::to_array<CodeRow>({
    {ErrorCode::ALL_OR_NONE_OPERATION_ROLLED_BACK, "ALL_OR_NONE_OPERATION_ROLLED_BACK", 400},
    {ErrorCode::DELETE_FAILED, "DELETE_FAILED", 400},
    {ErrorCode::DUPLICATE_EXTERNAL_ID, "DUPLICATE_EXTERNAL_ID", 400},
    {ErrorCode::DUPLICATE_VALUE, "DUPLICATE_VALUE", 400},
    {ErrorCode::ENTITY_IS_DELETED, "ENTITY_IS_DELETED", 404},
    {ErrorCode::EXCEEDED_ID_LIMIT, "EXCEEDED_ID_LIMIT", 400},
    {ErrorCode::INSUFFICIENT_ACCESS_OR_READONLY, "INSUFFICIENT_ACCESS_OR_READONLY", 403},
    {ErrorCode::INVALIDJOB, "INVALIDJOB", 400},
    {ErrorCode::INVALIDJOBSTATE, "INVALIDJOBSTATE", 400},
    {ErrorCode::INVALID_BATCH_SIZE, "INVALID_BATCH_SIZE", 400},
    {ErrorCode::INVALID_CROSS_REFERENCE_KEY, "INVALID_CROSS_REFERENCE_KEY", 400},
    {ErrorCode::INVALID_EMAIL_ADDRESS, "INVALID_EMAIL_ADDRESS", 400},
    {ErrorCode::INVALID_FIELD, "INVALID_FIELD", 400},
    {ErrorCode::INVALID_FIELD_FOR_INSERT_UPDATE, "INVALID_FIELD_FOR_INSERT_UPDATE", 400},
    {ErrorCode::INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", 400},
    {ErrorCode::INVALID_QUERY_FILTER_OPERATOR, "INVALID_QUERY_FILTER_OPERATOR", 400},
    {ErrorCode::INVALID_QUERY_LOCATOR, "INVALID_QUERY_LOCATOR", 400},
    {ErrorCode::INVALID_REPLICATION_DATE, "INVALID_REPLICATION_DATE", 400},
    {ErrorCode::INVALID_TYPE, "INVALID_TYPE", 400},
    {ErrorCode::INVALID_TYPE_FOR_OPERATION, "INVALID_TYPE_FOR_OPERATION", 400},
    {ErrorCode::JSON_PARSER_ERROR, "JSON_PARSER_ERROR", 400},
    {ErrorCode::LIMIT_EXCEEDED, "LIMIT_EXCEEDED", 400},
    {ErrorCode::MALFORMED_ID, "MALFORMED_ID", 400},
    {ErrorCode::MALFORMED_QUERY, "MALFORMED_QUERY", 400},
    {ErrorCode::MALFORMED_SEARCH, "MALFORMED_SEARCH", 400},
    {ErrorCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", 405},
    {ErrorCode::MISSING_ARGUMENT, "MISSING_ARGUMENT", 400},
    {ErrorCode::NOT_FOUND, "NOT_FOUND", 404},
    {ErrorCode::NUMBER_OUTSIDE_VALID_RANGE, "NUMBER_OUTSIDE_VALID_RANGE", 400},
    {ErrorCode::PROCESSING_HALTED, "PROCESSING_HALTED", 400},
    {ErrorCode::QUERY_TIMEOUT, "QUERY_TIMEOUT", 400},
    {ErrorCode::QUERY_TOO_COMPLICATED, "QUERY_TOO_COMPLICATED", 400},
    {ErrorCode::REQUIRED_FIELD_MISSING, "REQUIRED_FIELD_MISSING", 400},
    {ErrorCode::SERVER_UNAVAILABLE, "SERVER_UNAVAILABLE", 503},
    {ErrorCode::STRING_TOO_LONG, "STRING_TOO_LONG", 400},
    {ErrorCode::UNDELETE_FAILED, "UNDELETE_FAILED", 400},
    {ErrorCode::UNKNOWN_EXCEPTION, "UNKNOWN_EXCEPTION", 500},
    {ErrorCode::UNSUPPORTED_API_VERSION, "UNSUPPORTED_API_VERSION", 400},
    {ErrorCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", 415},
    {ErrorCode::NOT_IN_SANDBOX, "NOT_IN_SANDBOX", 501},
    {ErrorCode::USAGE, "USAGE", 400},
    {ErrorCode::ORG_UNUSABLE, "ORG_UNUSABLE", 500},
    {ErrorCode::INTERRUPTED, "INTERRUPTED", 500},
});

const CodeRow& row_of(ErrorCode code) {
  const auto* row = std::find_if(kCodes.begin(), kCodes.end(), [&](const CodeRow& r) { return r.code == code; });
  return *row;
}

// How far the excerpt reaches from the token to each side before the next blank or comma ends it (observed).
constexpr std::ptrdiff_t kReach = 31;

bool is_border(char16_t c) { return c == u',' || c == u' ' || c == u'\t' || c == u'\f'; }

struct Line {
  std::size_t row;    // from 1
  std::size_t begin;  // bytes into the query
  std::size_t end;
};

Line line_of(std::string_view query, std::size_t at) {
  Line line{1, 0, query.size()};
  for (std::size_t i = 0; i < at; ++i) {
    if (query[i] == '\n') {
      ++line.row;
      line.begin = i + 1;
    }
  }
  line.end = std::min(query.find_first_of("\r\n", line.begin), query.size());
  return line;
}

}  // namespace

SalesforceError error_at(ErrorCode code, SourceSpan span, std::string message) {
  return SalesforceError{code, std::move(message), {}, span, ColumnsFrom::one};
}

SalesforceError error_without_position(ErrorCode code, std::string message) {
  return SalesforceError{code, std::move(message), {}, std::nullopt, ColumnsFrom::one};
}

SalesforceError error_of_record(ErrorCode code, std::string message, std::vector<std::string> fields) {
  return SalesforceError{code, std::move(message), std::move(fields), std::nullopt, ColumnsFrom::one, true};
}

SalesforceError not_in_sandbox(std::string_view what, std::optional<SourceSpan> span) {
  return SalesforceError{ErrorCode::NOT_IN_SANDBOX,
                         "Salesforce accepts this, localorg does not yet: " + std::string(what),
                         {},
                         span,
                         ColumnsFrom::one};
}

std::string_view name_of(ErrorCode code) { return row_of(code).name; }
int http_status_of(ErrorCode code) { return row_of(code).http_status; }

std::string message_on_wire(const SalesforceError& error, std::string_view query) {
  if (!error.span) return error.message;
  const std::size_t at = std::min(error.span->begin, query.size());
  const bool from_zero = error.columns_from == ColumnsFrom::zero;
  if (from_zero && at == 0) return error.message;

  const Line place = line_of(query, at);
  const std::u16string line = text::utf16(query.substr(place.begin, place.end - place.begin));
  const auto size = static_cast<std::ptrdiff_t>(line.size());
  const auto token = static_cast<std::ptrdiff_t>(text::utf16(query.substr(place.begin, at - place.begin)).size());
  const std::ptrdiff_t column = from_zero ? token : token + 1;

  std::ptrdiff_t begin = std::min(token - kReach, size - 1);
  while (begin >= 0 && !is_border(line[static_cast<std::size_t>(begin)])) --begin;
  begin = std::max<std::ptrdiff_t>(begin + 1, 0);
  std::ptrdiff_t end = std::min(token + kReach, size);
  while (end < size && !is_border(line[static_cast<std::size_t>(end)])) ++end;

  const auto blanks = static_cast<std::size_t>(std::max<std::ptrdiff_t>(column - 1 - begin, 0));
  const auto length = static_cast<std::size_t>(std::max<std::ptrdiff_t>(end - begin, 0));
  std::string out = "\n";
  out += text::utf8(std::u16string_view(line).substr(static_cast<std::size_t>(begin), length));
  out += "\n" + std::string(blanks, ' ') + "^\n";
  out += "ERROR at Row:" + std::to_string(place.row) + ":Column:" + std::to_string(column) + "\n";
  return out + error.message;
}

}  // namespace localorg
