#include "core/content/token_shape.h"

#include <algorithm>

#include "core/base/percent.h"
#include "core/content/signed_value.h"
#include "core/content/token_entropy.h"

namespace hark::content {

namespace {

/// More tells nothing more: 256 characters of two bits are an id already.
constexpr std::size_t kLookedAt = 256;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool fits(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'd' ? !isDigit(text[i]) : text[i] != pattern[i]) return false;
    }
    return true;
}

// Takes a date, maybe with time, from the beginning (RFC 3339); its bits, or zero.
unsigned takeDate(std::string_view& value) {
    constexpr std::string_view kDate = "dddd-dd-dd";
    constexpr std::string_view kTime = "Tdd:dd:dd";
    if (value.size() < kDate.size() || value[4] != '-' || !fits(value, kDate)) return 0;
    value.remove_prefix(kDate.size());
    if (!fits(value, kTime)) return TokenEntropy::kTimeBits;
    value.remove_prefix(kTime.size());
    value.remove_prefix(std::min(value.find_first_not_of(".0123456789Z"), value.size()));
    return TokenEntropy::kTimeBits * 2;
}

bool isUuid(std::string_view value) {
    constexpr std::size_t kUuid = 36;
    if (value.size() != kUuid) return false;
    for (std::size_t i = 0; i < kUuid; ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? value[i] != '-' : !base::hexDigit(value[i])) return false;
    }
    return true;
}

}  // namespace

TokenShape shapeOf(std::string_view value) {
    TokenShape shape;
    shape.length = value.size();
    value = withoutQuotes(value).substr(0, kLookedAt);
    std::string_view rest = value;
    TokenEntropy entropy;
    if (const unsigned bits = takeDate(rest); bits > 0) entropy.addForeseen(bits);
    entropy.take(rest);
    shape.alphabet = isUuid(value) ? Alphabet::Uuid : entropy.alphabet();
    shape.entropyBits = entropy.bits();
    return shape;
}

bool looksLikeIdentifier(std::string_view value) {
    if (value.size() < kShortestIdentifier) return false;
    if (looksLikeSignedValue(value) != SignedValue::No) return true;
    const TokenShape shape = shapeOf(value);
    return shape.alphabet != Alphabet::Text && shape.entropyBits >= kLeastIdentifierBits;
}

}  // namespace hark::content
