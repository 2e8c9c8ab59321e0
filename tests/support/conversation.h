#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/capture/packet.h"
#include "core/ip/address.h"
#include "core/stream/event.h"

namespace hark::test {

/// A packet that owns its bytes.
struct BuiltPacket {
    base::Timestamp time;
    std::string bytes;             ///< as captured
    std::uint32_t wireLength = 0;  ///< as sent
};

inline constexpr capture::LinkType kEthernet = 1;

struct Side {
    std::string_view address;
    std::uint16_t port = 0;
};

/// Builds the packets of one TCP connection over Ethernet, as a dialogue:
///
///     Conversation c({.client = {"10.0.0.1", 50000}, .server = {"10.0.0.2", 80}});
///     c.handshake().clientSends("GET / HTTP/1.1\r\n…").serverSends("HTTP/1.1 200
///     OK\r\n…").close(); c.drop(3).swap(4, 5);
///
/// Every step takes `step` of packet time. Each sent segment is acknowledged by the next segment of
/// the peer; `acknowledge()` sends a bare ACK.
class Conversation {
public:
    struct Options {
        Side client{"10.0.0.1", 50000};
        Side server{"10.0.0.2", 80};
        std::uint32_t clientIsn = 1000;
        std::uint32_t serverIsn = 9000;
        std::uint16_t vlan = 0;        ///< 0: untagged
        std::uint8_t windowScale = 0;  ///< of both sides' SYNs; 0: without the option
        std::size_t segmentSize = 1460;
        base::Timestamp start{std::chrono::seconds(1'700'000'000)};
        base::Duration step = std::chrono::milliseconds(1);
    };
    Conversation();
    explicit Conversation(Options options);

    Conversation& handshake();
    Conversation& clientSends(std::string_view bytes);
    Conversation& serverSends(std::string_view bytes);
    Conversation& clientAcknowledges();
    Conversation& serverAcknowledges();
    Conversation& clientFinishes();
    Conversation& serverFinishes();
    /// FIN and its ACK from both sides, the client first.
    Conversation& close();
    Conversation& clientResets();
    Conversation& serverResets();
    /// One garbage byte just before the next sequence number.
    Conversation& clientProbes();
    Conversation& waits(base::Duration duration);
    /// A segment at any place of the client's or server's stream, moving nothing.
    Conversation& sendsAt(stream::Direction direction, std::int64_t offset, std::string_view bytes);
    /// The same with the TCP flags of the caller's choice; `offset` is -1 for a SYN.
    Conversation& sendsSegment(stream::Direction direction, std::uint8_t flags, std::int64_t offset,
                               std::string_view bytes);
    /// Moves a direction forward as if bytes had been sent, without a packet.
    Conversation& sendsUnseen(stream::Direction direction, std::uint32_t length);

    /// Edits of what is there already, by 0-based place.
    Conversation& drop(std::size_t at);
    Conversation& swap(std::size_t a, std::size_t b);
    Conversation& repeat(std::size_t at, std::size_t before);
    Conversation& cutToSnapLength(std::size_t at, std::size_t length);
    Conversation& spoilChecksum(std::size_t at);

    [[nodiscard]] std::size_t size() const { return packets_.size(); }
    [[nodiscard]] const std::vector<BuiltPacket>& packets() const { return packets_; }
    [[nodiscard]] std::vector<BuiltPacket>& packets() { return packets_; }

private:
    struct Half {
        Side side;
        ip::Address address;
        std::uint32_t next = 0;
    };
    void segment(stream::Direction from, std::uint8_t flags, std::string_view payload,
                 std::uint32_t sequence);
    void sends(stream::Direction from, std::string_view bytes);
    void finishes(stream::Direction from);
    [[nodiscard]] Half& half(stream::Direction d) { return halves_[stream::index(d)]; }

    Options options_;
    std::array<Half, 2> halves_;
    base::Timestamp now_;
    std::vector<BuiltPacket> packets_;
};

/// A UDP datagram over Ethernet.
[[nodiscard]] BuiltPacket datagram(const Side& from, const Side& to, std::string_view payload,
                                   base::Timestamp time);

/// The packets of several conversations, by time; equal times keep the order of the arguments.
[[nodiscard]] std::vector<BuiltPacket> merged(const std::vector<const Conversation*>& all);

/// Hands the packets to `take(const capture::Packet&)`, numbered from 1 as input 1.
template <typename Take>
void play(const std::vector<BuiltPacket>& packets, Take&& take) {
    std::uint64_t number = 0;
    for (const BuiltPacket& built : packets) {
        capture::Packet packet;
        packet.ref = {1, ++number};
        packet.time = built.time;
        packet.linkType = kEthernet;
        packet.wireLength = built.wireLength;
        packet.bytes = base::asBytes(built.bytes);
        take(packet);
    }
}

/// Writes the packets as a pcap file with nanosecond times, for tests that need a real file.
void writePcap(const std::string& path, const std::vector<BuiltPacket>& packets);

}  // namespace hark::test
