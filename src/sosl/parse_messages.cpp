#include "sosl/parse_messages.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::sosl {
namespace {

// `line 1:15` of a byte.
std::string line_and_column(std::string_view source, std::size_t at) {
  const std::string_view before = source.substr(0, at);
  const auto row = std::count(before.begin(), before.end(), '\n') + 1;
  return "line " + std::to_string(row) + ":" + std::to_string(text::utf16(before.substr(before.rfind('\n') + 1)).size());
}

SourceSpan character_at(std::string_view source, std::size_t at) {
  std::size_t end = std::min(at, source.size());
  if (end < source.size()) text::next_code_point(source, end);
  return {std::min(at, source.size()), end};
}

std::string text_of(std::string_view source, SourceSpan span) {
  return span.begin == source.size() ? "<EOF>" : std::string(source.substr(span.begin, span.end - span.begin));
}

}  // namespace

SalesforceError malformed(std::string message) {
  return error_without_position(ErrorCode::MALFORMED_SEARCH, std::move(message));
}

SalesforceError malformed_at(SourceSpan span, std::string message) {
  return {ErrorCode::MALFORMED_SEARCH, std::move(message), {}, span, ColumnsFrom::zero};
}

SalesforceError mismatched_character(std::string_view source, std::size_t at, std::string_view expected) {
  const SourceSpan span = character_at(source, at);
  return malformed_at(span, line_and_column(source, span.begin) + " mismatched character '" + text_of(source, span) +
                                "' expecting '" + std::string(expected) + "'");
}

SalesforceError no_viable_character(std::string_view source, std::size_t at) {
  const SourceSpan span = character_at(source, at);
  return malformed_at(
      span, line_and_column(source, span.begin) + " no viable alternative at character '" + text_of(source, span) + "'");
}

SalesforceError unexpected_token(std::string_view token, SourceSpan span) {
  const char c = token.empty() ? ' ' : token.front();
  const bool is_bare = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || token == "<EOF>";
  const std::string shown(token);
  return malformed_at(span, "unexpected token: " + (is_bare ? shown : "'" + shown + "'"));
}

SalesforceError expecting(std::string_view what, std::string_view found, SourceSpan span) {
  return malformed_at(span, "expecting " + std::string(what) + ", found '" + std::string(found) + "'");
}

SalesforceError too_complicated() {
  return error_without_position(ErrorCode::QUERY_TOO_COMPLICATED,
                                "Query is either selecting too many fields or the filter conditions are too complicated.");
}

}  // namespace localorg::sosl
