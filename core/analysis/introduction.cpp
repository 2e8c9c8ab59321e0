#include "core/analysis/introduction.h"

#include <fmt/format.h>

namespace hark::analysis {

namespace {

std::string joined(const std::vector<std::string>& protocols) {
    return fmt::format("{}", fmt::join(protocols, " "));
}

std::string tlsDetail(const tls::ClientHello& client, const tls::ServerHello& server) {
    std::string detail;
    const auto add = [&detail](std::string_view label, std::string_view text) {
        if (text.empty()) return;
        detail += fmt::format("{}{}{}", detail.empty() ? "" : ", ", label, text);
    };
    add("SNI ", client.serverName);
    if (server.version.empty()) {
        add("offers ", client.version);
    } else {
        add("", server.version);
    }
    if (server.protocol.empty()) {
        add("offers ALPN ", joined(client.protocols));
    } else {
        add("ALPN ", server.protocol);
    }
    return detail;
}

}  // namespace

Introduction::Introduction(Protocol protocol, const tls::Limits& limits)
    : observer_(std::in_place_type<tls::HandshakeObserver>, limits) {
    if (protocol == Protocol::Ssh) observer_.emplace<SshBanners>();
}

void Introduction::on(const stream::Event& event) {
    std::visit([&event](auto& observer) { observer.on(event); }, observer_);
}

std::string Introduction::detail() const {
    if (const auto* ssh = std::get_if<SshBanners>(&observer_)) return ssh->detail();
    const auto& tls = std::get<tls::HandshakeObserver>(observer_);
    return tlsDetail(tls.client(), tls.server());
}

exchange::TlsHellos Introduction::tls() const {
    const auto* tls = std::get_if<tls::HandshakeObserver>(&observer_);
    if (tls == nullptr) return {};
    const std::string& chosen = tls->server().protocol;
    return {tls->server().version, tls->client().serverName,
            chosen.empty() ? joined(tls->client().protocols) : chosen};
}

}  // namespace hark::analysis
