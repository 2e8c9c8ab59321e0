#include "core/content/token_entropy.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "core/base/percent.h"

namespace hark::content {

namespace {

// What a character is; a value has those of all of its characters.
enum Kind : std::uint8_t {
    Digit = 1U << 0U,
    HexLower = 1U << 1U,
    HexUpper = 1U << 2U,
    Lower = 1U << 3U,  // from g to z
    Upper = 1U << 4U,
    UrlMark = 1U << 5U,
    Base64Mark = 1U << 6U,
    TokenMark = 1U << 7U,
};
constexpr std::uint8_t kPadding = 0;  // "="
constexpr std::uint8_t kMark = UrlMark | Base64Mark | TokenMark;
constexpr std::uint8_t kOther = Digit | kMark;  // no character is both: text

constexpr std::array<std::uint8_t, 256> kKinds = [] {
    std::array<std::uint8_t, 256> kinds{};
    kinds.fill(kOther);
    const auto set = [&kinds](std::string_view characters, std::uint8_t kind) {
        for (const char c : characters)
            kinds[static_cast<unsigned char>(c)] = kind;
    };
    set("0123456789", Digit);
    set("abcdef", HexLower);
    set("ABCDEF", HexUpper);
    set("ghijklmnopqrstuvwxyz", Lower);
    set("GHIJKLMNOPQRSTUVWXYZ", Upper);
    set("-_", UrlMark);
    set("+/", Base64Mark);
    set(".:|~%!*$@", TokenMark);
    set("=", kPadding);
    return kinds;
}();

// For each letter those that often follow it in words: nine of ten pairs in words are here, one of
// three in random letters.
constexpr std::array<std::uint32_t, 26> kFollowers = [] {
    constexpr std::array<std::string_view, 26> kLetters = {"bcdgilmnprstuvy",
                                                           "aeiloruy",
                                                           "aehiklotru",
                                                           "aeiosu",
                                                           "acdelmnprstvxy",
                                                           "aefiloru",
                                                           "aehilnoru",
                                                           "aeiot",
                                                           "acdefglmnorstvz",
                                                           "aeou",
                                                           "eins",
                                                           "adeiklostuy",
                                                           "aeimopsu",
                                                           "acdegiknostuv",
                                                           "cdflmnoprstuvw",
                                                           "aehiloprstu",
                                                           "u",
                                                           "adegiklmnostuy",
                                                           "acehikmopstu",
                                                           "aehiorstuy",
                                                           "abcdegilmnprst",
                                                           "aeio",
                                                           "aehino",
                                                           "aceipt",
                                                           "eos",
                                                           "aeioz"};
    std::array<std::uint32_t, 26> followers{};
    for (std::size_t i = 0; i < kLetters.size(); ++i) {
        for (const char c : kLetters[i])
            followers[i] |= 1U << static_cast<unsigned>(c - 'a');
    }
    return followers;
}();

// log2 in sixteenths of a bit.
constexpr std::array<std::uint8_t, 97> kLog2 = [] {
    std::array<std::uint8_t, 97> table{};
    for (unsigned n = 2; n < table.size(); ++n) {
        double power = n;  // n to the 16th has 16 times as many bits
        for (int i = 0; i < 4; ++i)
            power *= power;
        unsigned bits = 0;
        for (; power >= 2; power /= 2)
            ++bits;
        table[n] = static_cast<std::uint8_t>(bits);
    }
    return table;
}();
constexpr unsigned kBit = 16;  // the unit of that table

}  // namespace

void TokenEntropy::take(std::string_view text) {
    while (!text.empty())
        takeOne(base::takePercentDecoded(text));
    endRun();
}

void TokenEntropy::addForeseen(unsigned bits) {
    foreseen_ += bits * kBit;
}

void TokenEntropy::takeOne(char c) {
    const auto octet = static_cast<unsigned char>(c);
    const std::uint8_t kind = kKinds[octet];
    if (kind == kPadding) {
        endRun();
        padded_ = true;
        return;
    }
    if (kind == kOther || padded_) {
        text_ = true;
        return;
    }
    kinds_ |= kind;
    if ((kind & kMark) != 0) {
        endRun();
        ++marks_;
        last_ = 0;
        return;
    }
    takeAlphanumeric(octet, kind);
}

Alphabet TokenEntropy::alphabet() const {
    constexpr std::uint8_t kLowerHex = Digit | HexLower;
    constexpr std::uint8_t kUpperHex = Digit | HexUpper;
    if (text_) return Alphabet::Text;
    if ((kinds_ & TokenMark) != 0) return Alphabet::Mixed;
    if ((kinds_ & Base64Mark) != 0)
        return (kinds_ & UrlMark) != 0 ? Alphabet::Mixed : Alphabet::Base64;
    if (padded_ || (kinds_ & UrlMark) != 0) return Alphabet::Base64Url;
    if (kinds_ == 0) return Alphabet::None;
    if (kinds_ == Digit) return Alphabet::Decimal;
    if ((kinds_ & ~kLowerHex) == 0 || (kinds_ & ~kUpperHex) == 0) return Alphabet::Hex;
    return Alphabet::Base64Url;
}

unsigned TokenEntropy::bits() const {
    // Random letters also make a word now and then, but not three quarters of a value.
    const bool isOfWords = words_ * 4 >= count_ * 3;
    const unsigned free = isOfWords ? free_ - wordsFree_ : free_;
    const unsigned words = isOfWords ? words_ : 0;  // one bit a letter (Shannon 1951)
    return (free * kLog2[effectiveAlphabet()] + foreseen_) / kBit + words +
           std::min(marks_, static_cast<unsigned>(count_ / 4));
}

void TokenEntropy::takeAlphanumeric(unsigned char octet, std::uint8_t kind) {
    const bool isDigit = kind == Digit;
    const bool isUpper = (kind & (Upper | HexUpper)) != 0;
    // A word ends where digits begin, and where a capital follows a small letter.
    if (isDigit != inDigits_ || (isUpper && !lastUpper_)) endRun();
    inDigits_ = isDigit;
    lastUpper_ = isUpper;
    seen_[octet / 64] |= std::uint64_t{1} << octet % 64;
    ++count_;
    if (runLength_ < 2) runBegin_[runLength_] = octet;
    if (runLength_ > 0 && !isDigit) {
        const unsigned follower = (octet | 0x20U) - 'a';
        commonPairs_ += kFollowers[(last_ | 0x20U) - 'a'] >> follower & 1U;
    }
    ++runLength_;
    // aaaa, 1234, 4321: what goes on as the two before did adds nothing.
    const int step = static_cast<int>(octet) - static_cast<int>(last_);
    const bool goesOn = step == step_ && step >= -1 && step <= 1;
    step_ = step;
    last_ = octet;
    if (goesOn) return;
    ++free_;
    ++runFree_;
}

void TokenEntropy::endRun() {
    constexpr unsigned kShortestWord = 4;
    if (runLength_ >= kShortestWord && !inDigits_ && commonPairs_ * 4 >= (runLength_ - 1) * 3) {
        words_ += runLength_;
        wordsFree_ += runFree_;
    } else if (inDigits_ && runLength_ >= 8 && isTime()) {
        free_ -= runFree_;
        foreseen_ += kTimeBits * kBit;
    }
    runLength_ = 0;
    runFree_ = 0;
    commonPairs_ = 0;
}

// Seconds, milli- or microseconds since 1970, from 2001 to 2033; 20261121, 20261121094500.
bool TokenEntropy::isTime() const {
    if (runLength_ == 10 || runLength_ == 13 || runLength_ == 16) return runBegin_[0] == '1';
    if (runLength_ != 8 && runLength_ != 14) return false;
    return (runBegin_[0] == '2' && runBegin_[1] == '0') ||
           (runBegin_[0] == '1' && runBegin_[1] == '9');
}

// From how many characters they seem to be drawn: n drawn from A give d = A(1-exp(-n/A))
// different ones, which d*n*n / (n*n - d*d) undoes within a few percent.
std::size_t TokenEntropy::effectiveAlphabet() const {
    std::size_t all = 0;
    if ((kinds_ & Digit) != 0) all += 10;
    if ((kinds_ & Lower) != 0)
        all += 26;
    else if ((kinds_ & HexLower) != 0)
        all += 6;
    if ((kinds_ & Upper) != 0)
        all += 26;
    else if ((kinds_ & HexUpper) != 0)
        all += 6;
    std::size_t d = 0;
    for (const std::uint64_t seen : seen_)
        d += static_cast<std::size_t>(std::popcount(seen));
    if (d >= count_) return all;
    return std::min(all, d * count_ * count_ / (count_ * count_ - d * d));
}

}  // namespace hark::content
