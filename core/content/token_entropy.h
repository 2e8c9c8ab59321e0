#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/content/token_shape.h"

namespace hark::content {

/// Counts in one value what can't be foreseen: behind shapeOf.
class TokenEntropy {
public:
    /// What a date counts, or a time of a day to the second: it is near the capture's.
    static constexpr unsigned kTimeBits = 12;

    /// Reads a value, percent-encoded or not. Once.
    void take(std::string_view text);
    /// What else the value has.
    void addForeseen(unsigned bits);
    [[nodiscard]] Alphabet alphabet() const;  ///< never Uuid
    [[nodiscard]] unsigned bits() const;

private:
    void takeOne(char c);
    void takeAlphanumeric(unsigned char octet, std::uint8_t kind);
    void endRun();
    [[nodiscard]] bool isTime() const;
    [[nodiscard]] std::size_t effectiveAlphabet() const;

    std::array<std::uint64_t, 2> seen_{};  // letters and digits
    std::array<unsigned char, 2> runBegin_{};
    std::size_t count_ = 0;   // of letters and digits
    unsigned free_ = 0;       // those of them that can't be foreseen
    unsigned marks_ = 0;      // one bit each: they mostly separate
    unsigned words_ = 0;      // letters of words
    unsigned wordsFree_ = 0;  // those of them that are in free_
    unsigned foreseen_ = 0;   // what else counts, in sixteenths of a bit
    unsigned runLength_ = 0;  // of the letters or digits in a row
    unsigned runFree_ = 0;
    unsigned commonPairs_ = 0;
    int step_ = 0;
    std::uint8_t kinds_ = 0;
    unsigned char last_ = 0;
    bool inDigits_ = false;
    bool lastUpper_ = false;
    bool padded_ = false;
    bool text_ = false;
};

}  // namespace hark::content
