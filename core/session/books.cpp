#include "core/session/books.h"

#include <algorithm>
#include <cstring>
#include <random>

#include "core/base/xxh3.h"
#include "core/http/public_suffix.h"
#include "core/http/set_cookie.h"

namespace hark::session {

std::uint32_t TextBook::add(std::string_view text) {
    if (const auto found = numbers_.find(text); found != numbers_.end()) return found->second;
    if (numbers_.size() >= limit_) {
        ++refused_;
        return 0;
    }
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    numbers_.emplace(texts_.back(), number);
    return number;
}

ValueBook::ValueBook() {
    std::random_device device;
    for (std::size_t i = 0; i < secret_.size(); i += sizeof(std::uint32_t)) {
        const std::uint32_t word = device();
        std::memcpy(&secret_[i], &word, sizeof word);
    }
}

ValueKey ValueBook::keyOf(std::string_view value) const {
    return XXH3_64bits_withSecret(value.data(), value.size(), secret_.data(), secret_.size());
}

ValueKey ValueBook::add(std::string_view value) {
    const ValueKey key = keyOf(value);
    texts_.try_emplace(key, value);
    return key;
}

std::string_view ValueBook::text(ValueKey key) const {
    const auto found = texts_.find(key);
    return found == texts_.end() ? std::string_view() : std::string_view(found->second);
}

void DomainBook::add(std::uint32_t domain) {
    if (domain != 0 && std::find(domains_.begin(), domains_.end(), domain) == domains_.end()) {
        domains_.push_back(domain);
    }
}

const std::vector<std::uint32_t>& DomainBook::of(std::uint32_t service) {
    if (byService_.size() <= service) byService_.resize(service + 1);
    Known& known = byService_[service];
    for (; known.seen < domains_.size(); ++known.seen) {
        const std::uint32_t domain = domains_[known.seen];
        const std::string_view name = std::string_view(services_[domain]).substr(1);
        if (http::domainMatches(hostOf(services_[service]), name)) known.domains.push_back(domain);
    }
    return known.domains;
}

std::uint64_t DomainBook::hostNumber(std::uint32_t service) const {
    return base::TextHash()(hostOf(services_[service]));
}

std::uint64_t DomainBook::siteNumber(std::uint32_t service) const {
    const std::string_view host = hostOf(services_[service]);
    const std::string_view site = http::registrableDomain(host);
    return base::TextHash()(site.empty() ? host : site);
}

std::string_view hostOf(std::string_view service) {
    const std::size_t scheme = service.find("://");
    std::string_view host = scheme == std::string_view::npos ? service : service.substr(scheme + 3);
    const std::size_t bracket = host.rfind(']');
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        host = host.substr(0, colon);
    }
    return host;
}

}  // namespace hark::session
