#include "core/session/word_finder.h"

#include <deque>

namespace hark::session {

namespace {

constexpr std::uint8_t kOther = 0;
constexpr std::uint8_t kLetter = 1;  // "a"
constexpr std::uint8_t kDigit = 27;  // "0"
constexpr std::uint8_t kSlash = 37;

}  // namespace

WordFinder::WordFinder(const std::vector<Word>& words) : states_(1) {
    symbols_.fill(kOther);
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
    std::uint16_t state = 0;
    for (const char c : word.text) {
        const std::uint8_t symbol = symbols_[static_cast<unsigned char>(c)];
        if (states_[state].next[symbol] == 0) {
            const auto fresh = static_cast<std::uint16_t>(states_.size());
            states_.emplace_back();
            states_[state].next[symbol] = fresh;
        }
        state = states_[state].next[symbol];
    }
    states_[state].meaning |= word.meaning;
}

// Where a word breaks off, the longest end of what was read that begins another one goes on.
void WordFinder::connect() {
    std::vector<std::uint16_t> fallback(states_.size(), 0);
    std::deque<std::uint16_t> open{0};
    while (!open.empty()) {
        const std::uint16_t state = open.front();
        open.pop_front();
        for (std::size_t symbol = 0; symbol < kSymbols; ++symbol) {
            const std::uint16_t next = states_[state].next[symbol];
            const std::uint16_t other = states_[fallback[state]].next[symbol];
            if (next == 0) {
                states_[state].next[symbol] = other;
                continue;
            }
            fallback[next] = state == 0 ? std::uint16_t{0} : other;
            states_[next].meaning |= states_[fallback[next]].meaning;
            open.push_back(next);
        }
    }
}

unsigned WordFinder::meaningsOf(std::string_view text) const {
    unsigned meanings = 0;
    std::uint16_t state = 0;
    for (const char c : text) {
        const std::uint8_t symbol = symbols_[static_cast<unsigned char>(c)];
        if (symbol == kPassedOver) continue;
        state = states_[state].next[symbol];
        meanings |= states_[state].meaning;
    }
    return meanings;
}

}  // namespace hark::session
