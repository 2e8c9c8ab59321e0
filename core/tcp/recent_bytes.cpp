#include "core/tcp/recent_bytes.h"

#include <bit>
#include <utility>

namespace hark::tcp {

RecentBytes::RecentBytes(const Limits& limits)
    : mask_(std::bit_ceil(limits.recentSegments) - 1), depth_(limits.comparedSegments) {}

void RecentBytes::allocate() {
    ring_ = std::make_unique<Piece[]>(mask_ + 1);
}

std::optional<Difference> RecentBytes::difference(Place newest, std::uint64_t offset,
                                                  base::Bytes later) const {
    std::optional<Difference> first;
    for (std::size_t i = 0; i < depth_ && newest != 0 && written_ - newest <= mask_; ++i) {
        const Piece& piece = ring_[newest & mask_];
        if (piece.offset + piece.size <= offset) break;
        auto found = differenceBetween(piece.offset, base::Bytes(piece.bytes).first(piece.size),
                                       offset, later);
        if (found) first = std::move(found);
        newest = piece.before;
    }
    return first;
}

}  // namespace hark::tcp
