#pragma once

#include <chrono>
#include <cstddef>

#include "core/base/time.h"

namespace hark::ip {

struct Limits {
    /// Datagrams put together at a time. A busy line with NFS over UDP has some hundreds.
    std::size_t partialDatagrams = 1024;
    /// Memory for all of them: hundreds of datagrams of the largest size.
    std::size_t partialBytes = std::size_t{16} << 20U;
    /// What receivers wait for the rest of a datagram: 30 s on Linux; RFC 8200 section 4.5 has 60.
    base::Duration fragmentTimeout = std::chrono::seconds(30);
    /// IPv6 extension headers of a packet. Each kind comes once at most, and one of them twice
    /// (RFC 8200 section 4.1).
    std::size_t extensionHeaders = 16;
    /// Tunnels within one another. Overlays have two or three; each one costs a pass over headers.
    std::size_t tunnelDepth = 8;
    /// EtherTypes and link types that are counted by number; the rest is counted in one sum.
    std::size_t namedProtocols = 64;
};

}  // namespace hark::ip
