#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/target_uri.h"

namespace hark::http {

/// The authority of a URI, or the value of a Host field: uri-host [ ":" port ] (RFC 9110 sections
/// 4.2 and 7.2).
struct Authority {
    std::string host;                   ///< lower case; IPv6 literals in brackets
    std::optional<std::uint16_t> port;  ///< where it names one
    bool wellFormed = true;
};

/// Whatever the text is, the host is what stands where one belongs. User information, which must
/// not be there, is cut.
[[nodiscard]] Authority parseAuthority(std::string_view text);

/// The origin of a URI of that scheme, in lower case, and authority.
[[nodiscard]] UriOrigin uriOrigin(std::string scheme, Authority&& authority);

}  // namespace hark::http
