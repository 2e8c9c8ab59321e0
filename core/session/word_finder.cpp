#include "core/session/word_finder.h"

#include <deque>

namespace hark::session {

namespace {

// 0 is everything else.
constexpr std::uint8_t kLetter = 1;  // "a"
constexpr std::uint8_t kDigit = 27;  // "0"
constexpr std::uint8_t kSlash = 37;
constexpr std::uint8_t kPassedOver = 38;

}  // namespace

WordFinder::WordFinder(const std::vector<Word>& words) : next_(kSymbols), meanings_(1) {
    for (unsigned i = 0; i < 26; ++i) {
        symbols_.at('a' + i) = symbols_.at('A' + i) = static_cast<std::uint8_t>(kLetter + i);
    }
    for (unsigned i = 0; i < 10; ++i)
        symbols_.at('0' + i) = static_cast<std::uint8_t>(kDigit + i);
    symbols_['/'] = kSlash;
    symbols_['-'] = symbols_['_'] = kPassedOver;
    for (const Word& word : words)
        add(word);
    connect();
}

void WordFinder::add(const Word& word) {
    State state = 0;
    for (const char c : word.text) {
        const std::uint8_t symbol = symbols_[static_cast<unsigned char>(c)];
        if (next(state, symbol) == 0) {
            const auto fresh = static_cast<State>(meanings_.size());
            next_.resize(next_.size() + kSymbols);
            meanings_.push_back(0);
            next(state, symbol) = fresh;
        }
        state = next(state, symbol);
    }
    meanings_[state] |= word.meaning;
}

// Where a word breaks off, the longest end of what was read that begins another one goes on.
void WordFinder::connect() {
    std::vector<State> fallback(meanings_.size(), 0);
    std::deque<State> open{0};
    while (!open.empty()) {
        const State state = open.front();
        open.pop_front();
        for (std::size_t symbol = 0; symbol < kSymbols; ++symbol) {
            const State after = next(state, symbol);
            const State other = next(fallback[state], symbol);
            if (after == 0) {
                next(state, symbol) = other;
                continue;
            }
            fallback[after] = state == 0 ? State{0} : other;
            meanings_[after] |= meanings_[fallback[after]];
            open.push_back(after);
        }
        next(state, kPassedOver) = state;
    }
}

unsigned WordFinder::meaningsOf(std::string_view text) const {
    unsigned meanings = 0;
    std::size_t state = 0;
    for (const char c : text) {
        state = next_[state * kSymbols + symbols_[static_cast<unsigned char>(c)]];
        meanings |= meanings_[state];
    }
    return meanings;
}

}  // namespace hark::session
