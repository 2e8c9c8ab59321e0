#include "core/base/base64.h"

#include <array>
#include <cstdint>

namespace hark::base {

namespace {

constexpr std::uint8_t kNone = 0xff;

// The value of each character, in either alphabet.
constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    for (std::uint8_t& value : values)
        value = kNone;
    std::uint8_t next = 0;
    for (const char c :
         std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
        values[static_cast<unsigned char>(c)] = next++;
    }
    values[static_cast<unsigned char>('-')] = 62;
    values[static_cast<unsigned char>('_')] = 63;
    return values;
}();

}  // namespace

std::optional<std::string> fromBase64(std::string_view text) {
    const std::size_t whole = text.size();
    while (whole - text.size() < 2 && text.ends_with('='))
        text.remove_suffix(1);
    const std::size_t left = text.size() % 4;
    if (left == 1 || (left == 0 && text.size() != whole)) return std::nullopt;
    std::string octets;
    octets.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
        if (value == kNone) return std::nullopt;
        bits = bits << 6U | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            octets += static_cast<char>(bits >> count & 0xffU);
        }
    }
    return octets;
}

}  // namespace hark::base
