#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hark::session {

/// Finds which of some words a text has, in one pass over it. ASCII letters compare in any case;
/// hyphens and underscores in the text are passed over.
class WordFinder {
public:
    struct Word {
        std::string_view text;  ///< lower-case letters and digits, the first three letters
        unsigned meaning;       ///< bits
    };
    explicit WordFinder(const std::vector<Word>& words);

    /// The meanings of all words in the text.
    [[nodiscard]] unsigned meaningsOf(std::string_view text) const;

private:
    // Three letters as a number: the words are few, and so are their beginnings.
    static constexpr unsigned kLetterBits = 5;
    static constexpr unsigned kBeginnings = 1U << (3 * kLetterBits);
    static constexpr std::uint8_t kPassedOver = 0xff;
    static unsigned extended(unsigned beginning, std::uint8_t code) {
        return (beginning << kLetterBits | code) % kBeginnings;
    }
    [[nodiscard]] bool begins(unsigned beginning) const {
        return (beginnings_[beginning / 64] >> beginning % 64 & 1U) != 0;
    }
    [[nodiscard]] unsigned meaningsAt(unsigned beginning, std::string_view rest) const;

    struct Entry {
        unsigned beginning;
        std::string_view rest;  // of the word, behind its beginning
        unsigned meaning;
    };
    std::array<std::uint8_t, 256> codes_{};                     // 1 to 26: letters
    std::array<std::uint64_t, kBeginnings / 64> beginnings_{};  // a bit for each that there is
    std::vector<Entry> words_;                                  // by beginning
};

}  // namespace hark::session
