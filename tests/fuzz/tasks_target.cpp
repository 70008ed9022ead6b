// A file of tasks, as an array or a task a line.
#include <sstream>

#include "base/text.h"
#include "eval/task.h"
#include "fuzz/invariants.h"

using namespace localorg;

namespace {

std::string written(const std::vector<eval::Task>& tasks, const std::string& name) {
  std::ostringstream out;
  eval::write_tasks(out, tasks, name);
  return out.str();
}

// What is written is read again to the same, in either form.
void walk(const std::string& text) {
  const auto tasks = eval::read_tasks(text, "tasks.jsonl");
  if (!tasks) return fuzz::expect_error(tasks.error(), text);
  for (const std::string name : {"tasks.json", "tasks.jsonl"}) {
    const std::string once = written(*tasks, name);
    fuzz::expect(text::is_valid_utf8(once), "tasks are written as what is no UTF-8", once);
    const auto again = eval::read_tasks(once, name);
    fuzz::expect(again.has_value(), "tasks are written as what is none", once);
    fuzz::expect(written(*again, name) == once, "tasks are read otherwise than written", once);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  walk(std::string(fuzz::text_of(data, size)));
  return 0;
}
