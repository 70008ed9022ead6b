// What standard output is connected to.
#pragma once

#include <cstddef>

namespace localorg::cli {

// Columns and lines of the terminal; 0 where standard output is none.
std::size_t terminal_width();
std::size_t terminal_height();

}  // namespace localorg::cli
