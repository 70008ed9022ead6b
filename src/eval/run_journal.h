// The episodes of a run as they are done, in FILE.partial: a kill loses none of those written, and a resumed run plays none of
// them again.
//
//     {"run": {...}}                                              the run, to be told from another one
//     {"place": 17, "episode": {...}, "calls": [{...}, ...]}      a line an episode, in the order they ended
//
// finish() puts them in order: the results to FILE, and what the org was asked to FILE without .jsonl and with .calls.jsonl.
#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/environment.h"

namespace localorg::eval {

// What is to be done where FILE.partial is there already.
enum class Unfinished {
  refuse,   // an error that says so
  resume,   // go on with it
  restart,  // drop it
};

class RunJournal {
 public:
  // Fails with USAGE: the files cannot be written, an unfinished run is in the way, or the one to be resumed is another run
  // (the first fact that differs is named).  A last line that is not whole is dropped.
  static Result<RunJournal> open(const std::string& path, const Json& header, Unfinished unfinished);

  // The episodes that are done, by their place in the run.
  bool has(std::size_t place) const { return lines_.contains(place); }
  std::size_t size() const { return lines_.size(); }
  // On the disk, as far as a kill of this program goes, when it returns.
  Result<void> add(std::size_t place, const Episode& episode, const std::vector<Call>& calls);
  // Writes both files and removes FILE.partial.
  Result<void> finish();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct Line {
    std::int64_t start = 0;
    std::size_t length = 0;  // without the newline
  };

  Result<void> write_line(const std::string& line);
  Result<void> read_lines(const Json& header);
  Result<std::string> line_at(const Line& line);

  std::string path_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::string header_;
  std::map<std::size_t, Line> lines_;
  std::int64_t end_ = 0;
};

}  // namespace localorg::eval
