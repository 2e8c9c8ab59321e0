#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/rows.h"

namespace hark::query {

/// What is known of an exchange's connection that tells why the exchange is not whole.
struct ConnectionFate {
    bool startSeen = false;
    bool isOpen = false;
    std::string endReason;  ///< as connection.end_reason has it
    std::string endedBy;    ///< "client", "server" or nothing
    std::uint64_t clientPackets = 0;
    std::uint64_t serverPackets = 0;
    std::uint64_t clientMissing = 0;  ///< bytes that the client sent and that were not captured
    /// The exchange is the connection's first, or none of them has a request.
    bool isFirst = false;
    PacketSpan first;  ///< its first packet
    PacketSpan last;   ///< its last packet
};
[[nodiscard]] ConnectionFate fateOf(const ConnectionRow& row, std::uint64_t exchange);

/// Why each message of the exchange that is not whole is so; empty where both are. The codes:
/// lost, snap-length, waiting-limit (bytes of it are missing), capture-began-later,
/// direction-missing, unsolicited (a response that nobody asked for), not-sent, reset, closed,
/// capture-ended, idle, evicted, reused, open, or the anomaly's where the bytes are no message that
/// can be read on.
[[nodiscard]] std::vector<Incompleteness> whyIncomplete(const ExchangeRow& row,
                                                        std::span<const AnomalyRow> anomalies,
                                                        const ConnectionFate& fate);

}  // namespace hark::query
