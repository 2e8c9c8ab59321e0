#include "core/http/target_uri.h"

#include <optional>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http/anomalies.h"

namespace hark::http {

namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

struct Authority {
    std::string host;
    std::optional<std::uint16_t> port;
    bool wellFormed = true;
};

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

// uri-host [ ":" port ] of RFC 9110 section 7.2; user information, which must not be there, is cut.
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

std::uint16_t defaultPort(std::string_view scheme) {
    return scheme == "https" || scheme == "wss" ? kHttpsPort : kHttpPort;
}

// The scheme of an absolute-form target, or nothing.
std::optional<std::string_view> schemeOf(std::string_view target) {
    const std::size_t end = target.find("://");
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    for (const char c : target.substr(0, end)) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.')
            return std::nullopt;
    }
    return target.substr(0, end);
}

void setAuthority(TargetUri& uri, Authority&& authority) {
    uri.host = std::move(authority.host);
    uri.port = authority.port.value_or(defaultPort(uri.scheme));
    uri.origin.reserve(uri.scheme.size() + uri.host.size() + 9);
    uri.origin.append(uri.scheme).append("://").append(uri.host);
    if (uri.port != defaultPort(uri.scheme))
        uri.origin.append(":").append(std::to_string(uri.port));
}

Authority authorityFromHost(const RequestHead& head, std::string_view serverAddress,
                            std::uint16_t serverPort, std::vector<base::AnomalyCode>& anomalies) {
    const auto host = head.fields.first("host");
    if (!host || host->empty()) {
        if (head.version == Version::Http11 && !host) anomalies.push_back(kHostMissing);
        const bool isV6 = serverAddress.find(':') != std::string_view::npos;
        return {isV6 ? fmt::format("[{}]", serverAddress) : std::string(serverAddress), serverPort,
                true};
    }
    if (head.fields.count("host") > 1) anomalies.push_back(kHostRepeated);
    Authority authority = parseAuthority(*host);
    if (!authority.wellFormed) anomalies.push_back(kHostMalformed);
    return authority;
}

}  // namespace

TargetUriResult targetUri(const RequestHead& head, bool secure, std::string_view serverAddress,
                          std::uint16_t serverPort) {
    TargetUriResult result;
    TargetUri& uri = result.uri;
    uri.scheme = secure ? "https" : "http";
    const std::string_view target = head.target();
    if (head.method() == "CONNECT") {  // authority-form, RFC 9112 section 3.2.3
        setAuthority(uri, parseAuthority(target));
        uri.url = target;
        return result;
    }
    if (const auto scheme = schemeOf(target); scheme && target.front() != '/') {
        uri.scheme = base::toLower(*scheme);  // absolute-form overrides Host, section 3.2.2
        const std::string_view rest = target.substr(scheme->size() + 3);
        setAuthority(uri, parseAuthority(rest.substr(0, rest.find_first_of("/?#"))));
        uri.url = target;
        return result;
    }
    setAuthority(uri, authorityFromHost(head, serverAddress, serverPort, result.anomalies));
    uri.url.reserve(uri.origin.size() + target.size());
    uri.url = uri.origin;  // section 3.3
    if (target != "*") uri.url += target;
    return result;
}

}  // namespace hark::http
