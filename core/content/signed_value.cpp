#include "core/content/signed_value.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>

#include "core/base/percent.h"
#include "core/content/limits.h"

namespace hark::content {

namespace {

constexpr std::array<bool, 256> kBase64 = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("0123456789abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ+/-_")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool isBase64(char c) {
    return kBase64[static_cast<unsigned char>(c)];
}

// How many characters of base64 a text is, percent-encoded or not, without padding; nothing where
// it is something else.
std::optional<std::size_t> base64Length(std::string_view text) {
    std::size_t length = 0;
    bool padded = false;
    while (!text.empty()) {
        const char c = base::takePercentDecoded(text);
        if (c == '=') {
            padded = true;
        } else if (padded || !isBase64(c)) {
            return std::nullopt;
        } else {
            ++length;
        }
    }
    return length;
}

bool hasLength(std::string_view base64, std::initializer_list<std::size_t> lengths) {
    const auto length = base64Length(base64);
    return length && std::find(lengths.begin(), lengths.end(), *length) != lengths.end();
}

bool isHex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return base::hexDigit(c).has_value(); });
}

bool isAlphanumeric(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return isBase64(c) && c != '+' && c != '/' && c != '-' && c != '_';
    });
}

// Base64 characters of what HMAC gives.
constexpr std::size_t kSha1 = 27;
constexpr std::size_t kSha256 = 43;

struct Split {
    std::string_view before;
    std::string_view after;
};
std::optional<Split> splitAtLast(std::string_view text, std::string_view mark) {
    const std::size_t at = text.rfind(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return Split{text.substr(0, at), text.substr(at + mark.size())};
}
// The same, at a mark that may be percent-encoded; the last one that is found counts.
std::optional<Split> splitAtLast(std::string_view text, std::string_view mark,
                                 std::string_view encoded) {
    const auto plain = splitAtLast(text, mark);
    return plain ? plain : splitAtLast(text, encoded);
}

// s:value.signature of Express; the value, or nothing.
std::optional<std::string_view> expressPayload(std::string_view value) {
    for (const std::string_view prefix : {"s:", "s%3A", "s%3a"}) {
        if (!value.starts_with(prefix)) continue;
        const auto split = splitAtLast(value.substr(prefix.size()), ".");
        if (split && !split->before.empty() && hasLength(split->after, {kSha256}))
            return split->before;
    }
    return std::nullopt;
}

// base64--hex, or base64--iv--tag, of Rails; an older iv has 16 octets, one of GCM 12.
bool isRails(std::string_view value) {
    if (value.find("--") == std::string_view::npos) return false;  // quickly, for most values
    const auto last = splitAtLast(value, "--");
    if (!last || last->before.empty()) return false;
    const std::size_t size = last->after.size();
    if (size == 40 || size == 64 || size == 128)
        return isHex(last->after) && base64Length(last->before);
    const auto middle = splitAtLast(last->before, "--");
    return middle && !middle->before.empty() && hasLength(last->after, {22}) &&
           hasLength(middle->after, {16, 22}) && base64Length(middle->before);
}

// payload:time:signature of Django; the time is in base 62.
bool isDjango(std::string_view value) {
    const bool hasColon =
        value.find(':') != std::string_view::npos || value.find('%') != std::string_view::npos;
    if (!hasColon) return false;  // quickly, for most values
    const auto last = splitAtLast(value, ":", "%3A");
    if (!last || !hasLength(last->after, {kSha1, kSha256})) return false;
    const auto middle = splitAtLast(last->before, ":", "%3A");
    return middle && !middle->before.empty() && middle->after.size() >= 5 &&
           middle->after.size() <= 7 && isAlphanumeric(middle->after);
}

// Base64 of a JSON object's beginning, `{"`; behind a dot, of zlib's.
bool beginsAsState(std::string_view payload) {
    return payload.starts_with("eyJ") || payload.starts_with(".eJ");
}

// payload.time.signature of Flask, header.payload.signature of JSON Web Tokens, and their encrypted
// form of five parts.
bool isDotted(std::string_view value) {
    if (!beginsAsState(value)) return false;
    const bool compressed = value.front() == '.';
    if (compressed) value.remove_prefix(1);
    std::size_t parts = 1;
    std::size_t lastBegin = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '.') {
            ++parts;
            lastBegin = i + 1;
        } else if (!isBase64(value[i]) && value[i] != '=') {
            return false;
        }
    }
    const std::size_t signature = value.size() - lastBegin;
    if (parts == 5) return !compressed;
    if (parts != 3) return false;
    if (!compressed && signature == 0) return true;  // "alg":"none"
    return signature >= kSha1;
}

// Encrypted as a whole, by Laravel, ASP.NET's data protection, or iron.
bool isSealed(std::string_view value) {
    constexpr std::string_view kLaravel = "eyJpdiI6";  // {"iv":
    constexpr std::string_view kAspNet = "CfDJ8";
    constexpr std::string_view kIron = "Fe26.2*";
    constexpr std::size_t kShortest = 64;
    if (value.size() < kShortest) return false;
    if (value.starts_with(kIron)) return true;
    return (value.starts_with(kLaravel) || value.starts_with(kAspNet)) && base64Length(value);
}

}  // namespace

SignedValue looksLikeSignedValue(std::string_view value) {
    if (value.size() > kMaximumTokenOctets) return SignedValue::No;
    value = withoutQuotes(value);
    if (const auto payload = expressPayload(value)) {
        const bool isJson = payload->starts_with("j:") || payload->starts_with("j%3A");
        return isJson ? SignedValue::ClientState : SignedValue::OpaqueSigned;
    }
    return isSealed(value) || isDotted(value) || isRails(value) || isDjango(value)
               ? SignedValue::ClientState
               : SignedValue::No;
}

std::string_view signedId(std::string_view value) {
    if (looksLikeSignedValue(value) != SignedValue::OpaqueSigned) return value;
    return expressPayload(withoutQuotes(value)).value_or(value);
}

}  // namespace hark::content
