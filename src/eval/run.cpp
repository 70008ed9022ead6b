#include "eval/run.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "eval/question.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

// What the workers share.
struct Work {
  const std::vector<Task>& tasks;
  const RunOptions& options;
  const Prompts& prompts;
  const store::OpenOrg& org;
  store::Image image;
  const MakeAgent& make_agent;
  RunJournal& journal;
  std::vector<std::size_t> places = {};  // to be played
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stop = false;
  std::mutex lock = {};  // of all that follows, and of the journal
  std::condition_variable changed = {};
  RunSummary summary = {};
  std::optional<SalesforceError> fault = {};
  int running = 0;
};

void play_one(Work& work, const store::OpenOrg& view, Agent& agent, std::size_t place) {
  const std::size_t trials = static_cast<std::size_t>(work.options.trials);
  const Task& task = work.tasks[place / trials];
  const auto now = work.options.now_ms ? work.options.now_ms : today_of(task);
  api::Session session(view, now ? org::Clock(*now) : org::Clock());
  Environment environment(session, work.prompts, work.options.environment);
  environment.reset(task, static_cast<int>(place % trials));
  agent.play(environment);
  if (!environment.is_done()) environment.break_off(Failure::agent, "the agent stopped before the end");
  const std::lock_guard guard(work.lock);
  const auto added = work.journal.add(place, environment.episode(), environment.calls());
  if (!added && !work.fault) work.fault = added.error();
  if (!added) work.stop = true;
  ++work.summary.played;
  if (environment.episode().failure == Failure::environment) ++work.summary.environment_failures;
  work.changed.notify_all();
}

Result<void> play_all(Work& work) {
  LOCALORG_TRY(const store::OpenOrg view, store::view_of(work.org, work.image));
  LOCALORG_TRY(const std::unique_ptr<Agent> agent, work.make_agent(view));
  while (!work.stop) {
    const std::size_t at = work.next++;
    if (at >= work.places.size()) return {};
    play_one(work, view, *agent, work.places[at]);
  }
  return {};
}

void worker(Work& work) {
  const auto played = play_all(work);
  const std::lock_guard guard(work.lock);
  if (!played) {
    if (!work.fault) work.fault = played.error();
    work.stop = true;
  }
  --work.running;
  work.changed.notify_all();
}

void watch(Work& work, const dataset::Progress& progress) {
  std::unique_lock guard(work.lock);
  while (work.running > 0) {
    work.changed.wait(guard);
    if (!progress || work.places.empty()) continue;
    const std::size_t played = work.summary.played;
    guard.unlock();  // drawing takes its time
    progress("episode " + std::to_string(played) + " of " + std::to_string(work.places.size()),
             static_cast<double>(played) / static_cast<double>(work.places.size()));
    guard.lock();
  }
}

Json header_of(const store::OpenOrg& org, const std::vector<Task>& tasks, const RunOptions& options) {
  RunHeader header = options.header;
  header.trials = options.trials;
  header.strategy = std::string(name_of(options.environment.protocol));
  const auto fact = [&](const char* name) {
    const auto found = org.meta.find(name);
    return found == org.meta.end() ? std::string() : found->second;
  };
  header.more["orgSource"] = fact("source");
  header.more["orgSeed"] = fact("seed");
  header.more["taskCount"] = tasks.size();
  header.more["taskFingerprint"] = fingerprint(tasks);
  header.more["observations"] = options.environment.observations == Observations::python ? "python" : "json";
  header.more["maxTurns"] = options.environment.max_turns;
  header.more["aided"] = options.environment.is_aided;
  header.more["interactive"] = options.environment.is_interactive;
  if (options.now_ms) header.more["now"] = org::format_datetime(*options.now_ms);
  return to_json(header);
}

}  // namespace

std::optional<std::int64_t> today_of(const Task& task) {
  auto today = org::parse_date(fact_of(task, "today"));
  if (!today) today = date_in(task.required);
  return today ? std::optional(org::midnight_ms(*today)) : std::nullopt;
}

// FNV-1a over their JSON.
std::string fingerprint(const std::vector<Task>& tasks) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const Task& task : tasks) {
    for (const char c : to_json(task).dump(-1, ' ', false, Json::error_handler_t::replace)) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 0x100000001b3;
    }
  }
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> shift) & 0xF];
  return digits;
}

Result<RunSummary> run_tasks(const store::OpenOrg& org, const std::vector<Task>& tasks, const MakeAgent& make_agent,
                             const RunOptions& options, const dataset::Progress& progress) {
  LOCALORG_TRY(const Prompts prompts, Prompts::read(*org.catalog));
  LOCALORG_TRY(store::Image image, store::image_of(org));
  LOCALORG_TRY(RunJournal journal, RunJournal::open(options.out, header_of(org, tasks, options), options.unfinished));
  Work work{tasks, options, prompts, org, std::move(image), make_agent, journal};
  work.summary.episodes = tasks.size() * static_cast<std::size_t>(options.trials);
  for (std::size_t place = 0; place < work.summary.episodes; ++place) {
    if (!journal.has(place)) work.places.push_back(place);
  }
  work.summary.resumed = work.summary.episodes - work.places.size();
  const std::size_t workers = std::min(static_cast<std::size_t>(options.workers), std::max<std::size_t>(work.places.size(), 1));
  work.running = static_cast<int>(workers);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back([&work] { worker(work); });
  watch(work, progress);
  threads.clear();  // joins
  if (work.fault) return *work.fault;
  LOCALORG_CHECK(journal.finish());
  return work.summary;
}

}  // namespace localorg::eval
