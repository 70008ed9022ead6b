// A line typed on a terminal, with editing, history and completion.  The only header that stands for libedit.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct editline;
struct history;

namespace localorg::cli {

// What TAB does: the bytes from `begin` to the cursor become `text`.  Where that is nothing new, the choices are listed.
struct LineCompletion {
  std::size_t begin = 0;
  std::string text;
  std::vector<std::string> choices;  // none: TAB does nothing
};
using LineCompleter = std::function<LineCompletion(std::string_view line, std::size_t cursor)>;

// Standard input and output must be terminals.  Keys are those of emacs, or what ~/.editrc says.  Between two reads the
// terminal is as it was before.
class LineEditor {
 public:
  explicit LineEditor(LineCompleter completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Key { enter, interrupt, end };  // the line is done; Ctrl-C; Ctrl-D on an empty line

  // Reads a line without its end.  `line` is empty but for Key::enter.
  Key read(const std::string& prompt, std::string& line);
  // The next read can go back to this line.
  void remember(const std::string& line);

 private:
  struct Callbacks;
  struct End {
    void operator()(editline* editor) const;
    void operator()(struct history* lines) const;
  };

  LineCompleter completer_;
  std::string prompt_;
  bool interrupted_ = false;
  std::unique_ptr<struct history, End> history_;
  std::unique_ptr<editline, End> editor_;
};

// Puts the names side by side, as many columns as fit, down first: for a list of choices.
std::string in_columns(const std::vector<std::string>& names, std::size_t width, std::size_t max_lines);

}  // namespace localorg::cli
