#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/anomaly.h"
#include "core/http/message.h"

namespace hark::http {

/// Where a request goes: the origin of its target URI (RFC 9110 section 4.3.1).
struct UriOrigin {
    std::string scheme;      ///< "http" or "https"; that of the target in absolute-form
    std::string host;        ///< lower case, without port; IPv6 literals in brackets; may be empty
    std::uint16_t port = 0;  ///< the URI's port, the scheme's default where it names none
    std::string prefix;      ///< "http://shop.example.test:8443"; the default port is omitted
};

/// The target URI of a request (RFC 9110 section 7.1), put together as RFC 9112 section 3.3 says.
struct TargetUri {
    /// Of the request target (RFC 9112 section 3.2).
    enum class Form : std::uint8_t { Origin, Absolute, Authority, Asterisk };

    std::shared_ptr<const UriOrigin> origin;  ///< never null; shared by requests to the same one
    Form form = Form::Origin;

    /// Origin and path and query; "host:port" for CONNECT. `target` is the request's.
    [[nodiscard]] std::string url(std::string_view target) const;
};

struct TargetUriResult {
    TargetUri uri;
    std::vector<base::AnomalyCode> anomalies;  ///< missing, repeated or malformed Host
};

/// Puts together the target URIs of one connection's requests, most of which go to one origin.
class TargetUris {
public:
    /// `secure`: the bytes came out of TLS. `serverAddress` (an address, or the host to which a
    /// tunnel leads) and `serverPort` stand in where there is no Host.
    TargetUris(bool secure, std::string serverAddress, std::uint16_t serverPort);

    [[nodiscard]] TargetUriResult of(const RequestHead& head);

private:
    static void checkHost(const RequestHead& head, std::vector<base::AnomalyCode>& anomalies);
    std::shared_ptr<const UriOrigin> fromHost(const RequestHead& head,
                                              std::vector<base::AnomalyCode>& anomalies);

    std::string scheme_;
    std::string serverAddress_;
    std::uint16_t serverPort_;
    std::string lastHost_;  // a Host field's value, and what it gave
    std::shared_ptr<const UriOrigin> lastOrigin_;
};

}  // namespace hark::http
