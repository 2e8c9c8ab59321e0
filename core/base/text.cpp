#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <iterator>

#include <fmt/format.h>

namespace hark::base {

namespace {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr std::uint8_t octet(char c) {
    return static_cast<std::uint8_t>(c);
}

std::uint64_t eightOctets(const char* text) {
    std::uint64_t octets = 0;
    std::memcpy(&octets, text, sizeof octets);
    return octets;
}

// For each of eight octets: the same, or the same letter in another case.
bool differInCaseOnly(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t kEach = 0x0101010101010101;
    const std::uint64_t difference = a ^ b;
    if (difference == 0) return true;
    if ((difference & ~(0x20 * kEach)) != 0) return false;
    // The high bit of each octet that is a letter: from 'a' to 'z'.
    const std::uint64_t lowered = a | 0x20 * kEach;
    const std::uint64_t seven = lowered & 0x7f * kEach;
    const std::uint64_t letters =
        (seven + (0x80 - 'a') * kEach) & ~(seven + (0x7f - 'z') * kEach) & ~lowered & 0x80 * kEach;
    return ((difference << 2U) & ~letters) == 0;
}

struct CodePoint {
    std::size_t length = 0;  // zero where the bytes are not UTF-8
    std::uint32_t value = 0;
};

// One well-formed sequence by the table 3-7 of the Unicode Standard.
CodePoint decodeOne(std::string_view text) {
    const std::uint8_t first = octet(text[0]);
    if (first < 0x80) return {1, first};
    std::size_t length = 0;
    std::uint32_t value = 0;
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) {
        length = 2;
        value = first & 0x1fU;
    } else if (first >= 0xe0 && first <= 0xef) {
        length = 3;
        value = first & 0x0fU;
        if (first == 0xe0) low = 0xa0;
        if (first == 0xed) high = 0x9f;
    } else if (first >= 0xf0 && first <= 0xf4) {
        length = 4;
        value = first & 0x07U;
        if (first == 0xf0) low = 0x90;
        if (first == 0xf4) high = 0x8f;
    }
    if (length == 0 || text.size() < length) return {};
    for (std::size_t i = 1; i < length; ++i) {
        const std::uint8_t next = octet(text[i]);
        if (next < low || next > high) return {};
        low = 0x80;
        high = 0xbf;
        value = value << 6U | (next & 0x3fU);
    }
    return {length, value};
}

bool isUnsafeOnATerminal(std::uint32_t value) {
    return value < 0x20 || (value >= 0x7f && value <= 0x9f) || value == 0x2028 || value == 0x2029 ||
           value == 0x200e || value == 0x200f || value == 0x061c ||
           (value >= 0x202a && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069) ||
           value == 0xfeff;
}

void appendEscape(std::string& out, std::uint32_t value) {
    switch (value) {
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (value < 0x80) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", value);
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", value);
    }
}

}  // namespace

bool detail::isSameInAnyCase(std::string_view a, std::string_view b) {
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    if (a.size() < kWord) {
        return std::equal(a.begin(), a.end(), b.begin(),
                          [](char x, char y) { return lower(x) == lower(y); });
    }
    // Eight at a time; the last eight may have been looked at in part.
    const std::size_t last = a.size() - kWord;
    for (std::size_t i = 0; i < last; i += kWord) {
        if (!differInCaseOnly(eightOctets(a.data() + i), eightOctets(b.data() + i))) return false;
    }
    return differInCaseOnly(eightOctets(a.data() + last), eightOctets(b.data() + last));
}

std::string toLower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::optional<std::uint64_t> parseDecimal(std::string_view text) {
    std::uint64_t value = 0;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const CodePoint point = decodeOne(text);
        if (point.length == 0) return false;
        text.remove_prefix(point.length);
    }
    return true;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = decodeOne(text);
        if (point.length == 0) {
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", octet(text[0]));
            text.remove_prefix(1);
        } else if (isUnsafeOnATerminal(point.value)) {
            appendEscape(out, point.value);
            text.remove_prefix(point.length);
        } else {
            out.append(text.substr(0, point.length));
            text.remove_prefix(point.length);
        }
    }
    return out;
}

std::string toValidUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = decodeOne(text);
        if (point.length == 0) {
            out += "\xef\xbf\xbd";
            text.remove_prefix(1);
        } else {
            out.append(text.substr(0, point.length));
            text.remove_prefix(point.length);
        }
    }
    return out;
}

std::string toBase64(Bytes bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (k < count ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= count ? kAlphabet[group >> (18 - 6 * k) & 0x3fU] : '=';
        }
    }
    return out;
}

std::string toHex(Bytes bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::byte b : bytes) {
        out += kDigits[std::to_integer<std::size_t>(b) >> 4U];
        out += kDigits[std::to_integer<std::size_t>(b) & 0x0fU];
    }
    return out;
}

}  // namespace hark::base
