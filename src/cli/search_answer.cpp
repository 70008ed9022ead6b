#include "cli/search_answer.h"

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "api/search.h"
#include "base/text.h"
#include "cli/pages.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

// The records of one object, with the columns of its plan and, where some record has them, highlights and snippets.
Cells cells_of_object(const Json& records, const sosl::PreparedReturned& returned) {
  Json own = {{"records", Json::array()}};
  for (const Json& record : records) {
    const auto& type = record["attributes"]["type"].get_ref<const std::string&>();
    if (type == returned.bound.object->name) own["records"].push_back(record);
  }
  soql::PlanRecord shown = returned.prepared.plan.record;
  std::erase_if(shown.members, [&](const soql::PlanMember& member) {
    if (!member.left_out_if_null) return false;
    return std::none_of(own["records"].begin(), own["records"].end(), [&](const Json& r) { return r.contains(member.key); });
  });
  return cells_of(own, shown);
}

void print_objects(const Json& records, const sosl::PreparedSearch& search, Format format) {
  bool is_first = true;
  for (const sosl::PreparedReturned& returned : search.returned) {
    const Cells cells = cells_of_object(records, returned);
    if (cells.rows.empty() && search.returned.size() > 1) continue;
    if (!is_first) std::cout << "\n";
    is_first = false;
    if (format == Format::csv) {
      print_csv(std::cout, cells);
      continue;
    }
    if (search.returned.size() > 1) std::cout << returned.bound.object->name << "\n";
    print_table(std::cout, cells, terminal_width());
  }
  if (format == Format::table) std::cout << "(" << records.size() << (records.size() == 1 ? " record)\n" : " records)\n");
}

void print_statement(std::ostream& out, const sosl::ExplainedObject& object) {
  out << "\nBound (" << object.object << ")\n" << object.bound;
  out << "\nFull-text query (" << object.object << ")\n  " << object.match.query << "\n  score by " << object.match.score
      << "\n";
  out << "\nSQL (" << object.object << ")\n" << object.sql << "\n";
  for (std::size_t i = 0; i < object.parameters.size(); ++i) out << "  ?" << i + 1 << " = " << object.parameters[i] << "\n";
  out << "\nSQLite's plan (" << object.object << ")\n" << object.plan;
  out << "\nFound (" << object.object << "): " << object.rows << (object.rows == 1 ? " record\n" : " records\n");
  for (const sosl::Hit& hit : object.hits) {
    out << "  " << hit.id << "  score " << hit.score << (hit.has_all ? ", all words\n" : ", some words\n");
    for (const auto& [field, text] : hit.fields) {
      std::string line = text;
      for (char& c : line) {
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
      }
      out << "    " << field << ": " << line << "\n";
    }
  }
}

}  // namespace

bool is_search(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  return text::equal_ignoring_case(trimmed.substr(0, trimmed.find_first_of(" \t\r\n{'")), "FIND");
}

Result<int> answer(api::Session& session, const SearchQuestion& question) {
  const api::Response response = api::handle(session, {.target = api::search_target(question.text, question.api_version)});
  const bool fine = response.status == 200;
  if (question.format == Format::json && (fine || question.errors_as_json)) {
    std::cout << response.body << "\n";
    return int{fine ? kFine : kFailed};
  }
  LOCALORG_TRY(const Json body, parse_json(response.body, "answer"));
  if (!fine) {
    std::cerr << body[0]["errorCode"].get<std::string>() << ": " << body[0]["message"].get<std::string>() << "\n";
    return int{kFailed};
  }
  if (question.format == Format::jsonl) {
    print_lines(response.body);
    return int{kFine};
  }
  LOCALORG_TRY(const sosl::PreparedSearch* search, sosl::search(session.search_engine(), question.text));
  print_objects(body["searchRecords"], *search, question.format);
  return int{kFine};
}

void print(std::ostream& out, const sosl::Explanation& explanation) {
  out << "Parsed\n" << explanation.ast;
  for (const sosl::ExplainedObject& object : explanation.objects) print_statement(out, object);
  if (explanation.corrected) out << "\nNothing was found as it was written; other spellings were searched.\n";
  out << "\nTimes\n";
  for (const soql::StepTime& time : explanation.times) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f us", time.microseconds);
    out << "  " << time.step << std::string(11 - time.step.size(), ' ') << text << "\n";
  }
}

Json json_of(const sosl::Explanation& explanation) {
  Json objects = Json::array();
  for (const sosl::ExplainedObject& object : explanation.objects) {
    Json hits = Json::array();
    for (const sosl::Hit& hit : object.hits) {
      Json fields = Json::object();
      for (const auto& [field, text] : hit.fields) fields[field] = text;
      hits.push_back({{"Id", hit.id}, {"score", hit.score}, {"allWords", hit.has_all}, {"fields", std::move(fields)}});
    }
    objects.push_back({{"object", object.object},
                       {"bound", object.bound},
                       {"match", object.match.query},
                       {"score", object.match.score},
                       {"sql", object.sql},
                       {"parameters", object.parameters},
                       {"plan", object.plan},
                       {"rows", object.rows},
                       {"hits", std::move(hits)}});
  }
  Json times = Json::object();
  for (const soql::StepTime& time : explanation.times) times[time.step + "_us"] = time.microseconds;
  return {{"ast", explanation.ast}, {"objects", objects}, {"corrected", explanation.corrected}, {"times", times}};
}

}  // namespace localorg::cli
