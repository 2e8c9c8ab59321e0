#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace hark::tls {

/// Whether the bytes begin like a TLS record of any type and version (RFC 8446 section 5.1); fewer
/// than five bytes never do.
[[nodiscard]] bool looksLikeRecord(base::Bytes bytes);

/// What a client says before anything is encrypted. Empty where it was not said or not captured.
struct ClientHello {
    std::string serverName;              ///< RFC 6066 section 3; from traffic, not checked
    std::vector<std::string> protocols;  ///< ALPN, RFC 7301, as offered
    std::string version;                 ///< the highest offered, "TLS 1.3"
};

/// Reads the first record as a ClientHello (RFC 8446 section 4.1.2) as far as it is there.
[[nodiscard]] ClientHello readClientHello(base::Bytes bytes);

}  // namespace hark::tls
