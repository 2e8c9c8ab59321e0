#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace hark::udp {

/// A connection id of at most 20 bytes (RFC 9000 section 17.2).
struct QuicConnectionId {
    static constexpr std::size_t kLongest = 20;
    std::array<std::byte, kLongest> bytes{};
    std::uint8_t length = 0;
    friend bool operator==(const QuicConnectionId&, const QuicConnectionId&) = default;
};

/// What a packet with a version says in the clear.
struct QuicHeader {
    /// Initial: opens a connection, and is sent by both sides. VersionNegotiation lists what a
    /// server speaks (RFC 9000 section 17.2.1). Other: all else with a long header.
    enum class Kind : std::uint8_t { Initial, VersionNegotiation, Other };
    Kind kind = Kind::Other;
    std::uint32_t version = 0;
    QuicConnectionId destination;
    QuicConnectionId source;
};

/// Reads the beginning of a datagram as a QUIC packet with a long header (RFC 8999 section 5.1) of
/// a known version, as a Version Negotiation packet that lists nothing but known or reserved ones,
/// or as a packet of Google's QUIC that names its version. Nothing for everything else.
[[nodiscard]] std::optional<QuicHeader> readQuicHeader(base::Bytes payload);

/// "version 1", "version 2", "draft-29", "Google Q046", "mvfst 02"; empty for an unknown number.
[[nodiscard]] std::string quicVersionName(std::uint32_t version);

/// The least that a client's first datagram carries (RFC 9000 section 14.1; Google's versions).
[[nodiscard]] std::size_t leastInitialDatagram(std::uint32_t version);

}  // namespace hark::udp
