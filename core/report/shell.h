#pragma once

#include <string>
#include <string_view>

namespace hark::report {

/// The text as one word of a command line for bash, zsh and ksh, to the byte: in quotes where
/// anything in it could mean something to a shell, as $'…' where it is not plain printable text.
/// No word can hold a NUL: the text must have none.
[[nodiscard]] std::string shellWord(std::string_view text);

}  // namespace hark::report
