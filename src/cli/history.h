// The lines typed in earlier shells: a text file, one entry a line, which only its owner may read.
#pragma once

#include <string>
#include <vector>

namespace localorg::cli {

// The latest entries, oldest first.  A file that cannot be read has none.  One that has grown long is cut to these.
std::vector<std::string> read_history(const std::string& path);

// Adds an entry, whose line ends become blanks; makes the file and its folder.  A history that cannot be kept is no error.
void append_history(const std::string& path, const std::string& entry);

}  // namespace localorg::cli
