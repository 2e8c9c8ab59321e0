#pragma once

#include <array>
#include <bitset>
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
    [[nodiscard]] unsigned extended(unsigned beginning, char c) const {
        const std::uint8_t code = codes_[static_cast<unsigned char>(c)];
        return (beginning << kLetterBits | code) % kBeginnings;
    }
    [[nodiscard]] unsigned meaningsAt(unsigned beginning, std::string_view rest) const;

    struct Entry {
        unsigned beginning;
        std::string_view rest;  // of the word, behind its beginning
        unsigned meaning;
    };
    std::array<std::uint8_t, 256> codes_{};  // 1 to 26: letters
    std::bitset<kBeginnings> beginnings_;
    std::vector<Entry> words_;  // by beginning
};

}  // namespace hark::session
