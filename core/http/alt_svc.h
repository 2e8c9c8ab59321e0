#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hark::http {

/// One alternative of an Alt-Svc field (RFC 7838 section 3). From traffic.
struct Alternative {
    std::string protocol;   ///< ALPN id, percent-decoded: "h3"
    std::string authority;  ///< as offered: "alt.example.test:443", ":443" for the same host
    std::uint16_t port = 0;
    friend bool operator==(const Alternative&, const Alternative&) = default;
};

/// The alternatives that a field value lists, at most sixteen; none for "clear". Stops at the first
/// that is malformed: what is behind it can't be told.
[[nodiscard]] std::vector<Alternative> parseAltSvc(std::string_view value);

/// Whether an ALPN id is that of HTTP/3 (RFC 9114 section 3.1) or of one of its drafts, "h3-29".
[[nodiscard]] bool isHttp3(std::string_view protocol);

}  // namespace hark::http
