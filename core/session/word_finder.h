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
    // Letters, digits, the slash, what is passed over, everything else; a power of two.
    static constexpr std::size_t kSymbols = 64;
    using State = std::uint16_t;

    void add(const Word& word);
    void connect();
    [[nodiscard]] State& next(State state, std::size_t symbol) {
        return next_[state * kSymbols + symbol];
    }

    std::array<std::uint8_t, 256> symbols_{};
    std::vector<State> next_;         // by state and symbol
    std::vector<unsigned> meanings_;  // by state
};

}  // namespace hark::session
