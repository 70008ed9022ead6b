// The one error value of the program: made where the fault is seen and carried unchanged to every surface.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace localorg {

// Salesforce's error codes in their wire spelling, then localorg's own (from NOT_IN_SANDBOX on).
enum class ErrorCode {
  ALL_OR_NONE_OPERATION_ROLLED_BACK,
  DELETE_FAILED,
  DUPLICATE_EXTERNAL_ID,
  DUPLICATE_VALUE,
  ENTITY_IS_DELETED,
  EXCEEDED_ID_LIMIT,
  INSUFFICIENT_ACCESS_OR_READONLY,
  INVALIDJOB,
  INVALIDJOBSTATE,
  INVALID_BATCH_SIZE,
  INVALID_CROSS_REFERENCE_KEY,
  INVALID_EMAIL_ADDRESS,
  INVALID_FIELD,
  INVALID_FIELD_FOR_INSERT_UPDATE,
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST,
  INVALID_QUERY_FILTER_OPERATOR,
  INVALID_QUERY_LOCATOR,
  INVALID_REPLICATION_DATE,
  INVALID_TYPE,
  INVALID_TYPE_FOR_OPERATION,
  JSON_PARSER_ERROR,
  LIMIT_EXCEEDED,
  MALFORMED_ID,
  MALFORMED_QUERY,
  MALFORMED_SEARCH,
  METHOD_NOT_ALLOWED,
  MISSING_ARGUMENT,
  NOT_FOUND,
  NUMBER_OUTSIDE_VALID_RANGE,
  PROCESSING_HALTED,
  QUERY_TIMEOUT,
  QUERY_TOO_COMPLICATED,
  REQUIRED_FIELD_MISSING,
  SERVER_UNAVAILABLE,
  STRING_TOO_LONG,
  UNDELETE_FAILED,
  UNKNOWN_EXCEPTION,
  UNSUPPORTED_API_VERSION,
  UNSUPPORTED_MEDIA_TYPE,
  NOT_IN_SANDBOX,  // Salesforce accepts this and localorg does not yet: a gap of ours, never a user's mistake
  USAGE,           // wrong options or arguments on the command line
  ORG_UNUSABLE,    // the org file, or a file to import, cannot be read or written
  INTERRUPTED,     // whoever asked does not want the answer any more
};

// How a message counts its column.  Salesforce counts from 1 for errors found against the schema and from 0 for
// errors of its lexer and parser (observed; errors.md "Positioned messages").
enum class ColumnsFrom { one, zero };

struct SalesforceError {
  ErrorCode errorCode = ErrorCode::UNKNOWN_EXCEPTION;
  std::string message;              // Salesforce's sentence, without the position
  std::vector<std::string> fields;  // API names, for errors about a record
  std::optional<SourceSpan> span;   // where in the query; without one the message has no excerpt
  ColumnsFrom columns_from = ColumnsFrom::one;
  bool about_record = false;  // of a write: the wire names `fields` even where there are none

  friend bool operator==(const SalesforceError&, const SalesforceError&) = default;
};

// Schema errors, placed at the name that caused them, and errors that never carry a position.
SalesforceError error_at(ErrorCode code, SourceSpan span, std::string message);
SalesforceError error_without_position(ErrorCode code, std::string message);
// Errors about a record to be written, with the fields that are wrong.
SalesforceError error_of_record(ErrorCode code, std::string message, std::vector<std::string> fields = {});
// What Salesforce answers and localorg does not: `what` names the construct.
SalesforceError not_in_sandbox(std::string_view what, std::optional<SourceSpan> span = std::nullopt);

// The code's wire spelling, and the HTTP status it travels with.
std::string_view name_of(ErrorCode code);
int http_status_of(ErrorCode code);

// The message as the wire carries it: for an error with a position
//     \n<excerpt>\n<blanks>^\nERROR at Row:<row>:Column:<column>\n<text>
// where `query` is the text the span points into.  Parser errors at the query's very first character have no excerpt
// (observed).  Columns count characters (UTF-16 units, as Java counts).
std::string message_on_wire(const SalesforceError& error, std::string_view query);

}  // namespace localorg
