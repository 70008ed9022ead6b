// A file of results, read, graded and shown in each form.
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "eval/report.h"
#include "eval/report_html.h"
#include "fuzz/invariants.h"

using namespace localorg;

namespace {

// Records are written as they are read again.
void expect_same_again(const eval::Episode& episode) {
  const Json once = eval::to_json(episode);
  const auto again = eval::episode_from_json(once);
  fuzz::expect(again.has_value(), "a record is written as what is none", again ? "" : again.error().message);
  fuzz::expect(eval::to_json(*again) == once, "a record is read otherwise than written", once.dump());
}

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

void expect_shown(const std::vector<eval::RunScore>& scores) {
  for (const eval::RunScore& score : scores) {
    const std::string json = eval::to_json(score).dump(-1, ' ', false, Json::error_handler_t::replace);
    fuzz::expect(Json::accept(json), "a score is no JSON", json);
    fuzz::expect(score.overall.score.mean >= 0 && score.overall.score.mean <= 1, "a score beyond 1", json);
    fuzz::expect(!eval::markdown_of(eval::tables_of(score)).empty(), "a score has no tables");
  }
  std::ostringstream page;
  eval::write_html(page, scores);
  const std::string html = page.str();
  fuzz::expect(text::is_valid_utf8(html), "a page is no UTF-8");
  fuzz::expect(count(html, "<script") == count(html, "</script>"), "a text ended a script", html);
  fuzz::expect(count(html, "<x-") == 0, "a text became an element", html);
}

std::string walk(const std::string& text) {
  auto results = eval::read_results(text, "r.jsonl");
  if (!results) {
    fuzz::expect_error(results.error(), text);
    return results.error().message;
  }
  for (const eval::Episode& episode : results->episodes) expect_same_again(episode);
  std::vector<eval::NamedFile> files;
  files.push_back({"r.jsonl", *std::move(results)});
  const std::vector<eval::Run> runs = eval::runs_of(std::move(files));
  std::vector<eval::RunScore> scores;
  for (const eval::Run& run : runs) scores.push_back(eval::score(run));
  expect_shown(scores);
  return eval::markdown_of(eval::leaderboard_of(scores));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const std::string first = walk(text);
  fuzz::expect(first == walk(text), "results have two scores", first);
  return 0;
}
