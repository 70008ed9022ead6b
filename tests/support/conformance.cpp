#include "support/conformance.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "api/handle.h"
#include "api/search.h"
#include "base/json.h"
#include "base/text.h"
#include "mcp/org_tools.h"
#include "mcp/session.h"
#include "org/datetime.h"
#include "soql/bind.h"
#include "soql/outline.h"
#include "soql/parse.h"
#include "soql/unparse.h"
#include "sosl/bind.h"
#include "sosl/outline.h"
#include "sosl/parse.h"
#include "sosl/unparse.h"
#include "support/desk_client.h"
#include "support/test_org.h"

namespace localorg::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNow = "2022-08-20T12:00:00Z";
constexpr std::string_view kEndOfQuery = "----";
constexpr std::string_view kEndOfCase = "====";
constexpr std::string_view kSource = "source:";

// The advice that ends the messages about unknown names (soql.md 12.4).
constexpr auto kAdvice = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"[CF]",
     "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference "
     "your WSDL or the describe call for the appropriate names."},
    {"[CE]",
     "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference "
     "your WSDL or the describe call for the appropriate names."},
    {"[CR]",
     "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. "
     "Please reference your WSDL or the describe call for the appropriate names."},
});

std::string with_advice_in_full(std::string text) {
  for (const auto& [mark, advice] : kAdvice) {
    if (text.ends_with(mark)) return text.replace(text.size() - mark.size(), mark.size(), advice);
  }
  return text;
}

std::string with_advice_marked(std::string text) {
  for (const auto& [mark, advice] : kAdvice) {
    if (text.ends_with(advice)) return text.replace(text.size() - advice.size(), advice.size(), mark);
  }
  return text;
}

std::string strip_line_feeds(std::string_view text) {
  while (text.starts_with('\n')) text.remove_prefix(1);
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text);
}

std::string join_lines(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  return text::join({lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.begin() + static_cast<std::ptrdiff_t>(end)},
                    "\n");
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : text::split(text, '\n')) lines.emplace_back(line);
  return lines;
}

// "verb rest" to its two halves; the rest without blanks in front.
std::pair<std::string, std::string> first_word(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return {std::string(line), ""};
  return {std::string(line.substr(0, blank)), std::string(text::trim(line.substr(blank)))};
}

// ---- Verbs ------------------------------------------------------------------------------------------------------

std::string answer_text(const api::Response& response);

std::string get(api::Session& session, const std::string& target, std::string batch_size = {}) {
  api::Request request{.target = target};
  if (!batch_size.empty()) request.headers["sforce-query-options"] = "batchSize=" + batch_size;
  return answer_text(api::handle(session, request));
}

constexpr auto kMethods = std::to_array<std::string_view>({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"});

bool starts_request(std::string_view line) {
  const auto [method, rest] = first_word(line);
  return rest.starts_with('/') && std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
}

// Header lines come right behind the request's: a name of letters and dashes, a colon, a blank.
bool is_header(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || colon == 0) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
}

using Handler = std::function<api::Response(const api::Request&)>;
std::string show_exchange(const Handler& handle, const api::Request& request);

// Answers are parted by a line of two dashes.
std::string exchanges(const Handler& handle, const std::string& text) {
  std::vector<std::string> answers;
  for (const api::Request& request : requests_of(text)) answers.push_back(show_exchange(handle, request));
  return text::join(answers, "\n--\n");
}

// What each of our steps makes of a query, as its outline, or the error that it ends in.
std::string stage_text(const Result<std::string>& made, const std::string& query) {
  if (made) return *made;
  return std::string(name_of(made.error().errorCode)) + "\n" + message_on_wire(made.error(), query);
}

Result<std::string> parsed(const std::string& query) {
  LOCALORG_TRY(const soql::Query ast, soql::parse(query));
  return soql::outline(ast) + soql::unparse(ast);
}

Result<std::string> bound(api::Session& session, const std::string& query) {
  LOCALORG_TRY(const soql::Query ast, soql::parse(query));
  LOCALORG_TRY(const soql::BoundQuery made, soql::bind(ast, *session.org().catalog, session.engine().viewer()));
  return soql::outline(made);
}

Result<std::string> parsed_search(const std::string& text) {
  LOCALORG_TRY(const sosl::Search ast, sosl::parse(text));
  return sosl::outline(ast) + sosl::unparse(ast);
}

Result<std::string> bound_search(api::Session& session, const std::string& text) {
  LOCALORG_TRY(const sosl::Search ast, sosl::parse(text));
  LOCALORG_TRY(const sosl::BoundSearch made, sosl::bind(ast, *session.org().catalog, session.engine().viewer()));
  return sosl::outline(made);
}

void add_sql(const soql::Plan& plan, std::string& out) {
  out += plan.sql.text + "\n";
  for (std::size_t i = 0; i < plan.sql.parameters.size(); ++i) {
    out += "  ?" + std::to_string(i + 1) + " = ";
    const org::Value& value = plan.sql.parameters[i];
    if (const auto* text = std::get_if<std::string>(&value)) out += *text;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) out += std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&value)) out += text::java_double(*number);
    out += "\n";
  }
  for (const soql::Plan& child : plan.children) add_sql(child, out);
}

Result<std::string> sql(api::Session& session, const std::string& query) {
  LOCALORG_TRY(const soql::Query ast, soql::parse(query));
  LOCALORG_TRY(const soql::BoundQuery made, soql::bind(ast, *session.org().catalog, session.engine().viewer()));
  std::string out;
  add_sql(soql::translate(made), out);
  return out;
}

// A line a message, in one session; answers are parted by a line of two dashes, and "nothing" is one.
std::string conversation(api::Session& org, const std::string& messages) {
  const mcp::Settings settings{.version = "1.0", .tools = mcp::org_tools()};
  mcp::Session session(settings, org);
  std::vector<std::string> answers;
  for (const std::string& line : lines_of(messages)) answers.push_back(session.answer(line).value_or("nothing"));
  return text::join(answers, "\n--\n");
}

struct VerbRow {
  std::string_view name;
  std::string (*answer)(api::Session&, const std::string& text);
};

constexpr auto kVerbs = std::to_array<VerbRow>({
    {"query", [](api::Session& s, const std::string& q) { return get(s, api::query_target(q)); }},
    {"search", [](api::Session& s, const std::string& q) { return get(s, api::search_target(q)); }},
    {"queryAll",
     [](api::Session& s, const std::string& q) { return get(s, "/services/data/v59.0/queryAll?q=" + api::url_encode(q)); }},
    // GET of each line's path, one after the other in one session; the answer is the last one's.  A path may be followed by
    // a batch size.  Lines that begin with a method are whole requests, against a copy of the org that may be written.
    {"request",
     [](api::Session& s, const std::string& paths) {
       if (starts_request(paths)) return exchanges([&](const api::Request& r) { return api::handle(s, r); }, paths);
       std::string last;
       for (const std::string& line : lines_of(paths)) {
         const auto [path, batch_size] = first_word(line);
         last = get(s, path, batch_size);
       }
       return last;
     }},
    // The same through the front desk (desk_client.h): logins, sessions, strangers.
    {"desk",
     [](api::Session& s, const std::string& requests) {
       DeskClient client(s.org(), s.clock());
       return exchanges([&](const api::Request& r) { return client.handle(r); }, requests);
     }},
    {"mcp", [](api::Session& s, const std::string& messages) { return conversation(s, messages); }},
    {"parse", [](api::Session&, const std::string& q) { return stage_text(parsed(q), q); }},
    {"parse_search", [](api::Session&, const std::string& q) { return stage_text(parsed_search(q), q); }},
    {"bind_search", [](api::Session& s, const std::string& q) { return stage_text(bound_search(s, q), q); }},
    {"bind", [](api::Session& s, const std::string& q) { return stage_text(bound(s, q), q); }},
    {"sql", [](api::Session& s, const std::string& q) { return stage_text(sql(s, q), q); }},
});

const VerbRow* find_verb(std::string_view name) {
  const auto* found = std::find_if(kVerbs.begin(), kVerbs.end(), [&](const VerbRow& row) { return row.name == name; });
  return found == kVerbs.end() ? nullptr : found;
}

// ---- Reading ------------------------------------------------------------------------------------------------------

// Reads a file's lines from top to bottom: header, then cases, with blank lines and comments between them.
class CaseReader {
 public:
  explicit CaseReader(CaseFile& file) : file_(file) {}

  Result<void> read() {
    while (at_ < file_.lines.size()) {
      const std::string& line = file_.lines[at_];
      if (text::trim(line).empty()) {
        ++at_;
      } else if (line.starts_with('#')) {
        read_comment(line);
      } else if (line.starts_with("org ")) {
        file_.org = first_word(line).second;
        ++at_;
      } else {
        LOCALORG_CHECK(read_case());
      }
    }
    return {};
  }

 private:
  SalesforceError fault(std::size_t line, const std::string& what) const {
    return error_without_position(ErrorCode::ORG_UNUSABLE, file_.path + ":" + std::to_string(line + 1) + ": " + what);
  }

  void read_comment(std::string_view line) {
    const std::size_t mark = line.find(kSource);
    if (mark != std::string_view::npos) {
      std::string& source = file_.org.empty() ? file_source_ : next_source_;
      source = std::string(text::trim(line.substr(mark + kSource.size())));
    }
    ++at_;
  }

  Result<void> read_case() {
    const std::size_t begin = at_;
    Case test;
    test.line = begin + 1;
    std::tie(test.verb, test.title) = first_word(file_.lines[at_++]);
    if (find_verb(test.verb) == nullptr) return fault(begin, "'" + test.verb + "' is no verb known here");
    if (test.title.empty()) return fault(begin, "a case without a title");
    if (file_.org.empty()) return fault(begin, "no `org` line before the first case");
    if (!titles_.insert(test.title).second) return fault(begin, "a second case '" + test.title + "'");
    test.source = next_source_.empty() ? file_source_ : std::exchange(next_source_, "");
    if (file_.name.starts_with("conformance/") && test.source_kind().empty())
      return fault(begin, "the case has no source: `# source: documented|observed|computed|assumed`");
    for (; at_ < file_.lines.size() && file_.lines[at_].starts_with("with "); ++at_) {
      const auto [name, value] = first_word(file_.lines[at_].substr(5));
      if (name != "now" && name != "timezone" && name != "writes") return fault(at_, "with what: '" + name + "'");
      test.with[name] = value;
    }
    LOCALORG_TRY(const std::size_t end_of_query, find(kEndOfQuery, begin));
    test.query = strip_line_feeds(join_lines(file_.lines, at_, end_of_query));
    at_ = end_of_query + 1;
    LOCALORG_TRY(const std::size_t end_of_case, find(kEndOfCase, begin));
    test.expected_begin = at_;
    test.expected_end = end_of_case;
    test.expected = strip_line_feeds(join_lines(file_.lines, at_, end_of_case));
    at_ = end_of_case + 1;
    file_.cases.push_back(std::move(test));
    return {};
  }

  Result<std::size_t> find(std::string_view mark, std::size_t case_begin) const {
    const auto found = std::find(file_.lines.begin() + static_cast<std::ptrdiff_t>(at_), file_.lines.end(), mark);
    if (found == file_.lines.end()) return fault(case_begin, "the case has no " + std::string(mark));
    return static_cast<std::size_t>(found - file_.lines.begin());
  }

  CaseFile& file_;
  std::size_t at_ = 0;
  std::string file_source_;
  std::string next_source_;
  std::set<std::string> titles_;
};

Result<std::string> read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot read " + path);
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// ---- Printing -----------------------------------------------------------------------------------------------------

// Prints what it is told of a JSON text.  A parsed value would not do: it no longer knows 1.0E7 from 10000000.0.
class JsonPrinter final : public nlohmann::json_sax<Json> {
 public:
  const std::string& text() const { return out_; }
  const std::string& fault() const { return fault_; }

  bool null() override { return scalar("null"); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
  bool number_float(number_float_t /*value*/, const std::string& text) override { return scalar(text); }
  bool string(std::string& value) override {
    before_value(false);
    text::append_json_string(out_, value);
    return true;
  }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open('{', false); }
  bool key(std::string& name) override {
    separate();
    text::append_json_string(out_, name);
    out_ += ':';
    after_key_ = true;
    return true;
  }
  bool end_object() override { return close('}'); }
  bool start_array(std::size_t /*size*/) override { return open('[', true); }
  bool end_array() override { return close(']'); }
  bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::json::exception& e) override {
    fault_ = "at byte " + std::to_string(position) + ": " + e.what();
    return false;
  }

 private:
  struct Level {
    bool is_array;
    std::size_t count = 0;
  };

  void separate() {
    if (!levels_.empty() && levels_.back().count++ > 0) out_ += ',';
  }

  void before_value(bool is_object) {
    if (std::exchange(after_key_, false)) return;
    separate();
    if (is_object && !levels_.empty() && levels_.back().is_array) out_ += '\n' + std::string(depth_, ' ');
  }

  bool scalar(std::string_view text) {
    before_value(false);
    out_ += text;
    return true;
  }

  bool open(char bracket, bool is_array) {
    before_value(!is_array);
    out_ += bracket;
    levels_.push_back({is_array});
    depth_ += is_array ? 2 : 0;
    return true;
  }

  bool close(char bracket) {
    depth_ -= levels_.back().is_array ? 2 : 0;
    levels_.pop_back();
    out_ += bracket;
    return true;
  }

  std::string out_;
  std::string fault_;
  std::vector<Level> levels_;
  std::size_t depth_ = 0;  // two blanks for each array
  bool after_key_ = false;
};

// The message as an expected text has it.  A line feed that stands where it should not, or does not where it should, is said.
std::string message_text(const std::string& message) {
  const bool has_excerpt = message.find("\nERROR at Row:") != std::string::npos;
  if (has_excerpt != message.starts_with('\n'))
    return (has_excerpt ? "[no line feed in front]\n" : "[a line feed in front]") + message;
  return has_excerpt ? message.substr(1) : message;
}

std::string answer_text(const api::Response& response) {
  const std::string status = std::to_string(response.status);
  const auto printed = print_json(response.body);
  if (!printed) return status + " [no JSON, " + printed.error().message + "]\n" + response.body;
  if (response.status == 200) return status + "\n" + *printed;
  const auto body = parse_json(response.body, "body");
  if (body && body->is_array() && body->size() == 1) {
    const Json& error = body->front();
    const bool is_usual =
        error.is_object() && error.size() == 2 && error.begin().key() == "message" && error.contains("errorCode");
    if (is_usual) {
      return status + " " + error["errorCode"].get<std::string>() + "\n" + message_text(error["message"].get<std::string>());
    }
  }
  return status + " [no array of one error]\n" + *printed;
}

// The status, the headers but the one that counts requests, and the body.
std::string show_exchange(const Handler& handle, const api::Request& request) {
  const api::Response response = handle(request);
  std::string out = std::to_string(response.status);
  const auto body = response.body.empty() ? Result<Json>(Json()) : parse_json(response.body, "body");
  const bool is_error = body && response.status >= 400 && body->is_array() && body->size() == 1 && body->front().is_object() &&
                        body->front().contains("errorCode") && body->front().contains("message");
  if (is_error) {
    out += " " + body->front()["errorCode"].get<std::string>();
    if (body->front().contains("fields")) out += " " + body->front()["fields"].dump();
  }
  for (const auto& [name, value] : response.headers) {
    if (name != "Sforce-Limit-Info") out += "\n" + name + ": " + value;
  }
  if (is_error) return out + "\n" + message_text(body->front()["message"].get<std::string>());
  if (response.body.empty()) return out;
  const auto printed = response.content_type.starts_with("application/json") ? print_json(response.body) : response.body;
  return out + "\n" + (printed ? strip_line_feeds(*printed) : "[no JSON]\n" + response.body);
}

// ---- Running ------------------------------------------------------------------------------------------------------

std::string known_name(const CaseFile& file, const Case& test) { return file.name + ":" + test.title; }

std::string message_of(const Case& test, const std::string& expected, const std::string& got) {
  return "source: " + test.source + "\n" + test.query + "\n" + diff(with_advice_marked(expected), with_advice_marked(got));
}

Outcome check(const CaseFile& file, const Case& test, const std::string& got, const KnownDifferences& known) {
  Outcome outcome{"tests/" + file.name + ":" + std::to_string(test.line) + ": " + test.title, false, ""};
  const std::string expected = canonical_answer(test.expected);
  const std::string answered = canonical_answer(got);
  const bool matches = expected == answered;
  const bool is_known = known.contains(known_name(file, test));
  outcome.passed = matches != is_known;
  if (matches && is_known) outcome.message = "this is right now: take it out of tests/known_differences.txt";
  if (!matches && !is_known) outcome.message = message_of(test, expected, answered);
  return outcome;
}

// Puts `answers` (by case, empty: keep) where the expected texts stand, the last first so that line numbers hold.
Result<void> write_answers(CaseFile file, const std::vector<std::string>& answers) {
  for (std::size_t i = file.cases.size(); i-- > 0;) {
    const Case& test = file.cases[i];
    if (answers[i].empty() || canonical_answer(answers[i]) == canonical_answer(test.expected)) continue;
    const auto lines = lines_of(with_advice_marked(answers[i]));
    const auto begin = file.lines.begin() + static_cast<std::ptrdiff_t>(test.expected_begin);
    const auto end = file.lines.begin() + static_cast<std::ptrdiff_t>(test.expected_end);
    file.lines.insert(file.lines.erase(begin, end), lines.begin(), lines.end());
  }
  std::ofstream out(file.path, std::ios::binary);
  out << text::join(file.lines, "\n");
  if (!out.flush()) return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot write " + file.path);
  return {};
}

Outcome fault_outcome(const std::string& place, const SalesforceError& error) { return {place, false, error.message}; }

}  // namespace

std::vector<api::Request> requests_of(const std::string& text) {
  std::vector<api::Request> requests;
  const auto lines = lines_of(text);
  for (std::size_t at = 0; at < lines.size();) {
    api::Request request;
    if (!starts_request(lines[at])) {  // a path, to be got
      request.target = first_word(lines[at++]).first;
      requests.push_back(std::move(request));
      continue;
    }
    std::tie(request.method, request.target) = first_word(lines[at++]);
    for (; at < lines.size() && is_header(lines[at]); ++at) {
      const std::size_t colon = lines[at].find(": ");
      request.headers[text::lower(lines[at].substr(0, colon))] = lines[at].substr(colon + 2);
    }
    const std::size_t begin = at;
    while (at < lines.size() && !starts_request(lines[at])) ++at;
    request.body = strip_line_feeds(join_lines(lines, begin, at));
    if (!request.body.empty()) request.headers.try_emplace("content-type", "application/json");
    requests.push_back(std::move(request));
  }
  return requests;
}

std::string_view Case::source_kind() const {
  const auto found = std::find_if(kSourceKinds.begin(), kSourceKinds.end(), [&](std::string_view kind) {
    return source.starts_with(kind) && (source.size() == kind.size() || source[kind.size()] == ',');
  });
  return found == kSourceKinds.end() ? std::string_view{} : *found;
}

Result<CaseFile> read_case_file(const std::string& path, const std::string& name) {
  LOCALORG_TRY(const std::string text, read_text(path));
  CaseFile file{path, name, "", lines_of(text), {}};
  LOCALORG_CHECK(CaseReader(file).read());
  return file;
}

Result<std::vector<CaseFile>> read_case_files(const std::string& folder) {
  const fs::path root = tests_folder();
  std::vector<std::string> names;
  std::error_code fault;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder, fault)) {
    if (entry.path().extension() == ".test") names.push_back(fs::relative(entry.path(), root).generic_string());
  }
  if (fault) return error_without_position(ErrorCode::ORG_UNUSABLE, (root / folder).string() + ": " + fault.message());
  std::sort(names.begin(), names.end());
  std::vector<CaseFile> files;
  for (const std::string& name : names) {
    LOCALORG_TRY(CaseFile file, read_case_file((root / name).string(), name));
    files.push_back(std::move(file));
  }
  return files;
}

Result<std::string> answer_of(const CaseFile& file, const Case& test) {
  const auto option = [&](const std::string& name, std::string_view otherwise) {
    const auto found = test.with.find(name);
    return found == test.with.end() ? std::string(otherwise) : found->second;
  };
  LOCALORG_TRY(const store::OpenOrg* org, test_org(file.org));
  const auto now = org::parse_datetime(option("now", kNow));
  if (!now) return error_without_position(ErrorCode::ORG_UNUSABLE, "with now: '" + option("now", "") + "' is no dateTime");
  org::Viewer viewer = soql::viewer_of(*org);
  viewer.calendar.time_zone = option("timezone", viewer.calendar.time_zone);
  if (!org::is_time_zone(viewer.calendar.time_zone)) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, "with timezone: no zone '" + viewer.calendar.time_zone + "'");
  }
  std::optional<store::OpenOrg> copy;
  if (test.verb == "request" && starts_request(test.query)) {
    LOCALORG_TRY(const store::Image image, test_image(file.org));
    LOCALORG_TRY(copy, store::copy_of(*org, image));
    org = &*copy;
  }
  api::Session session(*org, org::Clock(*now), viewer);
  if (copy && option("writes", "yes") != "no") session.allow_writes(*copy);
  try {
    return strip_line_feeds(find_verb(test.verb)->answer(session, test.query));
  } catch (const std::exception& e) {
    return std::string("[handle() never throws, but did]\n") + e.what();
  }
}

namespace {

// The JSON behind a status and headers, printed by the one printer; other texts as they are.
std::string canonical_part(std::string_view text) {
  const std::string stripped = strip_line_feeds(text);
  const auto lines = lines_of(stripped);
  const auto json = std::find_if(lines.begin(), lines.end(),
                                 [](const std::string& line) { return line.starts_with('{') || line.starts_with('['); });
  const auto at = static_cast<std::size_t>(json - lines.begin());
  const auto printed =
      at < lines.size() ? print_json(join_lines(lines, at, lines.size())) : Result<std::string>(SalesforceError{});
  if (!printed) return with_advice_in_full(stripped);
  return join_lines(lines, 0, at) + "\n" + *printed;
}

}  // namespace

std::string canonical_answer(std::string_view text) {
  const std::string stripped = strip_line_feeds(text);
  const std::size_t end = stripped.find('\n');
  const bool is_several = stripped.find("\n--\n") != std::string::npos;
  if (is_several || stripped.substr(0, end) == "201") {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t mark = stripped.find("\n--\n"); mark != std::string::npos; mark = stripped.find("\n--\n", begin)) {
      parts.push_back(canonical_part(std::string_view(stripped).substr(begin, mark - begin)));
      begin = mark + 4;
    }
    parts.push_back(canonical_part(std::string_view(stripped).substr(begin)));
    return text::join(parts, "\n--\n");
  }
  if (stripped.substr(0, end) != "200" || end == std::string::npos) return canonical_part(stripped);
  const bool is_json = stripped.substr(end + 1).starts_with('{') || stripped.substr(end + 1).starts_with('[');
  if (!is_json) return canonical_part(stripped);
  const auto printed = print_json(end == std::string::npos ? std::string_view{} : std::string_view(stripped).substr(end + 1));
  return printed ? "200\n" + *printed : stripped + "\n[no JSON, " + printed.error().message + "]";
}

Result<std::string> print_json(std::string_view text) {
  JsonPrinter printer;
  if (!Json::sax_parse(text, &printer)) return error_without_position(ErrorCode::ORG_UNUSABLE, printer.fault());
  return printer.text();
}

std::string diff(std::string_view expected, std::string_view got) {
  const std::vector<std::string> a = lines_of(expected);
  const std::vector<std::string> b = lines_of(got);
  // common[i][j]: the length of the longest common run of lines of a[i..] and b[j..].
  std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string out;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      out += "  " + a[i++] + "\n";
      ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      out += "- " + a[i++] + "\n";
    } else {
      out += "+ " + b[j++] + "\n";
    }
  }
  return out;
}

Result<KnownDifferences> read_known_differences() {
  const std::string path = tests_folder() + "/known_differences.txt";
  LOCALORG_TRY(const std::string text, read_text(path));
  KnownDifferences known;
  for (const std::string& line : lines_of(text)) {
    if (text::trim(line).empty() || line.starts_with('#')) continue;
    const std::size_t bar = line.rfind(" | ");
    if (bar == std::string::npos) return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": no ` | reason`: " + line);
    known[std::string(text::trim(line.substr(0, bar)))] = std::string(text::trim(line.substr(bar + 3)));
  }
  return known;
}

std::vector<Outcome> run_folder(const std::string& folder, bool update) {
  const std::string place = "tests/" + folder;
  const auto files = read_case_files(folder);
  if (!files) return {fault_outcome(place, files.error())};
  const auto known = read_known_differences();
  if (!known) return {fault_outcome(place, known.error())};
  std::vector<Outcome> outcomes;
  for (const CaseFile& file : *files) {
    std::vector<std::string> answers;
    for (const Case& test : file.cases) {
      auto answer = answer_of(file, test);
      if (!answer) {
        outcomes.push_back(fault_outcome("tests/" + file.name + ":" + std::to_string(test.line), answer.error()));
        answers.emplace_back();
        continue;
      }
      if (!update) outcomes.push_back(check(file, test, *answer, *known));
      answers.push_back(known->contains(known_name(file, test)) ? "" : *std::move(answer));
    }
    if (!update) continue;
    const auto written = write_answers(file, answers);
    if (!written) outcomes.push_back(fault_outcome(file.path, written.error()));
  }
  return outcomes;
}

}  // namespace localorg::test
