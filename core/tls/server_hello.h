#pragma once

#include <string>

#include "core/base/bytes.h"

namespace hark::tls {

/// What a server chose. Empty where it was not said in the clear or not captured.
struct ServerHello {
    std::string version;   ///< "TLS 1.3"
    std::string protocol;  ///< ALPN, RFC 7301; up to TLS 1.2, since 1.3 encrypts it
};

/// Reads a handshake message as a ServerHello or HelloRetryRequest (RFC 8446 section 4.1.3, RFC
/// 5246 section 7.4.1.3) as far as it is there; what is another message says nothing.
[[nodiscard]] ServerHello readServerHello(base::Bytes message);

}  // namespace hark::tls
