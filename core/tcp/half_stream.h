#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/stream/event.h"
#include "core/tcp/difference.h"
#include "core/tcp/recent_bytes.h"
#include "core/tcp/sequence.h"

namespace hark::tcp {

/// Bytes that can't be handed on yet, copied. `missing` bytes after them were cut off by the snap
/// length. They may be handed on once the peer's stream has reached `afterPeer`.
struct WaitingBytes {
    std::uint64_t offset = 0;
    std::uint64_t missing = 0;
    std::uint64_t afterPeer = 0;
    stream::Origin origin;
    std::uint64_t packet = 0;  ///< of the connection, by which they came
    std::vector<std::byte> bytes;

    [[nodiscard]] std::uint64_t end() const { return offset + bytes.size() + missing; }
};

/// How far a direction came according to one packet, further than any window allowed. Believed when
/// another packet agrees.
struct FarAhead {
    std::uint64_t end = 0;
    bool isAcknowledgment = false;
    bool hasFin = false;   ///< at `end`
    WaitingBytes segment;  ///< empty for an acknowledgment
};

/// One direction of a connection: what was handed on, what waits behind a hole, how far the peer
/// acknowledged. Knows nothing of the other direction.
class HalfStream {
public:
    SequenceSpace space;
    std::uint64_t next = 0;            ///< offset of the first byte not handed on
    std::uint64_t acknowledged = 0;    ///< by the peer, as an offset; may be ahead of `next`
    RecentBytes::Place recent = 0;     ///< the newest of what was handed on and is still kept
    std::optional<std::uint64_t> fin;  ///< offset of the FIN
    bool finAcknowledged = false;
    bool ended = false;  ///< End was handed on
    bool packetSeen = false;
    bool synSeen = false;
    bool isPadded = false;  ///< bytes behind its bare ACKs were no data; see padding.h
    std::optional<std::uint8_t> windowScale;  ///< of this direction's SYN
    std::uint16_t largestWindow = 0;          ///< that the peer offered, not scaled
    /// End came before the stream was opened; handed on when it is.
    std::optional<stream::End> unsaidEnd;
    /// Where a RST stands that the receiver may not have believed: behind a hole, or before bytes
    /// that it may not have had.
    std::optional<std::uint64_t> resetAt;
    std::unique_ptr<FarAhead> farAhead;

    /// Since when bytes are missing that others wait for.
    struct Hole {
        base::Timestamp since;      ///< by the capture's clock
        std::uint64_t packets = 0;  ///< of the connection, seen up to then
        stream::Origin origin;      ///< the packet that showed it
    };
    std::optional<Hole> hole;

    /// Keeps bytes for later; of what overlaps, the bytes that came first stay. Returns the first
    /// difference between overlapping bytes.
    std::optional<Difference> wait(WaitingBytes&& bytes);
    [[nodiscard]] bool isWaiting() const { return waiting_ && !waiting_->empty(); }
    [[nodiscard]] const WaitingBytes& front() const { return waiting_->front(); }
    /// Where the last waiting byte ends; `next` where nothing waits.
    [[nodiscard]] std::uint64_t waitingEnd() const {
        return isWaiting() ? waiting_->back().end() : next;
    }
    [[nodiscard]] WaitingBytes takeFront();
    [[nodiscard]] std::size_t waitingBytes() const { return waitingBytes_; }
    [[nodiscard]] std::size_t waitingSegments() const { return waiting_ ? waiting_->size() : 0; }
    /// What it has allocated, bookkeeping included.
    [[nodiscard]] std::size_t memory() const {
        return waiting_ || farAhead ? memoryOfBuffers() : 0;  // nearly always none
    }

    /// Where the missing bytes at `next` end: at the first waiting byte, or where the peer has
    /// acknowledged them or the FIN; `next` where nothing is missing.
    [[nodiscard]] std::uint64_t holeEnd() const;

private:
    [[nodiscard]] std::size_t memoryOfBuffers() const;

    // By offset, not overlapping. Most connections never need it, and an empty deque allocates.
    std::unique_ptr<std::deque<WaitingBytes>> waiting_;
    std::size_t waitingBytes_ = 0;
};

}  // namespace hark::tcp
