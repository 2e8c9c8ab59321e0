#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace hark::tls {

/// What a client says before anything is encrypted. Empty where it was not said or not captured.
/// Of an encrypted client hello this is the outer one.
struct ClientHello {
    std::string serverName;              ///< RFC 6066 section 3; from traffic, not checked
    std::vector<std::string> protocols;  ///< ALPN, RFC 7301, as offered
    std::string version;                 ///< the highest offered, "TLS 1.3"
};

/// Reads a handshake message as a ClientHello (RFC 8446 section 4.1.2) as far as it is there; what
/// is another message says nothing.
[[nodiscard]] ClientHello readClientHello(base::Bytes message);

}  // namespace hark::tls
