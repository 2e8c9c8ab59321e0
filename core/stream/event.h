#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "core/base/anomaly.h"
#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/time.h"

namespace hark::stream {

/// Which way bytes travel. The client is the side that opened the connection, as far as is known.
enum class Direction : std::uint8_t { ClientToServer, ServerToClient };

[[nodiscard]] constexpr Direction opposite(Direction direction) {
    return direction == Direction::ClientToServer ? Direction::ServerToClient
                                                  : Direction::ClientToServer;
}
[[nodiscard]] constexpr std::size_t index(Direction direction) {
    return static_cast<std::size_t>(direction);
}

/// The packet that carried something, and when.
struct Origin {
    base::PacketRef packet;
    base::Timestamp time;
};

/// Bytes in order, each exactly once.
struct Data {
    Direction direction = Direction::ClientToServer;
    std::uint64_t offset = 0;  ///< of the first byte, from 0 at the direction's first known byte
    base::Bytes bytes;         ///< never empty; borrowed for the call
    Origin origin;             ///< the packet that carried them
};

enum class GapReason : std::uint8_t {
    Lost,        ///< acknowledged by the peer or followed by later bytes, never captured
    SnapLength,  ///< the packet was captured, but cut short
    Limit,       ///< given up because too much was waiting behind it
};
[[nodiscard]] constexpr std::string_view toString(GapReason reason) {
    switch (reason) {
        case GapReason::Lost:
            return "lost";
        case GapReason::SnapLength:
            return "snap-length";
        case GapReason::Limit:
            return "limit";
    }
    return "";
}

/// Bytes that were sent and are not in the capture. Data and gaps of a direction tile [0, end).
struct Gap {
    Direction direction = Direction::ClientToServer;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;  ///< never 0
    GapReason reason = GapReason::Lost;
    /// The first packet that shows that they were sent, by acknowledging them or by coming behind
    /// them.
    Origin origin;
};

enum class EndReason : std::uint8_t {
    Fin,           ///< closed in order; the last byte is known
    Reset,         ///< RST
    Idle,          ///< no packet for the idle limit
    Evicted,       ///< given up to stay within the memory limit
    Reused,        ///< a new connection began with the same addresses and ports
    CaptureEnded,  ///< still open at the end of the capture
};
[[nodiscard]] constexpr std::string_view toString(EndReason reason) {
    switch (reason) {
        case EndReason::Fin:
            return "fin";
        case EndReason::Reset:
            return "reset";
        case EndReason::Idle:
            return "idle";
        case EndReason::Evicted:
            return "evicted";
        case EndReason::Reused:
            return "reused";
        case EndReason::CaptureEnded:
            return "capture-ended";
    }
    return "";
}

/// Nothing more comes in this direction. Comes exactly once per direction, last.
struct End {
    Direction direction = Direction::ClientToServer;
    std::uint64_t offset = 0;  ///< where the direction ends
    EndReason reason = EndReason::CaptureEnded;
    Origin origin;  ///< the packet that ended it; the last packet seen where none did
};

/// What every byte stream speaks: TCP, the inside of TLS, a QUIC stream, the inside of a tunnel.
using Event = std::variant<Data, Gap, End>;

/// Takes the events of one bidirectional stream. Per direction: (Data | Gap)* End. The directions
/// interleave in packet order, except that bytes acknowledging others come after them.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
};

}  // namespace hark::stream
