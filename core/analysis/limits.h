#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.h"
#include "core/dns/limits.h"
#include "core/http1/limits.h"
#include "core/ip/limits.h"
#include "core/session/limits.h"
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
    dns::Limits dns;
    http1::Limits http1;
    session::Limits session;
    /// Bytes kept of a direction while its protocol is undecided. A request line may be longer, but
    /// its method is known by then.
    std::size_t undecidedBytes = 4096;
    /// Pieces and gaps of both directions meanwhile, so that tiny ones can't cost more.
    std::size_t undecidedPieces = 1024;
    /// The same in all connections together; beyond it, what is undecided is unknown.
    std::size_t allUndecidedBytes = 32U << 20U;
    /// Pieces of a stream at whose beginning HTTP is still looked for after something else came
    /// first, where the connection's start was captured; always, where it wasn't.
    std::size_t laterPieces = 16;
    /// Anomalies kept of packets below the connections; the rest is counted.
    std::size_t networkAnomalies = 1024;
    /// Streams inside streams: CONNECT in CONNECT and so on.
    unsigned depth = 4;
    /// Addresses that clients learned, per generation, of which there are two.
    std::size_t resolvedAddresses = 16'384;
    /// Times that one client learned one address under whatever names, the last ones. With names at
    /// their longest all of them take 50 MB; in practice a tenth.
    std::size_t resolutionsPerAddress = 4;
    /// How long before a connection its address may have been learned for it: a client that tries
    /// another address first sends SYNs there for seven seconds (RFC 6298: after 1, 2 and 4 s).
    base::Duration resolutionLead = std::chrono::seconds(10);
    /// Names with an address that are told once each.
    std::size_t names = 65'536;
    /// The same for offers of HTTP/3.
    std::size_t offers = 16'384;
    /// Longer names and authorities are left out: 255 bytes are the longest name of DNS, and then
    /// some.
    std::size_t nameBytes = 300;
};

}  // namespace hark::analysis
