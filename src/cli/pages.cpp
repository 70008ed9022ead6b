#include "cli/pages.h"

#include <iostream>

#include "base/json.h"
#include "cli/command.h"

namespace localorg::cli {
namespace {

// The text between "records":[ and the last ]} of an answer.
std::string_view records_of(std::string_view body) {
  constexpr std::string_view kRecords = "\"records\":[";
  const std::size_t begin = body.find(kRecords) + kRecords.size();
  return body.substr(begin, body.size() - begin - 2);
}

}  // namespace

Result<std::string> whole_answer(api::Session& session, std::string first_page) {
  LOCALORG_TRY(Json page, parse_json(first_page, "answer"));
  if (page["done"]) return first_page;
  std::string out =
      "{\"totalSize\":" + page["totalSize"].dump() + ",\"done\":true,\"records\":[" + std::string(records_of(first_page));
  while (!page["done"]) {
    const api::Response next = api::handle(session, {.target = page["nextRecordsUrl"].get<std::string>()});
    out += ",";
    out += records_of(next.body);
    LOCALORG_TRY(page, parse_json(next.body, "answer"));
  }
  return out + "]}";
}

int print_pages(api::Session& session, api::Response first_page) {
  for (api::Response response = std::move(first_page);;) {
    std::cout << response.body << "\n";
    if (response.status != 200) return kFailed;
    const auto body = parse_json(response.body, "answer");
    if (!body || (*body)["done"]) return kFine;
    response = api::handle(session, {.target = (*body)["nextRecordsUrl"].get<std::string>()});
  }
}

void print_lines(std::string_view answer) {
  // Behind the first [, which begins the records of a query and of a search, up to its ].
  const std::string_view records = answer.substr(answer.find('[') + 1);
  int depth = 0;
  bool in_string = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const char c = records[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth < 0) return;
    if (c == '}' && depth == 0) {
      std::cout << records.substr(begin, i + 1 - begin) << "\n";
      begin = i + 2;  // behind the comma
    }
  }
}

}  // namespace localorg::cli
