#include "eval/run_journal.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

namespace fs = std::filesystem;

SalesforceError fault(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json json_of(const Call& call, const Episode& episode) {
  return {{"task_id", episode.task_id},
          {"task_type", episode.task_type},
          {"trial", episode.trial},
          {"turn", call.turn},
          {"name", call.name},
          {"arguments", call.arguments},
          {"rows", call.rows ? Json(*call.rows) : Json(nullptr)},
          {"error", call.error.empty() ? Json(nullptr) : Json(call.error)},
          {"milliseconds", call.milliseconds}};
}

// The first fact of two runs that differs.
std::string difference(const Json& ours, const Json& theirs) {
  for (const auto& [name, value] : ours.items()) {
    const auto other = theirs.find(name);
    if (other == theirs.end() || *other != value)
      return name + " is " + text_of(value) + " now and was " + (other == theirs.end() ? "not set" : text_of(*other));
  }
  return "it has facts that this one lacks";
}

std::string calls_path(const std::string& path) {
  constexpr std::string_view kEnding = ".jsonl";
  const std::string stem = path.ends_with(kEnding) ? path.substr(0, path.size() - kEnding.size()) : path;
  return stem + ".calls.jsonl";
}

// A file that is there whole or not at all.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)), out_(path_ + ".new", std::ios::binary) {}
  void write(std::string_view line) { out_ << line << '\n'; }
  Result<void> finish() {
    out_.close();
    std::error_code error;
    if (out_) fs::rename(path_ + ".new", path_, error);
    if (out_ && !error) return {};
    fs::remove(path_ + ".new", error);
    return fault("cannot write " + path_);
  }

 private:
  std::string path_;
  std::ofstream out_;
};

}  // namespace

Result<RunJournal> RunJournal::open(const std::string& path, const Json& header, Unfinished unfinished) {
  RunJournal journal;
  journal.path_ = path;
  journal.header_ = text_of(header);
  const std::string partial = path + ".partial";
  std::error_code error;
  const auto size = fs::file_size(partial, error);
  const bool is_there = !error && size > 0;
  if (is_there && unfinished == Unfinished::refuse)
    return fault(partial + " holds a run that was not finished: --resume goes on with it, --restart drops it");
  journal.file_.reset(std::fopen(partial.c_str(), "ab+"));
  if (!journal.file_) return fault("cannot write " + partial + ": " + std::strerror(errno));
  if (::flock(::fileno(journal.file_.get()), LOCK_EX | LOCK_NB) != 0) return fault("another run writes " + partial);
  if (is_there && unfinished == Unfinished::resume) {
    LOCALORG_CHECK(journal.read_lines(header));
  } else if (::ftruncate(::fileno(journal.file_.get()), 0) != 0) {
    return fault("cannot write " + partial + ": " + std::strerror(errno));
  }
  if (journal.end_ == 0) LOCALORG_CHECK(journal.write_line(journal.header_));
  return journal;
}

Result<void> RunJournal::read_lines(const Json& header) {
  std::ifstream in(path_ + ".partial", std::ios::binary);
  std::string line;
  for (bool is_first = true; std::getline(in, line) && !in.eof(); is_first = false) {
    const auto json = parse_json(line, path_ + ".partial");
    if (!json || !json->is_object()) break;
    if (is_first) {
      if (*json != header)
        return fault(path_ + ".partial is of another run: " +
                     difference(header.value("run", Json::object()), json->value("run", Json::object())));
    } else {
      const auto place = json->find("place");
      if (place == json->end() || !place->is_number_unsigned()) break;
      lines_[place->get<std::size_t>()] = {end_, line.size()};
    }
    end_ += static_cast<std::int64_t>(line.size()) + 1;
  }
  if (::ftruncate(::fileno(file_.get()), end_) != 0) return fault("cannot write " + path_ + ".partial");
  return {};
}

Result<void> RunJournal::write_line(const std::string& line) {
  const std::string whole = line + "\n";
  for (std::size_t at = 0; at < whole.size();) {
    const ssize_t written = ::write(::fileno(file_.get()), whole.data() + at, whole.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return fault("cannot write " + path_ + ".partial: " + std::strerror(errno));
    at += static_cast<std::size_t>(written);
  }
  end_ += static_cast<std::int64_t>(whole.size());
  return {};
}

Result<void> RunJournal::add(std::size_t place, const Episode& episode, const std::vector<Call>& calls) {
  Json asked = Json::array();
  for (const Call& call : calls) asked.push_back(json_of(call, episode));
  const std::string line = text_of({{"place", place}, {"episode", to_json(episode)}, {"calls", std::move(asked)}});
  const std::int64_t start = end_;
  LOCALORG_CHECK(write_line(line));
  lines_[place] = {start, line.size()};
  return {};
}

Result<std::string> RunJournal::line_at(const Line& line) {
  std::string text(line.length, '\0');
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t got =
        ::pread(::fileno(file_.get()), text.data() + at, text.size() - at, line.start + static_cast<std::int64_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fault("cannot read " + path_ + ".partial");
    at += static_cast<std::size_t>(got);
  }
  return text;
}

Result<void> RunJournal::finish() {
  WholeFile results(path_), calls(calls_path(path_));
  results.write(header_);
  for (const auto& [place, where] : lines_) {
    LOCALORG_TRY(const std::string text, line_at(where));
    LOCALORG_TRY(const Json line, parse_json(text, path_ + ".partial"));
    results.write(text_of(line["episode"]));
    for (const Json& call : line["calls"]) calls.write(text_of(call));
  }
  LOCALORG_CHECK(calls.finish());
  LOCALORG_CHECK(results.finish());
  file_.reset();
  std::error_code ignored;
  fs::remove(path_ + ".partial", ignored);
  return {};
}

}  // namespace localorg::eval
