#include "core/http/target_uri.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/http/anomalies.h"

namespace hark::http {

namespace {

constexpr std::size_t kLongestHost = 255;  // of DNS; longer ones are not remembered
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

std::shared_ptr<const UriOrigin> originOf(std::string scheme, Authority&& authority) {
    auto origin = std::make_shared<UriOrigin>();
    const std::uint16_t usual = defaultPort(scheme);
    origin->scheme = std::move(scheme);
    origin->host = std::move(authority.host);
    origin->port = authority.port.value_or(usual);
    origin->prefix = origin->scheme + "://" + origin->host;
    if (origin->port != usual) origin->prefix += ":" + std::to_string(origin->port);
    return origin;
}

}  // namespace

std::string TargetUri::url(std::string_view target) const {
    switch (form) {
        case Form::Absolute:
        case Form::Authority:
            return std::string(target);
        case Form::Asterisk:
            return origin->prefix;
        case Form::Origin:
            break;
    }
    return std::string(origin->prefix).append(target);  // RFC 9112 section 3.3
}

TargetUris::TargetUris(bool secure, std::string serverAddress, std::uint16_t serverPort)
    : scheme_(secure ? "https" : "http"),
      serverAddress_(std::move(serverAddress)),
      serverPort_(serverPort) {}

std::shared_ptr<const UriOrigin> TargetUris::fromHost(const RequestHead& head,
                                                      std::vector<base::AnomalyCode>& anomalies) {
    std::size_t hosts = 0;
    std::string_view host;  // the first
    head.fields.forEach("host", [&](std::string_view value) {
        if (hosts++ == 0) host = value;
    });
    if (host.empty()) {
        if (head.version == Version::Http11 && hosts == 0) anomalies.push_back(kHostMissing);
        const bool isV6 =
            serverAddress_.find(':') != std::string_view::npos && !serverAddress_.starts_with('[');
        return originOf(scheme_, {isV6 ? "[" + serverAddress_ + "]" : serverAddress_, serverPort_});
    }
    if (hosts > 1) anomalies.push_back(kHostRepeated);
    if (lastOrigin_ && host == lastHost_) return lastOrigin_;
    Authority authority = parseAuthority(host);
    const bool wellFormed = authority.wellFormed;
    auto origin = originOf(scheme_, std::move(authority));
    if (!wellFormed) {
        anomalies.push_back(kHostMalformed);
    } else if (host.size() <= kLongestHost) {
        lastHost_ = host;
        lastOrigin_ = origin;
    }
    return origin;
}

// RFC 9112 section 3.2: whatever the target's form.
void TargetUris::checkHost(const RequestHead& head, std::vector<base::AnomalyCode>& anomalies) {
    std::size_t hosts = 0;
    head.fields.forEach("host", [&](std::string_view /*value*/) { ++hosts; });
    if (hosts == 0 && head.version == Version::Http11) anomalies.push_back(kHostMissing);
    if (hosts > 1) anomalies.push_back(kHostRepeated);
}

TargetUriResult TargetUris::of(const RequestHead& head) {
    TargetUriResult result;
    TargetUri& uri = result.uri;
    const std::string_view target = head.target();
    if (head.method() == "CONNECT") {  // authority-form, RFC 9112 section 3.2.3
        uri.form = TargetUri::Form::Authority;
        uri.origin = originOf(scheme_, parseAuthority(target));
        checkHost(head, result.anomalies);
        return result;
    }
    if (!target.starts_with('/')) {
        if (const auto scheme = schemeOf(target)) {  // overrides Host, section 3.2.2
            uri.form = TargetUri::Form::Absolute;
            const std::string_view rest = target.substr(scheme->size() + 3);
            uri.origin = originOf(base::toLower(*scheme),
                                  parseAuthority(rest.substr(0, rest.find_first_of("/?#"))));
            checkHost(head, result.anomalies);
            return result;
        }
        if (target == "*") uri.form = TargetUri::Form::Asterisk;
    }
    uri.origin = fromHost(head, result.anomalies);
    return result;
}

}  // namespace hark::http
