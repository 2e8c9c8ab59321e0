#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/anomaly.h"
#include "core/http/message.h"

namespace hark::http {

/// The target URI of a request (RFC 9110 section 7.1), put together as RFC 9112 section 3.3 says.
struct TargetUri {
    std::string scheme;      ///< "http" or "https"; that of the target in absolute-form
    std::string host;        ///< lower case, without port; IPv6 literals in brackets; may be empty
    std::uint16_t port = 0;  ///< the URI's port, the scheme's default where it names none
    std::string origin;      ///< "http://shop.example.test:8443"; the default port is omitted
    std::string url;         ///< origin and path and query; "host:port" for CONNECT
};

struct TargetUriResult {
    TargetUri uri;
    std::vector<base::AnomalyCode> anomalies;  ///< missing, repeated or malformed Host
};

/// `secure`: the bytes came out of TLS. `serverPort` stands in where no Host names a port and
/// `serverAddress` where there is no Host at all.
[[nodiscard]] TargetUriResult targetUri(const RequestHead& head, bool secure,
                                        std::string_view serverAddress, std::uint16_t serverPort);

}  // namespace hark::http
