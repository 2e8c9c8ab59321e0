#include "core/analysis/name_book.h"

#include <algorithm>
#include <functional>
#include <variant>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http/alt_svc.h"

namespace hark::analysis {

namespace {

constexpr std::uint16_t kHttpsPort = 443;

// "_8443._https.shop.example.test" asks for another port than 443 (RFC 9460 section 9.1).
std::pair<std::string_view, std::uint16_t> originOf(std::string_view question) {
    constexpr std::string_view kScheme = "._https.";
    const std::size_t scheme = question.find(kScheme);
    if (!question.starts_with('_') || scheme == std::string_view::npos) {
        return {question, kHttpsPort};
    }
    const auto port = base::parseDecimal(question.substr(1, scheme - 1));
    if (!port || *port > 65'535) return {question, kHttpsPort};
    return {question.substr(scheme + kScheme.size()), static_cast<std::uint16_t>(*port)};
}

}  // namespace

NameBook::NameBook(const Limits& limits, exchange::Sink& sink)
    : maximumNames_(limits.names),
      maximumOffers_(limits.offers),
      nameBytes_(limits.nameBytes),
      sink_(sink) {}

void NameBook::on(const exchange::Event& event) {
    // All events pass here, and nearly all only pass.
    const auto* seen = std::get_if<exchange::ResponseHeadSeen>(&event);
    if (seen == nullptr) return sink_.on(event);
    sink_.on(event);
    readAltSvc(seen->exchange);
}

void NameBook::readAltSvc(const exchange::Exchange& exchange) {
    constexpr int kMisdirected = 421;  // whose Alt-Svc is to be ignored (RFC 7838 section 6)
    if (!exchange.responseHead || !exchange.uri) return;
    if (exchange.responseHead->status == kMisdirected) return;
    exchange.responseHead->fields.forEach("alt-svc", [&](std::string_view value) {
        if (!isRepeated(exchange.uri->origin, value)) readAltSvc(exchange, value);
    });
}

bool NameBook::isRepeated(const std::shared_ptr<const http::UriOrigin>& origin,
                          std::string_view value) {
    const std::size_t slot = std::hash<const void*>()(origin.get()) / alignof(std::max_align_t);
    Recent& recent = recent_.at(slot % kRecent);
    if (recent.origin == origin && recent.value == value) return true;
    recent.origin = origin;
    recent.value = value.substr(0, nameBytes_);  // a longer one is read each time
    return false;
}

void NameBook::readAltSvc(const exchange::Exchange& exchange, std::string_view value) {
    const auto& packets = exchange.response->packets;
    stream::Origin origin{{}, exchange.response->lastByte};
    if (!packets.empty()) origin.packet = {packets.back().capture, packets.back().last};
    for (const http::Alternative& alternative : http::parseAltSvc(value)) {
        if (!http::isHttp3(alternative.protocol)) continue;
        offer({exchange.uri->origin->host, exchange.uri->origin->port,
               exchange::OfferSource::AltSvc, alternative.authority, exchange.id, origin});
    }
}

void NameBook::add(const dns::Resolution& resolution) {
    for (const ip::Address& address : resolution.addresses)
        nameAddress(address, resolution);
    for (const auto& [type, binding] : resolution.bindings) {
        if (type != dns::Type::Https || binding.priority == 0) continue;
        for (const ip::Address& hint : binding.hints)
            nameAddress(hint, resolution);
        if (std::none_of(binding.protocols.begin(), binding.protocols.end(), http::isHttp3))
            continue;
        const auto [host, port] = originOf(resolution.name);
        const std::string alternative =
            fmt::format("{}:{}", binding.target, binding.port.value_or(port));
        offer({host, port, exchange::OfferSource::DnsHttps, alternative, {}, resolution.answered});
    }
}

void NameBook::nameAddress(const ip::Address& address, const dns::Resolution& resolution) {
    std::pair key(address, std::string(originOf(resolution.name).first));
    if (key.second.empty() || names_.contains(key)) return;
    if (names_.size() >= maximumNames_ || key.second.size() > nameBytes_) {
        ++namesDropped_;
        return;
    }
    const auto& name = names_.insert(std::move(key)).first->second;
    sink_.on(exchange::AddressNamed{address, name, resolution.answered});
}

void NameBook::offer(const exchange::Http3Offered& offered) {
    // A host holds no line end, as no field value does.
    std::string key = fmt::format("{}\n{}\n{}\n{}", static_cast<int>(offered.source), offered.port,
                                  offered.host, offered.alternative);
    if (offers_.contains(key)) return;
    if (offers_.size() >= maximumOffers_ || offered.host.size() > nameBytes_ ||
        offered.alternative.size() > nameBytes_) {
        ++offersDropped_;
        return;
    }
    offers_.insert(std::move(key));
    sink_.on(offered);
}

}  // namespace hark::analysis
