#include "core/http/target_uri.h"

#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/http/anomalies.h"
#include "core/http/authority.h"

namespace hark::http {

namespace {

constexpr std::size_t kLongestHost = 255;  // of DNS; longer ones are not remembered

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
    return std::make_shared<UriOrigin>(uriOrigin(std::move(scheme), std::move(authority)));
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
