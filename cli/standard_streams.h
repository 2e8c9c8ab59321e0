#pragma once

#include <string_view>

namespace hark::cli {

/// Writes to standard error at once. What can't be written is lost: there is nobody left to tell.
void printError(std::string_view text);

/// Opens /dev/null for those of the three standard streams that are closed. Otherwise the next file
/// to be opened would get the number of one, and what is meant for a person would go into it. What
/// is written to a closed standard output still fails.
void keepStandardStreams();

/// Lets what can't be written, to a pipe without a reader or beyond the size that files may have,
/// fail with an error, not with a signal.
void ignoreOutputSignals();

}  // namespace hark::cli
