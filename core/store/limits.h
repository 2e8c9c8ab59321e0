#pragma once

#include <cstddef>

namespace hark::store {

/// What the writer keeps in memory, whatever the traffic does.
struct Limits {
    /// Longest content in one row. SQLite reads a value whole, and its own limit is 1 GB.
    std::size_t partBytes = std::size_t{1} << 20U;
    /// Content of open messages that waits to be written, all together; beyond it the longest are
    /// written in shorter parts. Sixteen downloads at full part size.
    std::size_t waitingBytes = std::size_t{16} << 20U;
    /// Digests remembered per generation, of which there are two, to store each distinct content
    /// or head once: 28 bytes each, at nine quarters of a power of two, where the table is full.
    /// Content that returns after so many others is stored again.
    std::size_t contentDigests = 589'824;
    std::size_t headDigests = 294'912;
    /// Stored between two places to which a bulk import can go back where the disk is full.
    std::size_t savePointBytes = std::size_t{64} << 20U;
    /// Distinct origins, media types and names of hosts that are remembered; others get a row per
    /// use.
    std::size_t names = 16'384;
    /// Longer ones are not remembered: 255 bytes are the longest name of DNS, and then some.
    std::size_t nameBytes = 300;
};

}  // namespace hark::store
