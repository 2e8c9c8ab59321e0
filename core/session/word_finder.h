#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hark::session {

/// Finds which of some words a text has, in one pass over it (Aho and Corasick). ASCII letters
/// compare in any case; hyphens and underscores in the text are passed over.
class WordFinder {
public:
    struct Word {
        std::string_view text;  ///< lower-case letters, digits and slashes
        unsigned meaning;       ///< bits
    };
    explicit WordFinder(const std::vector<Word>& words);

    /// The meanings of all words in the text.
    [[nodiscard]] unsigned meaningsOf(std::string_view text) const;

private:
    // Letters, digits, the slash, everything else.
    static constexpr std::size_t kSymbols = 38;
    static constexpr std::uint8_t kPassedOver = 255;
    struct State {
        std::array<std::uint16_t, kSymbols> next{};
        unsigned meaning = 0;
    };

    void add(const Word& word);
    void connect();

    std::array<std::uint8_t, 256> symbols_{};
    std::vector<State> states_;
};

}  // namespace hark::session
