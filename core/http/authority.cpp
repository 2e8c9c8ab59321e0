#include "core/http/authority.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"

namespace hark::http {

namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

// unreserved, percent and sub-delims of RFC 3986.
constexpr std::array<bool, 256> kHostCharacters = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("-._~%!$&'()*+,;=0123456789abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool isHostCharacter(char c) {
    return kHostCharacters[static_cast<unsigned char>(c)];
}

std::uint16_t defaultPort(std::string_view scheme) {
    return scheme == "https" || scheme == "wss" ? kHttpsPort : kHttpPort;
}

}  // namespace

Authority parseAuthority(std::string_view text) {
    Authority authority;
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        text.remove_prefix(at + 1);
        authority.wellFormed = false;
    }
    std::size_t hostEnd = 0;
    if (!text.empty() && text.front() == '[') {
        const std::size_t close = text.find(']');
        hostEnd = close == std::string_view::npos ? text.size() : close + 1;
        authority.wellFormed = authority.wellFormed && close != std::string_view::npos;
    } else {
        hostEnd = std::min(text.find(':'), text.size());
        for (const char c : text.substr(0, hostEnd)) {
            authority.wellFormed = authority.wellFormed && isHostCharacter(c);
        }
    }
    authority.host = base::toLower(text.substr(0, hostEnd));
    const std::string_view rest = text.substr(hostEnd);
    if (rest.size() > 1 && rest.front() == ':') {
        const auto port = base::parseDecimal(rest.substr(1));
        if (port && *port <= 0xffff) authority.port = static_cast<std::uint16_t>(*port);
        authority.wellFormed = authority.wellFormed && authority.port.has_value();
    } else if (!rest.empty() && rest != ":") {
        authority.wellFormed = false;
    }
    return authority;
}

UriOrigin uriOrigin(std::string scheme, Authority&& authority) {
    UriOrigin origin;
    const std::uint16_t usual = defaultPort(scheme);
    origin.scheme = std::move(scheme);
    origin.host = std::move(authority.host);
    origin.port = authority.port.value_or(usual);
    origin.prefix = origin.scheme + "://" + origin.host;
    if (origin.port != usual) origin.prefix += ":" + std::to_string(origin.port);
    return origin;
}

}  // namespace hark::http
