#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hark::ip {

/// An IPv4 or IPv6 address. IPv4-mapped IPv6 addresses stay IPv6.
struct Address {
    std::array<std::uint8_t, 16> octets{};  ///< IPv4 uses the first four, the rest is zero
    bool isV6 = false;

    friend auto operator<=>(const Address&, const Address&) = default;
    template <typename H>
    // NOLINTNEXTLINE(readability-identifier-naming)
    friend H AbslHashValue(H state, const Address& address) {
        return H::combine(std::move(state), address.octets, address.isV6);
    }
};

/// Dotted decimal, or RFC 5952 form.
[[nodiscard]] std::string toString(const Address& address);

/// Reads what toString() writes, and every other text form of RFC 4291 section 2.2.
[[nodiscard]] std::optional<Address> parseAddress(std::string_view text);

}  // namespace hark::ip
