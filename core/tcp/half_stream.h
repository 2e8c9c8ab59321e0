#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/stream/event.h"
#include "core/tcp/sequence.h"

namespace hark::tcp {

/// Bytes that can't be handed on yet, copied. `missing` bytes after them were cut off by the snap
/// length. They may be handed on once the peer's stream has reached `afterPeer`.
struct WaitingBytes {
    std::uint64_t offset = 0;
    std::uint64_t missing = 0;
    std::uint64_t afterPeer = 0;
    stream::Origin origin;
    std::vector<std::byte> bytes;

    [[nodiscard]] std::uint64_t end() const { return offset + bytes.size() + missing; }
};

/// One direction of a connection: what was handed on, what waits behind a hole, how far the peer
/// acknowledged. Knows nothing of the other direction.
class HalfStream {
public:
    SequenceSpace space;
    std::uint64_t next = 0;            ///< offset of the first byte not handed on
    std::uint64_t acknowledged = 0;    ///< by the peer, as an offset; may be ahead of `next`
    std::optional<std::uint64_t> fin;  ///< offset of the FIN
    bool finAcknowledged = false;
    bool ended = false;  ///< End was handed on
    /// End came before the stream was opened; handed on when it is.
    std::optional<stream::End> unsaidEnd;
    bool packetSeen = false;

    /// Since when bytes are missing that others wait for.
    struct Hole {
        base::Timestamp since;
        std::uint64_t packets = 0;  ///< of the connection, seen up to then
    };
    std::optional<Hole> hole;

    /// Keeps bytes for later; of what overlaps, the bytes that came first stay. Returns whether all
    /// overlapping bytes were equal.
    bool wait(WaitingBytes&& bytes);
    [[nodiscard]] bool isWaiting() const { return !waiting_.empty(); }
    [[nodiscard]] const WaitingBytes& front() const { return waiting_.front(); }
    [[nodiscard]] WaitingBytes takeFront();
    [[nodiscard]] std::size_t waitingBytes() const { return waitingBytes_; }
    [[nodiscard]] std::size_t waitingSegments() const { return waiting_.size(); }

    /// Where the missing bytes at `next` end: at the first waiting byte, or where the peer has
    /// acknowledged them or the FIN; `next` where nothing is missing.
    [[nodiscard]] std::uint64_t holeEnd() const;

private:
    std::deque<WaitingBytes> waiting_;  // by offset, not overlapping
    std::size_t waitingBytes_ = 0;
};

}  // namespace hark::tcp
