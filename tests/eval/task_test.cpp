#include "eval/task.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace localorg;
using namespace localorg::eval;

namespace {

const std::string kLine =
    R"({"idx":650,"query":"Who?","answer":null,"reward_metric":"exact_match","metadata":{"required":"r","optional":"o"},)"
    R"("task":"handle_time"})";

std::string round_trip(const std::string& text, const char* name) {
  const auto tasks = read_tasks(text, "tasks");
  REQUIRE_MESSAGE(tasks.has_value(), (tasks ? "" : tasks.error().message));
  std::ostringstream out;
  write_tasks(out, *tasks, name);
  return out.str();
}

}  // namespace

TEST_CASE("a task is written as it was read") {
  CHECK(round_trip(kLine, "a.jsonl") == kLine + "\n");
  CHECK(round_trip(kLine + "\n\n" + kLine, "a.jsonl") == kLine + "\n" + kLine + "\n");
  CHECK(round_trip("[" + kLine + "," + kLine + "]", "a.json") == "[\n" + kLine + ",\n" + kLine + "\n]\n");
}

TEST_CASE("answers are a text, null, or a list of them; the oldest files say type for task") {
  const auto tasks =
      read_tasks(R"([{"idx":1,"query":"q","answer":["a",null],"type":"x","persona":"p","source":{"a":1}}])", "t");
  REQUIRE(tasks);
  const Task& task = tasks->at(0);
  CHECK(task.task == "x");
  CHECK(task.answers == std::vector<Answer>{"a", std::nullopt});
  CHECK(task.answers_in_list);
  CHECK(task.persona == "p");
  CHECK(to_json(task)["answer"].dump() == R"(["a",null])");
  CHECK(to_json(task)["source"].dump() == R"({"a":1})");
}

TEST_CASE("what is no task is refused with its key") {
  const auto fault = [](const std::string& text) { return read_tasks(text, "t.jsonl").error().message; };
  CHECK(fault("[1]") == "t.jsonl: a task is a JSON object");
  CHECK(fault(R"({"idx":1,"query":"q","task":"x"})") == "t.jsonl: a task has no 'answer'");
  CHECK(fault(R"({"idx":1,"query":"q","answer":1,"task":"x"})") ==
        "t.jsonl: a task's answer is a text, null, or a list of them");
  CHECK(fault(R"({"idx":1,"query":"q","answer":null})") == "t.jsonl: task 1 has no 'task'");
  CHECK(fault(R"({"idx":4294967297,"query":"q","answer":null,"task":"x"})") == "t.jsonl: a task's 'idx' is a number");
  CHECK(fault(R"({"idx":1,"query":"q","answer":null,"task":"x","source":)" + std::string(200'000, '[') +
              std::string(200'000, ']') + "}") == "t.jsonl: nested deeper than 500 levels");
  CHECK(fault("{").find("t.jsonl: line 1") == 0);
}

TEST_CASE("kinds by name and by short name") {
  CHECK(task_kind_named("handle_time") == TaskKind::handle_time);
  CHECK(task_kind_named("htu") == TaskKind::handle_time);
  CHECK(!task_kind_named("handle"));
  for (const TaskKindRow& row : task_kinds()) CHECK(row_of(row.kind).name == row.name);
}
