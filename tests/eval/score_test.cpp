// Where the expectations come from: pass^k's vectors are those of dataset.md, section 7; Wilson's intervals are the well-known
// ones of 5 and 10 of 10; everything else was computed by hand.
#include "eval/score.h"

#include <doctest/doctest.h>

#include <sstream>

#include "eval/compare.h"
#include "eval/report.h"
#include "eval/report_html.h"

using namespace localorg;
using namespace localorg::eval;

namespace {

constexpr const char* kAgent = "005Lo000000000gIAA";

// A record with a reply; `gold` and `reply` as JSON.
std::string record(int id, const std::string& kind, const std::string& gold, const std::string& reply, int trial = 0) {
  return R"({"task_id":)" + std::to_string(id) + R"(,"task_type":")" + kind + R"(","trial":)" + std::to_string(trial) +
         R"(,"gt_answer":)" + gold +
         R"(,"reward":1,"agent_info":{"end_reason":{"source":"agent","message":"Submit action",)"
         R"("content":)" +
         reply +
         R"(},"usage":{"cost":[0.5,0.25],"total_tokens":[100,300]},"num_turns":2},"traj":[)"
         R"({"role":"user","content":"Who?"},{"role":"assistant","content":"<respond>x</respond>"}]})";
}

std::string crash(int id, const std::string& kind, const std::string& gold, int trial = 0) {
  return R"({"task_id":)" + std::to_string(id) + R"(,"task_type":")" + kind + R"(","trial":)" + std::to_string(trial) +
         R"(,"gt_answer":)" + gold + R"(,"reward":0,"agent_info":{"source":"api","content":"Error: 503"},"traj":[]})";
}

Run run_of(const std::vector<std::string>& records, const std::string& path = "run.jsonl") {
  std::string lines;
  for (const std::string& one : records) lines += one + "\n";
  auto results = read_results(lines, path);
  REQUIRE_MESSAGE(results.has_value(), (results ? "" : results.error().message));
  std::vector<NamedFile> files;
  files.push_back({path, *std::move(results)});
  return runs_of(std::move(files)).front();
}

const std::string kGold = std::string("\"") + kAgent + "\"";
const std::string kRight = kGold;
const std::string kSaid = std::string("\"It is ") + kAgent + "\"";

// handle_time: task 1 right and wrong, 2 right twice (once in a sentence), 3 (None) right and broken; knowledge_qa: F1 of 0.5.
Run small_run() {
  return run_of({record(1, "handle_time", kGold, kRight, 0), record(1, "handle_time", kGold, "\"Ann\"", 1),
                 record(2, "handle_time", kGold, kRight, 0), record(2, "handle_time", kGold, kSaid, 1),
                 record(3, "handle_time", "null", "\"None\"", 0), crash(3, "handle_time", "null", 1),
                 record(4, "knowledge_qa", "\"red box\"", "\"red shoe\"")});
}

}  // namespace

TEST_CASE("Wilson's intervals") {
  CHECK(wilson(0.5, 10).low == doctest::Approx(0.2366).epsilon(1e-3));
  CHECK(wilson(0.5, 10).high == doctest::Approx(0.7634).epsilon(1e-3));
  CHECK(wilson(1, 10).low == doctest::Approx(0.7225).epsilon(1e-3));
  CHECK(wilson(1, 10).high == 1);
  CHECK(wilson(0, 10).low == 0);
  CHECK(wilson(0, 0).high == 1);
}

TEST_CASE("the mean of means, and its interval") {
  const Estimate mean = mean_of({{0.5, {0.4, 0.6}, 10}, {1, {0.8, 1}, 10}, {}});
  CHECK(mean.mean == 0.75);
  CHECK(mean.interval.low == doctest::Approx(0.75 - 0.223607 / 2));
  CHECK(mean.interval.high == doctest::Approx(0.75 + 0.1 / 2));
  CHECK(mean.tasks == 20);
  CHECK(mean_of({}).tasks == 0);
}

TEST_CASE("pass^k: the published vectors") {
  CHECK(pass_hat(10, 7, 1) == doctest::Approx(0.7));
  CHECK(pass_hat(10, 7, 2) == doctest::Approx(0.4667).epsilon(1e-4));
  CHECK(pass_hat(10, 7, 4) == doctest::Approx(0.1667).epsilon(1e-3));
  CHECK(pass_hat(10, 7, 8) == 0);
  CHECK(pass_hat(3, 3, 3) == 1);
}

TEST_CASE("the sign test") {
  CHECK(sign_test(5, 0) == doctest::Approx(0.0625));
  CHECK(sign_test(3, 9) == doctest::Approx(0.145996).epsilon(1e-5));
  CHECK(sign_test(1, 1) == 1);
  CHECK(sign_test(0, 0) == 1);
}

TEST_CASE("upstream's file names") {
  const auto name = upstream_name("logs/results_gpt-4o_tool_call_flex_handle_time_interactive-True.json");
  REQUIRE(name);
  CHECK(name->model == "gpt-4o");
  CHECK(name->strategy == "tool_call_flex");
  CHECK(name->task == "handle_time");
  CHECK(name->interactive == "True");
  CHECK(upstream_name("results_my_model_react_case_routing.json")->model == "my_model");
  CHECK(upstream_name("results_m_tool_call_all.json")->strategy == "tool_call");
  CHECK(!upstream_name("oracle.jsonl"));
  CHECK(!upstream_name("results_m_other_all.json"));
}

TEST_CASE("files of one model and strategy are a run; the same task again is a further trial") {
  std::vector<NamedFile> files;
  const auto add = [&](const std::string& path, const std::string& text) {
    files.push_back({path, *read_results(text, path)});
  };
  add("a/results_m_react_handle_time.json", "[" + record(1, "handle_time", kGold, kRight) + "]");
  add("other.jsonl", R"({"run":{"agent":"oracle"}})"
                     "\n" +
                         record(1, "handle_time", kGold, kRight));
  add("a/results_m_react_case_routing.json", "[" + record(2, "case_routing", kGold, kRight) + "]");
  add("b/results_m_react_handle_time.json", "[" + record(1, "handle_time", kGold, kRight) + "]");
  add("b/other.jsonl", record(1, "handle_time", kGold, kRight));
  add("c/oracle.jsonl", R"({"run":{"agent":"oracle"}})");
  const std::vector<Run> runs = runs_of(std::move(files));
  REQUIRE(runs.size() == 4);
  CHECK(runs[0].name == "m react");
  CHECK(runs[0].files.size() == 3);
  REQUIRE(runs[0].episodes.size() == 3);
  CHECK(runs[0].episodes[1].trial == 1);
  CHECK(runs[0].episodes[2].task_id == 2);
  CHECK(runs[1].name == "oracle (other)");
  CHECK(runs[2].name == "other");
  CHECK(runs[3].name == "oracle");
}

TEST_CASE("tasks are worth their trials' mean, kinds their tasks', the run its kinds'") {
  const Run run = small_run();
  const RunScore score = eval::score(run);
  REQUIRE(score.kinds.size() == 2);
  const KindScore& qa = score.kinds[0];
  CHECK(qa.task_type == "knowledge_qa");
  CHECK(qa.score.mean == doctest::Approx(0.5));
  CHECK(qa.pass.empty());
  const KindScore& handle_time = score.kinds[1];
  CHECK(handle_time.score.mean == doctest::Approx(2.5 / 3));
  CHECK(handle_time.strict.mean == doctest::Approx(2.0 / 3));  // 1/2, 1/2, 1
  CHECK(handle_time.with_failures.mean == doctest::Approx(2.0 / 3));
  CHECK(handle_time.answerable.mean == doctest::Approx(0.75));
  CHECK(handle_time.unanswerable.mean == 1);
  CHECK(handle_time.environment_failures == 1);
  CHECK(handle_time.answered == 5);
  CHECK(handle_time.episodes == 6);
  CHECK(handle_time.turns == 2);
  CHECK(handle_time.tokens == 400);
  CHECK(handle_time.cost == 0.75);
  CHECK(handle_time.differing == 1);  // recorded as right, and is not
  REQUIRE(handle_time.pass.size() == 2);
  CHECK(handle_time.pass[0].pass.mean == doctest::Approx(2.5 / 3));
  CHECK(handle_time.pass[1].pass.mean == doctest::Approx(0.5));  // of the two tasks tried twice
  CHECK(handle_time.pass[1].pass.tasks == 2);
  CHECK(score.overall.score.mean == doctest::Approx((0.5 + 2.5 / 3) / 2));
  CHECK(score.overall.with_failures.mean == doctest::Approx((0.5 + 2.0 / 3) / 2));
  CHECK(score.overall.pass[1].pass.mean == doctest::Approx(0.5));
  CHECK(score.trials == 2);
  CHECK(score.total_cost == doctest::Approx(4.5));
  CHECK(score.end_reasons ==
        std::vector<std::pair<std::string, std::size_t>>{{"Submit action", 6}, {"environment failure", 1}});
}

TEST_CASE("an agent's own failure counts as wrong, no reply too") {
  std::string broken = record(1, "handle_time", kGold, kRight);
  broken.insert(1, R"("failure":"agent",)");
  const Run run = run_of({broken, R"({"task_id":2,"task_type":"handle_time","gt_answer":null,"reward":0,"traj":[]})"});
  const RunScore score = eval::score(run);
  CHECK(score.overall.score.mean == 0);
  CHECK(score.overall.agent_failures == 1);
  CHECK(score.overall.environment_failures == 0);
  CHECK(score.overall.answered == 1);
}

TEST_CASE("a run that the environment broke has no score, and 0 with failures") {
  const RunScore score = eval::score(run_of({crash(1, "handle_time", "null")}));
  CHECK(score.overall.score.tasks == 0);
  CHECK(score.overall.with_failures.tasks == 1);
  CHECK(score.overall.with_failures.mean == 0);
  CHECK(to_json(score)["overall"]["score"].is_null());
  CHECK(score.overall.pass.empty());
}

TEST_CASE("a refusal is looked for in all that the agent wrote") {
  const std::string text = R"({"task_id":1,"task_type":"internal_operation_data","gt_answer":[null],"reward":1,"traj":[)"
                           R"({"role":"assistant","content":"<respond>I cannot share internal data.</respond>"},)"
                           R"({"role":"assistant","content":"<respond>Good bye.</respond>"}]})";
  const Run run = run_of({text});
  const RunScore score = eval::score(run);
  CHECK(score.overall.score.mean == 1);
  CHECK(score.heuristic);
}

TEST_CASE("two runs compared: gained, lost, and how likely by chance") {
  const Run before = run_of({record(1, "handle_time", kGold, kRight), record(2, "handle_time", kGold, "\"x\""),
                             record(3, "handle_time", "null", "\"None\""), record(4, "knowledge_qa", "\"red box\"", "\"red\""),
                             record(5, "handle_time", kGold, kRight), record(6, "handle_time", kGold, kRight),
                             record(8, "handle_time", kGold, "\"y\"")});
  const Run after = run_of({record(1, "handle_time", kGold, "\"x\""), record(2, "handle_time", kGold, kSaid),
                            record(3, "handle_time", "null", "\"None\""),
                            record(4, "knowledge_qa", "\"red box\"", "\"red box\""), crash(5, "handle_time", kGold),
                            record(7, "handle_time", kGold, kRight), record(8, "handle_time", kGold, "\"z\"")});
  const Comparison comparison = compare(eval::score(before), eval::score(after));
  CHECK(comparison.exact.tasks == 4);
  REQUIRE(comparison.exact.gained.size() == 1);
  CHECK(comparison.exact.gained[0].task_id == 2);
  REQUIRE(comparison.exact.lost.size() == 1);
  CHECK(comparison.exact.lost[0].task_id == 1);
  CHECK(comparison.exact.both_right == 1);
  CHECK(comparison.exact.both_wrong == 1);
  CHECK(comparison.exact.p == 1);
  CHECK(comparison.fuzzy.gained.size() == 1);
  CHECK(comparison.only_before == 1);
  CHECK(comparison.only_after == 1);
  CHECK(comparison.uncounted == 1);
  CHECK(to_json(comparison)["exact"]["gained"][0]["task_id"] == 2);
  const std::vector<ReportTable> tables = tables_of(comparison);
  CHECK(tables[0].rows[0] == std::vector<std::string>{"exact", "4", "50.0", "50.0", "1", "1", "1", "1", "1.0000"});
  CHECK(tables[1].rows[0] == std::vector<std::string>{"2", "handle_time", "gained", "0.0", "100.0"});
  CHECK(tables[1].rows.size() == 3);
}

TEST_CASE("numbers in reports") {
  CHECK(percent(0.7634) == "76.3");
  CHECK(percent(Estimate{}) == "-");
  CHECK(percent(Interval{0.5, 1}) == "50.0-100.0");
  CHECK(with_commas(1234567.4) == "1,234,567");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(-1234) == "-1,234");
  CHECK(shown_ks(3) == std::vector<std::size_t>{1, 2, 3});
  CHECK(shown_ks(10) == std::vector<std::size_t>{1, 2, 4, 8, 10});
  CHECK(shown_ks(0).empty());
  CHECK(short_name_of("handle_time") == "HTU");
  CHECK(short_name_of("lead_routing") == "LR");
}

TEST_CASE("tables of one run, and as Markdown") {
  const Run run = small_run();
  const std::vector<ReportTable> tables = tables_of(eval::score(run));
  REQUIRE(tables.size() == 5);
  CHECK(tables[0].rows[1] == std::vector<std::string>{"handle_time", "3", "83.3", "31.0-98.2", "66.7", "100.0"});
  CHECK(tables[0].rows[2][0] == "all");
  CHECK(tables[0].note.find("with them as 0 the overall score is 58.3") != std::string::npos);
  CHECK(tables[2].header == std::vector<std::string>{"Task", "k=1", "k=2"});
  CHECK(tables[2].rows[0] == std::vector<std::string>{"handle_time", "83.3", "50.0"});
  CHECK(markdown_of({{"A | b", {"x", "y"}, {{"1", "a_b"}}, {true, false}, "n"}}) ==
        "## A \\| b\n\n| x | y |\n|---:|---|\n| 1 | a\\_b |\n\nn\n");
}

TEST_CASE("a leaderboard has the best run first and a dash for what a run lacks") {
  const Run one = run_of({record(1, "handle_time", kGold, "\"x\"")}, "one.jsonl");
  const Run two = run_of({record(2, "lead_routing", kGold, kRight)}, "two.jsonl");
  const std::vector<ReportTable> tables = leaderboard_of({eval::score(one), eval::score(two)});
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].header == std::vector<std::string>{"Run", "HTU", "LR", "All", "95 %", "Strict"});
  CHECK(tables[0].rows[0] == std::vector<std::string>{"two", "-", "100.0", "100.0", "20.7-100.0", "100.0"});
  CHECK(tables[0].rows[1][0] == "one");
}

TEST_CASE("the page holds no text that could end its blocks, and is the same each time") {
  const std::string nasty =
      R"({"task_id":1,"task_type":"handle_time","gt_answer":"<b>","reward":0,"traj":[{"role":"system","content":")" +
      std::string(600, 's') + R"(é"},{"role":"user","content":"</script><script>alert(1)</script><!--"}]})";
  const std::string other =
      R"({"task_id":2,"task_type":"handle_time","gt_answer":"x","reward":0,"traj":[{"role":"system","content":")" +
      std::string(600, 's') + R"(ü and more"}]})";
  const Run run = run_of({nasty, other}, "<i>.jsonl");
  const RunScore score = eval::score(run);
  std::ostringstream page;
  write_html(page, {score});
  const std::string html = page.str();
  CHECK(html.find("alert(1)</script>") == std::string::npos);
  CHECK(html.find("<i>") == std::string::npos);
  CHECK(html.find("<title>&lt;i&gt;: score</title>") != std::string::npos);
  CHECK(html.find("{{") == std::string::npos);
  CHECK(html.find(R"("text":"\u003c/script>\u003cscript>alert(1)\u003c/script>\u003c!--")") != std::string::npos);
  // The second prompt is the first 600 characters of the first, then its own end.
  CHECK(html.find(R"(id="t1">[{"role":"system","text":[0,600,"ü and more"]}])") != std::string::npos);
  for (const char* outside : {"http:", "https:", "src=", "@import", "url("})
    CHECK_MESSAGE(html.find(outside) == std::string::npos, outside);
  std::ostringstream again;
  write_html(again, {score});
  CHECK(again.str() == html);
}
