#pragma once

#include <cstddef>
#include <cstdint>

#include "core/http1/limits.h"
#include "core/ip/limits.h"
#include "core/tcp/limits.h"
#include "core/tls/limits.h"
#include "core/udp/limits.h"

namespace hark::analysis {

/// The limits of all stages of the line, and its own.
struct Limits {
    ip::Limits ip;
    tcp::Limits tcp;
    udp::Limits udp;
    tls::Limits tls;
    http1::Limits http1;
    /// Bytes kept of a direction while its protocol is undecided. A request line may be longer, but
    /// its method is known by then.
    std::size_t undecidedBytes = 4096;
    /// Pieces of a stream at whose beginning HTTP is still looked for after something else came
    /// first, where the connection's start was captured; always, where it wasn't.
    std::size_t laterPieces = 16;
    /// Anomalies kept of packets below the connections; the rest is counted.
    std::size_t networkAnomalies = 1024;
    /// Streams inside streams: CONNECT in CONNECT and so on.
    unsigned depth = 4;
};

}  // namespace hark::analysis
