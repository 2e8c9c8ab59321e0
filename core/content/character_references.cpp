#include "core/content/character_references.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/percent.h"

namespace hark::content {

namespace {

struct Name {
    std::string_view name;
    std::uint32_t codePoint;
    bool aloneToo;  ///< also without semicolon, for the sake of old pages
};

// Those that pages use, of some two thousand.
constexpr std::array kNames = {
    Name{"amp", '&', true},       Name{"lt", '<', true},        Name{"gt", '>', true},
    Name{"quot", '"', true},      Name{"AMP", '&', true},       Name{"LT", '<', true},
    Name{"GT", '>', true},        Name{"QUOT", '"', true},      Name{"apos", '\'', false},
    Name{"nbsp", 0xa0, true},     Name{"copy", 0xa9, true},     Name{"reg", 0xae, true},
    Name{"laquo", 0xab, true},    Name{"raquo", 0xbb, true},    Name{"sect", 0xa7, true},
    Name{"deg", 0xb0, true},      Name{"middot", 0xb7, true},   Name{"shy", 0xad, true},
    Name{"pound", 0xa3, true},    Name{"yen", 0xa5, true},      Name{"euro", 0x20ac, false},
    Name{"auml", 0xe4, true},     Name{"ouml", 0xf6, true},     Name{"uuml", 0xfc, true},
    Name{"Auml", 0xc4, true},     Name{"Ouml", 0xd6, true},     Name{"Uuml", 0xdc, true},
    Name{"szlig", 0xdf, true},    Name{"agrave", 0xe0, true},   Name{"aacute", 0xe1, true},
    Name{"acirc", 0xe2, true},    Name{"aring", 0xe5, true},    Name{"aelig", 0xe6, true},
    Name{"ccedil", 0xe7, true},   Name{"egrave", 0xe8, true},   Name{"eacute", 0xe9, true},
    Name{"ecirc", 0xea, true},    Name{"iacute", 0xed, true},   Name{"ntilde", 0xf1, true},
    Name{"oacute", 0xf3, true},   Name{"ocirc", 0xf4, true},    Name{"oslash", 0xf8, true},
    Name{"uacute", 0xfa, true},   Name{"ndash", 0x2013, false}, Name{"mdash", 0x2014, false},
    Name{"lsquo", 0x2018, false}, Name{"rsquo", 0x2019, false}, Name{"ldquo", 0x201c, false},
    Name{"rdquo", 0x201d, false}, Name{"bull", 0x2022, false},  Name{"hellip", 0x2026, false},
    Name{"trade", 0x2122, false}, Name{"larr", 0x2190, false},  Name{"rarr", 0x2192, false},
    Name{"equals", '=', false},   Name{"sol", '/', false},      Name{"colon", ':', false},
    Name{"semi", ';', false},     Name{"num", '#', false},      Name{"quest", '?', false},
    Name{"percnt", '%', false},   Name{"plus", '+', false},     Name{"period", '.', false},
    Name{"comma", ',', false},    Name{"lowbar", '_', false},   Name{"excl", '!', false},
    Name{"ast", '*', false},      Name{"dollar", '$', false},   Name{"commat", '@', false},
    Name{"lpar", '(', false},     Name{"rpar", ')', false},     Name{"lsqb", '[', false},
    Name{"rsqb", ']', false},     Name{"lcub", '{', false},     Name{"rcub", '}', false},
    Name{"bsol", '\\', false},    Name{"verbar", '|', false},   Name{"grave", '`', false},
    Name{"Tab", '\t', false},     Name{"NewLine", '\n', false}};

// What the numbers from 0x80 to 0x9f are taken for: windows-1252 (section 13.2.5.80).
constexpr std::array<std::uint16_t, 32> kWindows1252 = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

constexpr bool isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void appendUtf8(std::string& out, std::uint32_t point) {
    const auto append = [&out](std::uint32_t octet) { out += static_cast<char>(octet); };
    const auto more = [&](unsigned shift) { append(0x80U | (point >> shift & 0x3fU)); };
    if (point < 0x80) {
        append(point);
    } else if (point < 0x800) {
        append(0xc0U | point >> 6U);
        more(0);
    } else if (point < 0x10000) {
        append(0xe0U | point >> 12U);
        more(6);
        more(0);
    } else {
        append(0xf0U | point >> 18U);
        more(12);
        more(6);
        more(0);
    }
}

/// A reference at the beginning of a text.
struct Reference {
    std::size_t length = 0;  ///< zero: none is there
    std::uint32_t codePoint = 0;
};

// Section 13.2.5.80, numeric character reference end state.
std::uint32_t mended(std::uint32_t point) {
    constexpr std::uint32_t kReplacement = 0xfffd;
    if (point >= 0x80 && point < 0xa0) return kWindows1252[point - 0x80];
    const bool isNone = point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000);
    return isNone ? kReplacement : point;
}

// "&#" is there.
Reference readNumber(std::string_view text) {
    constexpr std::uint32_t kBeyond = 0x110000;
    std::size_t at = 2;
    const bool isHex = text.size() > at && (text[at] | 0x20) == 'x';
    if (isHex) ++at;
    const std::uint32_t base = isHex ? 16 : 10;
    const std::size_t begin = at;
    std::uint32_t point = 0;
    for (; at < text.size(); ++at) {
        const auto digit = base::hexDigit(text[at]);
        if (!digit || *digit >= base) break;
        point = std::min(point * base + *digit, kBeyond);
    }
    if (at == begin) return {};
    if (at < text.size() && text[at] == ';') ++at;
    return {at, mended(point)};
}

Reference readName(std::string_view text, HtmlPlace place) {
    Reference best;
    for (const Name& entry : kNames) {
        if (text.substr(1, entry.name.size()) != entry.name) continue;
        const std::size_t end = 1 + entry.name.size();
        const char next = end < text.size() ? text[end] : '\0';
        if (next == ';') return {end + 1, entry.codePoint};
        const bool kept = place == HtmlPlace::Attribute && (next == '=' || isAlphanumeric(next));
        if (entry.aloneToo && !kept && end > best.length) best = {end, entry.codePoint};
    }
    return best;
}

}  // namespace

std::string_view withoutCharacterReferences(std::string_view text, std::string& room,
                                            HtmlPlace place) {
    std::size_t at = text.find('&');
    if (at == std::string_view::npos) return text;
    room.clear();
    while (at != std::string_view::npos) {
        room.append(text.substr(0, at));
        text.remove_prefix(at);
        const bool isNumber = text.size() > 1 && text[1] == '#';
        const Reference found = isNumber ? readNumber(text) : readName(text, place);
        if (found.length == 0) {
            room += '&';
            text.remove_prefix(1);
        } else {
            appendUtf8(room, found.codePoint);
            text.remove_prefix(found.length);
        }
        at = text.find('&');
    }
    room.append(text);
    return room;
}

}  // namespace hark::content
