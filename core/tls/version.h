#pragma once

#include <cstdint>
#include <string_view>

namespace hark::tls {

/// Of TLS 1.3, before it was one: 0x7f and the draft's number.
[[nodiscard]] constexpr bool isDraft(std::uint16_t version) {
    return version >> 8U == 0x7f;
}

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
            return isDraft(version) ? "TLS 1.3 draft" : "";
    }
}

}  // namespace hark::tls
