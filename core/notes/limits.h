#pragma once

#include <chrono>
#include <cstddef>

namespace hark::notes {

struct Limits {
    /// Of a note. Some pages of text: lists fetch it with every row, and show it in a cell.
    std::size_t textBytes = std::size_t{16} << 10U;
    /// For somebody else to finish writing: longer than a watched import's step, which commits
    /// twice a second; short enough for a person who waits.
    std::chrono::milliseconds wait{2000};
};

}  // namespace hark::notes
