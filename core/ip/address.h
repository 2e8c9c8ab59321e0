#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hark::ip {

/// An IPv4 or IPv6 address. IPv4-mapped IPv6 addresses stay IPv6.
struct Address {
    std::array<std::uint8_t, 16> octets{};  ///< IPv4 uses the first four, the rest is zero
    bool isV6 = false;

    /// The octets as two numbers, which compare and hash faster than sixteen.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> words() const {
        std::pair<std::uint64_t, std::uint64_t> result;
        std::memcpy(&result.first, octets.data(), sizeof result.first);
        std::memcpy(&result.second, octets.data() + sizeof result.first, sizeof result.second);
        return result;
    }
    friend bool operator==(const Address& a, const Address& b) {
        return a.isV6 == b.isV6 && a.words() == b.words();
    }
    /// Some order, for keys; not the numeric one.
    friend std::strong_ordering operator<=>(const Address& a, const Address& b) {
        if (a.isV6 != b.isV6) return a.isV6 <=> b.isV6;
        return a.words() <=> b.words();
    }
    template <typename H>
    friend H AbslHashValue(H state, const Address& address) {
        return H::combine(std::move(state), address.words(), address.isV6);
    }
};

/// Dotted decimal, or RFC 5952 form.
[[nodiscard]] std::string toString(const Address& address);

/// Reads what toString() writes, and every other text form of RFC 4291 section 2.2.
[[nodiscard]] std::optional<Address> parseAddress(std::string_view text);

}  // namespace hark::ip
