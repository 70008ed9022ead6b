#include "cli/line_editor.h"

#include <histedit.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstring>

#include "base/text.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

constexpr int kHistorySize = 1000;

// libedit reads characters as the locale has them; queries are UTF-8 in any.
void use_utf8() {
  const char* locale = std::setlocale(LC_CTYPE, "");
  if (locale == nullptr || std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) std::setlocale(LC_CTYPE, "C.UTF-8");
}

// How many characters UTF-8 text has.
int characters_of(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Does more input wait behind this key?  Then it was pasted, not typed.
bool is_pasted() {
  int waiting = 0;
  return ::ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting > 0;
}

// Ctrl-C is a key while a line is edited, and a signal at other times.  (libedit takes over what it finds set; its own way
// to say so, EL_SETTY, is forgotten at the first line.)
class InterruptIsKey {
 public:
  InterruptIsKey() {
    known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    termios now = before_;
    now.c_cc[VINTR] = _POSIX_VDISABLE;
    if (known_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
  }
  ~InterruptIsKey() {
    if (known_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  InterruptIsKey(const InterruptIsKey&) = delete;
  InterruptIsKey& operator=(const InterruptIsKey&) = delete;

 private:
  termios before_{};
  bool known_ = false;
};

}  // namespace

// What libedit calls, with the LineEditor as its client data.
struct LineEditor::Callbacks {
  static LineEditor& self(EditLine* editor) {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return *static_cast<LineEditor*>(data);
  }

  static char* prompt(EditLine* editor) { return self(editor).prompt_.data(); }

  static unsigned char interrupt(EditLine* editor, int /*key*/) {
    self(editor).interrupted_ = true;
    std::fputs("^C", stdout);
    return CC_EOF;
  }

  static unsigned char complete(EditLine* editor, int /*key*/) {
    if (is_pasted()) return el_insertstr(editor, " ") == 0 ? CC_REFRESH : CC_ERROR;
    const LineInfo* info = el_line(editor);
    const std::string_view line(info->buffer, static_cast<std::size_t>(info->lastchar - info->buffer));
    const auto cursor = static_cast<std::size_t>(info->cursor - info->buffer);
    const LineCompletion completion = self(editor).completer_(line, cursor);
    if (completion.choices.empty()) return CC_ERROR;
    const std::string before(line.substr(completion.begin, cursor - completion.begin));
    if (completion.text != before) {
      el_deletestr(editor, characters_of(before));
      if (el_insertstr(editor, completion.text.c_str()) != 0) return CC_ERROR;
      const bool is_longer = completion.text.size() > before.size();
      if (is_longer || completion.choices.size() == 1) return CC_REFRESH;
    }
    if (completion.choices.size() == 1) return CC_ERROR;
    const std::size_t lines = std::max<std::size_t>(terminal_height(), 8) - 4;
    std::fputs(("\n" + in_columns(completion.choices, terminal_width(), lines)).c_str(), stdout);
    return CC_REDISPLAY;
  }
};

void LineEditor::End::operator()(editline* editor) const { el_end(editor); }
void LineEditor::End::operator()(struct history* lines) const { history_end(lines); }

LineEditor::LineEditor(LineCompleter completer) : completer_(std::move(completer)) {
  use_utf8();
  HistEvent event{};
  history_.reset(history_init());
  history(history_.get(), &event, H_SETSIZE, kHistorySize);
  history(history_.get(), &event, H_SETUNIQUE, 1);
  editor_.reset(el_init("localorg", stdin, stdout, stderr));
  EditLine* editor = editor_.get();
  el_set(editor, EL_CLIENTDATA, this);
  el_set(editor, EL_SIGNAL, 1);  // a new size of the window, and being stopped and continued
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_PROMPT, &Callbacks::prompt);
  el_set(editor, EL_HIST, &history, history_.get());
  el_set(editor, EL_ADDFN, "localorg-complete", "Complete the word", &Callbacks::complete);
  el_set(editor, EL_ADDFN, "localorg-interrupt", "Abandon the line", &Callbacks::interrupt);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  el_source(editor, nullptr);
  el_set(editor, EL_BIND, "^I", "localorg-complete", nullptr);
  el_set(editor, EL_BIND, "^C", "localorg-interrupt", nullptr);
}

LineEditor::~LineEditor() = default;

LineEditor::Key LineEditor::read(const std::string& prompt, std::string& line) {
  prompt_ = prompt;
  interrupted_ = false;
  line.clear();
  int count = 0;
  const InterruptIsKey while_reading;
  el_set(editor_.get(), EL_PREP_TERM, 1);  // before the prompt stands there, so that no key is read the ordinary way
  const char* typed = el_gets(editor_.get(), &count);
  const bool is_line = typed != nullptr && count > 0 && !interrupted_;
  if (!is_line) {
    std::fputs("\n", stdout);
    std::fflush(stdout);
    return interrupted_ ? Key::interrupt : Key::end;
  }
  line.assign(typed, std::strlen(typed));
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return Key::enter;
}

void LineEditor::remember(const std::string& line) {
  HistEvent event{};
  history(history_.get(), &event, H_ENTER, line.c_str());
}

std::string in_columns(const std::vector<std::string>& names, std::size_t width, std::size_t max_lines) {
  std::size_t widest = 1;
  for (const std::string& name : names) widest = std::max(widest, text::display_width(name));
  const std::size_t columns = std::max<std::size_t>(1, (width + 1) / (widest + 2));
  const std::size_t lines = (names.size() + columns - 1) / columns;
  std::string out;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < std::min(lines, max_lines); ++i) {
    std::string line;
    for (std::size_t at = i; at < names.size(); at += lines) {
      line += std::string(line.empty() ? 0 : widest + 2 - text::display_width(names[at - lines]), ' ') + names[at];
      ++shown;
    }
    out += line + "\n";
  }
  if (shown < names.size()) out += "... and " + std::to_string(names.size() - shown) + " more\n";
  return out;
}

}  // namespace localorg::cli
