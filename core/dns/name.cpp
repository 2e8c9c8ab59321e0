#include "core/dns/name.h"

#include <cstdint>

#include <fmt/format.h>

namespace hark::dns {

namespace {

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kMostPointers = 127;  // as many as a name has labels
constexpr unsigned kPointer = 0xc0;
constexpr unsigned kLabelLength = 0x3f;

void append(std::string& name, std::byte byte) {
    const auto c = std::to_integer<unsigned char>(byte);
    constexpr unsigned char kSpace = 0x20;
    constexpr unsigned char kDelete = 0x7f;
    if (c <= kSpace || c >= kDelete || c == '.' || c == '\\') {
        name += fmt::format("\\{:03}", c);
    } else {
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : static_cast<char>(c);
    }
}

}  // namespace

std::optional<std::string> readName(base::Bytes message, std::size_t& at) {
    std::string name;
    std::size_t place = at;
    std::size_t earliest = at;  // pointers must lead before everything read so far
    std::size_t length = 0;
    std::size_t pointers = 0;
    while (place < message.size()) {
        const auto first = std::to_integer<unsigned>(message[place]);
        if ((first & kPointer) == kPointer) {
            if (place + 1 >= message.size()) return std::nullopt;
            const std::size_t target =
                (first & kLabelLength) << 8U | std::to_integer<unsigned>(message[place + 1]);
            if (pointers++ == 0) at = place + 2;
            if (target >= earliest || pointers > kMostPointers) return std::nullopt;
            earliest = place = target;
            continue;
        }
        if ((first & kPointer) != 0) return std::nullopt;
        ++place;
        length += first + 1;
        if (length > kLongestName) return std::nullopt;
        if (first == 0) {
            if (pointers == 0) at = place;
            return name;
        }
        if (first > message.size() - place) return std::nullopt;
        if (!name.empty()) name += '.';
        for (const std::byte byte : message.subspan(place, first))
            append(name, byte);
        place += first;
    }
    return std::nullopt;
}

}  // namespace hark::dns
