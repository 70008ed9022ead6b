// Completion scripts, one function per shell, made from the tables of commands and options.
#pragma once

#include <string>
#include <string_view>

namespace localorg::cli {

std::string bash_completion();
std::string fish_completion();
std::string zsh_completion();

// 'text', for bash and zsh.
std::string in_single_quotes(std::string_view text);

}  // namespace localorg::cli
