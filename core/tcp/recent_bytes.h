#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/bytes.h"
#include "core/tcp/difference.h"
#include "core/tcp/limits.h"

namespace hark::tcp {

/// What all connections together handed on last, so that retransmissions can be held against it:
/// the beginning of each segment, in one ring of fixed size.
///
/// A direction keeps nothing but the place of its newest piece there; each piece names the one
/// before. Pieces that were written over are known by their place, so nobody need be told.
class RecentBytes {
public:
    /// The number of a piece among all, from 1; 0 for none.
    using Place = std::uint64_t;
    /// Kept of a segment: the start line and the first field lines, in which an injected message
    /// differs from the right one. With the bookkeeping it makes 256 bytes, four lines of a cache;
    /// whole segments would cost five times as much.
    static constexpr std::size_t kBytes = 232;

    explicit RecentBytes(const Limits& limits);

    /// Bytes that a direction hands on at `offset`, behind all those before; `newest` is the
    /// direction's newest piece, and becomes this one.
    void keep(Place& newest, std::uint64_t offset, base::Bytes bytes) {
        if (!ring_) allocate();
        Piece& piece = ring_[++written_ & mask_];
        piece.before = newest;
        piece.offset = offset;
        piece.size = std::min(bytes.size(), kBytes);
        std::copy_n(bytes.begin(), piece.size, piece.bytes.begin());
        newest = written_;
    }
    /// The first difference between a direction's pieces that are still there and a later copy.
    [[nodiscard]] std::optional<Difference> difference(Place newest, std::uint64_t offset,
                                                       base::Bytes later) const;

private:
    struct Piece {
        Place before;
        std::uint64_t offset;
        std::size_t size;
        std::array<std::byte, kBytes> bytes;
    };
    void allocate();

    const std::size_t mask_;  // the number of pieces, a power of two, less one
    const std::size_t depth_;
    std::unique_ptr<Piece[]> ring_;  // none before the first piece
    Place written_ = 0;
};

}  // namespace hark::tcp
