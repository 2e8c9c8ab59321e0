#pragma once

#include <cstdint>
#include <string_view>

namespace hark::tls {

/// "TLS 1.3"; empty for a number that is no version, such as those of RFC 8701.
[[nodiscard]] constexpr std::string_view versionName(std::uint16_t version) {
    switch (version) {
        case 0x0300:
            return "SSL 3.0";
        case 0x0301:
            return "TLS 1.0";
        case 0x0302:
            return "TLS 1.1";
        case 0x0303:
            return "TLS 1.2";
        case 0x0304:
            return "TLS 1.3";
        default:
            return "";
    }
}

}  // namespace hark::tls
