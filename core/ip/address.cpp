#include "core/ip/address.h"

#include <algorithm>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>

namespace hark::ip {
namespace {

constexpr std::size_t kGroups = 8;

std::string dotted(const std::uint8_t* octets) {
    return fmt::format("{}.{}.{}.{}", octets[0], octets[1], octets[2], octets[3]);
}

struct ZeroRun {
    std::size_t begin = kGroups;
    std::size_t length = 0;
};

/// RFC 5952 section 4.2: the longest run of zero groups, the first of equals, at least two.
ZeroRun longestZeroRun(const std::array<std::uint16_t, kGroups>& groups) {
    ZeroRun longest;
    for (std::size_t begin = 0; begin < kGroups;) {
        std::size_t end = begin;
        while (end < kGroups && groups[end] == 0)
            ++end;
        if (end - begin >= 2 && end - begin > longest.length) longest = {begin, end - begin};
        begin = end + 1;
    }
    return longest;
}

/// ::ffff:0:0/96, whose last part RFC 5952 section 5 writes in dotted decimal.
bool isIpv4Mapped(const Address& address) {
    constexpr std::size_t kZeros = 10;
    return std::all_of(address.octets.begin(), address.octets.begin() + kZeros,
                       [](std::uint8_t octet) { return octet == 0; }) &&
           address.octets[kZeros] == 0xff && address.octets[kZeros + 1] == 0xff;
}

std::string ipv6Text(const Address& address) {
    if (isIpv4Mapped(address)) return "::ffff:" + dotted(&address.octets[12]);
    std::array<std::uint16_t, kGroups> groups{};
    for (std::size_t i = 0; i < kGroups; ++i) {
        groups[i] =
            static_cast<std::uint16_t>(address.octets[2 * i] << 8U | address.octets[2 * i + 1]);
    }
    const ZeroRun zeros = longestZeroRun(groups);
    std::string text;
    for (std::size_t i = 0; i < kGroups;) {
        if (i == zeros.begin) {
            text += "::";
            i += zeros.length;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        text += fmt::format("{:x}", groups[i]);
        ++i;
    }
    return text;
}

}  // namespace

std::string toString(const Address& address) {
    return address.isV6 ? ipv6Text(address) : dotted(address.octets.data());
}

std::optional<Address> parseAddress(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size()) return std::nullopt;
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    std::copy(text.begin(), text.end(), terminated.begin());
    Address address;
    address.isV6 = text.find(':') != std::string_view::npos;
    const int family = address.isV6 ? AF_INET6 : AF_INET;
    if (::inet_pton(family, terminated.data(), address.octets.data()) != 1) return std::nullopt;
    return address;
}

}  // namespace hark::ip
