#include "core/http/public_suffix.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <libpsl.h>

#include "core/base/text.h"
#include "core/http/set_cookie.h"

namespace hark::http {

namespace {

/// The longest name that DNS can hold (RFC 1035 section 2.3.4), without the dot at its end.
constexpr std::size_t kLongestName = 253;

/// What the list says of a host.
struct Verdict {
    bool isName = false;           ///< not an address, and of labels that aren't empty
    std::uint8_t registrable = 0;  ///< the length of its registrable domain; zero: a public suffix
};

Verdict ask(std::string_view host) {
    const bool isName = !host.empty() && host.size() <= kLongestName && host.front() != '.' &&
                        host.back() != '.' && host.find("..") == std::string_view::npos &&
                        host.find('\0') == std::string_view::npos && !isIpAddress(host);
    if (!isName) return {};
    static const psl_ctx_t* const list = psl_builtin();
    std::array<char, kLongestName + 1> name{};  // lower case and a NUL are what libpsl wants
    for (std::size_t i = 0; i < host.size(); ++i) {
        const char c = host[i];
        name[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const char* const found = psl_registrable_domain(list, name.data());
    const std::size_t length = found == nullptr ? 0 : std::strlen(found);
    return {true, static_cast<std::uint8_t>(length)};
}

/// The verdicts on the hosts that a thread asked for last. The list answers in 600 ns, and traffic
/// asks for the same hosts again and again.
class Verdicts {
public:
    Verdict of(std::string_view host) {
        if (host.size() > kLongestKept) return ask(host);
        Entry& entry = entries_[placeOf(host)];
        if (entry.length != host.size() ||
            std::memcmp(entry.host.data(), host.data(), host.size()) != 0) {
            entry.verdict = ask(host);
            entry.length = static_cast<std::uint8_t>(host.size());
            std::memcpy(entry.host.data(), host.data(), host.size());
        }
        return entry.verdict;
    }

private:
    static constexpr std::size_t kLongestKept = 61;  // an entry fills a cache line
    static constexpr std::size_t kEntries = 64;
    struct Entry {
        std::array<char, kLongestKept> host;
        std::uint8_t length;
        Verdict verdict;
    };

    static std::size_t placeOf(std::string_view host) {
        std::uint32_t hash = 2'166'136'261U;  // FNV-1a
        for (const char c : host)
            hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
        return (hash ^ hash >> 16U) % kEntries;
    }

    std::array<Entry, kEntries> entries_{};  // zero is right: the empty host is no name
};

Verdict verdictOn(std::string_view host) {
    if (host.empty()) return {};
    thread_local Verdicts verdicts;
    return verdicts.of(host);
}

std::string_view withoutLastDot(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    return host;
}

}  // namespace

bool isPublicSuffix(std::string_view domain) {
    const Verdict verdict = verdictOn(withoutLastDot(domain));
    return verdict.isName && verdict.registrable == 0;
}

std::string_view registrableDomain(std::string_view host) {
    host = withoutLastDot(host);
    return host.substr(host.size() - verdictOn(host).registrable);
}

bool sameSite(std::string_view hostA, std::string_view hostB) {
    hostA = withoutLastDot(hostA);
    hostB = withoutLastDot(hostB);
    if (base::equalsIgnoringCase(hostA, hostB)) return true;
    const std::string_view domain = registrableDomain(hostA);
    return !domain.empty() && base::equalsIgnoringCase(domain, registrableDomain(hostB));
}

}  // namespace hark::http
