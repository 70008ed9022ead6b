// What the tables of commands and options say, for those who write it down: --help, completions, the man page.
//
// The name of a value says what it may be, so that an option has no second table for that:
//     FILE  FOLDER  [NAME=]FILE       files, folders
//     table|json|csv|jsonl            these words; words and kinds of values may be mixed
//     TASK...  SCHEMA  LIMIT=NUMBER   words that the program knows, one row of kKinds each
//     N  DATETIME                     anything
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace localorg::cli {

struct OptionFacts {
  std::string name;                 // --file
  std::string letter;               // -f, or empty
  std::vector<std::string> values;  // names of what it takes: none, FILE, or several
  std::string preset;               // the default; empty: none
  std::string text;
  bool takes_more = false;  // values until the next option
  bool repeats = false;     // may be given several times
};

// The command's options and --help.
po::options_description all_options(const Command& command);
// The same, told, in their order.
std::vector<OptionFacts> facts_of(const Command& command);

bool takes_many(const Positional& place);

// What may stand for a value.
struct Candidates {
  bool files = false;
  bool folders = false;
  std::vector<std::string> words;  // one that ends in = has more behind it
};
Candidates candidates_for(std::string_view value);

}  // namespace localorg::cli
