// Requests taken apart and answers put together: what all parts of the desk share.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/handle.h"

namespace localorg::front {

// name=value&... with percent signs and plus signs decoded; the first of a name counts.
std::map<std::string, std::string> parse_form(std::string_view text);
std::string value_of(const std::map<std::string, std::string>& values, const std::string& name);

// The steps of a target's path, decoded not at all; empty steps are left out.
std::vector<std::string_view> path_of(std::string_view target);
// Is the target's path `path`, or below it?
bool lies_at(std::string_view target, std::string_view path);
std::string_view query_of(std::string_view target);

// The session id of a request: Authorization: Bearer or OAuth, X-SFDC-Session.  Empty: none.
std::string session_id_of(const api::Request& request);

api::Response json(int status, std::string body);
api::Response plain(int status, std::string body);
// [{"message":...,"errorCode":...}]
api::Response error_array(int status, std::string_view code, std::string_view message);
// 401, or what Bulk 1 answers to strangers.
api::Response no_session(const api::Request& request);
api::Response not_found();
api::Response method_not_allowed(std::string_view method, const std::string& allowed);

// "text" with its quotes.
std::string json_text(std::string_view text);

}  // namespace localorg::front
