#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/anomaly.h"
#include "core/ip/datagram.h"
#include "core/stream/event.h"
#include "core/tcp/connection.h"
#include "core/tcp/counters.h"
#include "core/tcp/half_stream.h"
#include "core/tcp/limits.h"
#include "core/tcp/padding.h"
#include "core/tcp/recent_bytes.h"
#include "core/tcp/segment.h"

namespace hark::tcp {

/// A SYN with another number in the middle of a connection, kept until somebody answers it.
struct StraySyn {
    std::size_t side = 0;
    Segment segment;  ///< its payload is below
    std::vector<std::byte> payload;
    stream::Origin origin;

    /// Whether a segment of the peer acknowledges it, or one of the same side goes on from it (RFC
    /// 9293 section 3.5); bytes in the SYN may have been taken or not (RFC 7413).
    [[nodiscard]] bool isAnsweredBy(std::size_t from, const Segment& answer) const;
};

/// What hardly any connection has, by side.
struct Oddities {
    std::array<std::optional<ZerosAside>, 2> zeros;
    std::array<std::uint64_t, 2> urgentEnd{};  ///< the furthest that an urgent pointer pointed
};

/// One connection while it lives: puts its segments in order and hands the stream on.
///
/// The two endpoints are called sides 0 and 1 here, since which of them is the client may turn out
/// late; stream::Direction is used towards the outside alone.
class ConnectionState final : public RoleCorrection {
public:
    ConnectionState(base::ConnectionId id, const ip::Datagram& datagram, const Segment& segment,
                    bool fromSideOne, const Limits& limits, Counters& counters, RecentBytes& recent,
                    ConnectionListener& listener);

    /// A further segment of this connection, or its first.
    void onSegment(std::size_t side, const ip::Datagram& datagram, const Segment& segment);
    /// Whether this is a SYN of another connection with the same addresses and ports, if it is to
    /// be believed.
    [[nodiscard]] bool isAnotherStart(std::size_t side, const Segment& segment) const;
    /// Both directions ended, or a RST was seen that may be believed.
    [[nodiscard]] bool isEnding() const;
    /// Both directions have ended and their last bytes were acknowledged, or it was reset.
    [[nodiscard]] bool isOver() const;
    /// Hands on whatever waits, with gaps, and both ends. To be called exactly once, last.
    void close(stream::EndReason reason);

    void swapRoles() override;

    [[nodiscard]] const Connection& connection() const { return connection_; }
    [[nodiscard]] std::size_t waitingBytes() const {
        return halves_[0].waitingBytes() + halves_[1].waitingBytes();
    }
    /// What it has allocated beyond itself.
    [[nodiscard]] std::size_t memory() const {
        return halves_[0].memory() + halves_[1].memory() + rareMemory_ +
               (straySyn ? sizeof(StraySyn) + straySyn->payload.size() : 0);
    }
    /// The sequence number after all that a side sent, where any was seen.
    [[nodiscard]] std::optional<std::uint32_t> nextSequence(std::size_t side) const;
    /// The capture's clock has jumped, and this connection belongs to the time after it.
    void setClock(base::Timestamp now);
    /// Gives up the holes so that nothing waits any more.
    void giveUpWaiting(stream::Origin origin);

    /// The capture's clock at its last packet, which one wrong time doesn't move; set by the
    /// reassembler.
    base::Timestamp touched;
    /// The number of that packet, as the clock counts; set by the reassembler.
    std::uint64_t touchedBy = 0;
    /// Kept by the reassembler.
    std::unique_ptr<StraySyn> straySyn;
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
    void acknowledge(std::size_t side, std::uint64_t end);
    void onPayload(std::size_t side, const Segment& segment, std::int64_t offset);
    [[nodiscard]] Oddities& oddities();
    void noteUrgent(std::size_t side, const Segment& segment, std::int64_t offset);
    bool putAside(std::size_t side, const Segment& segment, std::int64_t offset);
    void judgeZeros(std::size_t side, const ip::Datagram& datagram, const Segment& segment);
    [[nodiscard]] ZerosAside takeZeros(std::size_t side);
    void takeForPadding(std::size_t side);
    void takeForData(std::size_t side);
    void onFin(std::size_t side, std::int64_t offset);
    bool acceptFin(std::size_t side, std::uint64_t at);
    void onReset(std::size_t side, const Segment& segment);
    void ignoreReset(std::size_t side, std::int64_t distance);
    void believeReset(std::size_t side);
    [[nodiscard]] bool answersSyn(std::size_t side, const Segment& segment) const;
    void doubtReset(std::size_t side);
    void withdrawFin(std::size_t side);
    [[nodiscard]] std::uint64_t flight(std::size_t side) const;
    [[nodiscard]] std::uint64_t reach(std::size_t side) const;
    [[nodiscard]] bool agreesWithFar(std::size_t side, std::uint64_t offset,
                                     bool isAcknowledgment) const;
    bool believesFar(std::size_t side, std::uint64_t offset, bool isAcknowledgment);
    void keepFar(std::size_t side, FarAhead&& far);
    void compare(std::size_t side, const Segment& segment, std::int64_t offset);
    void noteDifference(const std::optional<Difference>& difference);
    void wait(std::size_t side, WaitingBytes&& bytes);
    void deliver(std::size_t side, std::uint64_t offset, base::Bytes bytes, std::uint64_t missing,
                 const stream::Origin& origin);
    void deliverGap(std::size_t side, std::uint64_t length, stream::GapReason reason,
                    const stream::Origin& origin);
    bool advance(std::size_t side, bool regardlessOfPeer = false);
    void advanceBoth();
    [[nodiscard]] bool isOldHole(std::size_t side) const;
    void giveUpOldHoles();
    void giveUpHole(std::size_t side, stream::GapReason reason);
    void watchHole(std::size_t side);
    void predate(HalfStream::Hole& hole, const WaitingBytes& behind) const;
    [[nodiscard]] bool mustWaitForPeer(std::size_t side, std::uint64_t afterPeer) const;
    void end(std::size_t side, stream::EndReason reason);
    void anomaly(base::AnomalyCode code, std::string detail, std::uint64_t offset);
    stream::Sink& sink();

    const Limits& limits_;
    Counters& counters_;
    RecentBytes& recent_;
    ConnectionListener& listener_;
    Connection connection_;
    std::array<HalfStream, 2> halves_;
    std::unique_ptr<Oddities> odd_;
    std::unique_ptr<stream::Sink> sink_;
    std::uint64_t packets_ = 0;
    std::size_t rareMemory_ = 0;  // of anomalies and odd_
    stream::Origin now_;
    std::size_t clientSide_ = 0;
    bool reset_ = false;
};

}  // namespace hark::tcp
