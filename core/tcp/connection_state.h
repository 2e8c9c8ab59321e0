#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/anomaly.h"
#include "core/ip/datagram.h"
#include "core/stream/event.h"
#include "core/tcp/connection.h"
#include "core/tcp/half_stream.h"
#include "core/tcp/limits.h"
#include "core/tcp/segment.h"

namespace hark::tcp {

/// One connection while it lives: puts its segments in order and hands the stream on.
///
/// The two endpoints are called sides 0 and 1 here, since which of them is the client may turn out
/// late; stream::Direction is used towards the outside alone.
class ConnectionState final : public RoleCorrection {
public:
    ConnectionState(base::ConnectionId id, const ip::Datagram& datagram, const Segment& segment,
                    bool fromSideOne, const Limits& limits, ConnectionListener& listener);

    /// A further segment of this connection, or its first.
    void onSegment(std::size_t side, const ip::Datagram& datagram, const Segment& segment);
    /// Whether this SYN begins another connection with the same addresses and ports.
    [[nodiscard]] bool isReusedBy(std::size_t side, const Segment& segment) const;
    /// Both directions have ended and their last bytes were acknowledged, or it was reset.
    [[nodiscard]] bool isOver() const;
    /// Hands on whatever waits, with gaps, and both ends. To be called exactly once, last.
    void close(stream::EndReason reason);

    void swapRoles() override;

    [[nodiscard]] const Connection& connection() const { return connection_; }
    [[nodiscard]] std::size_t waitingBytes() const {
        return halves_[0].waitingBytes() + halves_[1].waitingBytes();
    }
    /// Gives up the holes so that nothing waits any more.
    void giveUpWaiting(stream::Origin origin);

    /// Places in the list of open connections, the longest silent first; kept by the reassembler.
    ConnectionState* newer = nullptr;
    ConnectionState* older = nullptr;

private:
    [[nodiscard]] stream::Direction directionOf(std::size_t side) const;
    [[nodiscard]] DirectionCounters& counter(std::size_t side) {
        return connection_.counters[stream::index(directionOf(side))];
    }
    void guessRoles(const ip::Datagram& datagram, const Segment& segment, std::size_t side);
    void noteHandshake(std::size_t side, const Segment& segment, base::Timestamp time);
    void startHalves(std::size_t side, const Segment& segment);
    void noteAcknowledgment(std::size_t side, const Segment& segment);
    void onPayload(std::size_t side, const Segment& segment, std::int64_t offset);
    void onReset(std::size_t side, const Segment& segment);
    void deliver(std::size_t side, std::uint64_t offset, base::Bytes bytes, std::uint64_t missing,
                 const stream::Origin& origin);
    void deliverGap(std::size_t side, std::uint64_t length, stream::GapReason reason,
                    const stream::Origin& origin);
    bool advance(std::size_t side, bool regardlessOfPeer = false);
    void advanceBoth();
    void giveUpOldHoles();
    void giveUpHole(std::size_t side, stream::GapReason reason);
    void watchHole(std::size_t side);
    [[nodiscard]] bool mustWaitForPeer(std::size_t side, std::uint64_t afterPeer) const;
    void end(std::size_t side, stream::EndReason reason);
    void anomaly(base::AnomalyCode code, std::string detail, std::uint64_t offset);
    stream::Sink& sink();

    const Limits& limits_;
    ConnectionListener& listener_;
    Connection connection_;
    std::array<HalfStream, 2> halves_;
    std::unique_ptr<stream::Sink> sink_;
    std::uint64_t packets_ = 0;
    stream::Origin now_;
    std::size_t clientSide_ = 0;
    bool reset_ = false;
};

}  // namespace hark::tcp
