// One form for all answers: lines, JSON by one printer, advice in full; and how two of them differ.
#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "support/conformance_parts.h"

namespace localorg::test {
namespace {

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

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : text::split(text, '\n')) lines.emplace_back(line);
  return lines;
}

std::string join_lines(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  return text::join({lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.begin() + static_cast<std::ptrdiff_t>(end)},
                    "\n");
}

std::string strip_line_feeds(std::string_view text) {
  while (text.starts_with('\n')) text.remove_prefix(1);
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text);
}

std::pair<std::string, std::string> first_word(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return {std::string(line), ""};
  return {std::string(line.substr(0, blank)), std::string(text::trim(line.substr(blank)))};
}

std::string with_advice_marked(std::string text) {
  for (const auto& [mark, advice] : kAdvice) {
    if (text.ends_with(advice)) return text.replace(text.size() - advice.size(), advice.size(), mark);
  }
  return text;
}

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

}  // namespace localorg::test
