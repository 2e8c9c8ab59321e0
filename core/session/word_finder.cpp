#include "core/session/word_finder.h"

#include <algorithm>

namespace hark::session {

namespace {

bool isInAnyCase(char c, char lower) {
    return c == lower || (c >= 'A' && c <= 'Z' && c - 'A' + 'a' == lower);
}

bool beginsWith(std::string_view text, std::string_view word) {
    for (const char c : text) {
        if (word.empty()) break;
        if (c == '-' || c == '_') continue;
        if (!isInAnyCase(c, word.front())) return false;
        word.remove_prefix(1);
    }
    return word.empty();
}

}  // namespace

WordFinder::WordFinder(const std::vector<Word>& words) {
    for (unsigned i = 0; i < 26; ++i)
        codes_.at('a' + i) = codes_.at('A' + i) = static_cast<std::uint8_t>(1 + i);
    codes_['-'] = codes_['_'] = kPassedOver;
    for (const Word& word : words) {
        unsigned beginning = 0;
        for (const char c : word.text.substr(0, 3))
            beginning = extended(beginning, codes_[static_cast<unsigned char>(c)]);
        beginnings_.at(beginning / 64) |= std::uint64_t{1} << beginning % 64;
        words_.push_back({beginning, word.text.substr(3), word.meaning});
    }
    std::sort(words_.begin(), words_.end(),
              [](const Entry& a, const Entry& b) { return a.beginning < b.beginning; });
}

unsigned WordFinder::meaningsOf(std::string_view text) const {
    unsigned meanings = 0;
    unsigned beginning = 0;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end; ++at) {
        const std::uint8_t code = codes_[static_cast<unsigned char>(*at)];
        if (code == kPassedOver) continue;
        beginning = extended(beginning, code);
        if (begins(beginning)) meanings |= meaningsAt(beginning, {at + 1, end});
    }
    return meanings;
}

unsigned WordFinder::meaningsAt(unsigned beginning, std::string_view rest) const {
    unsigned meanings = 0;
    auto word =
        std::lower_bound(words_.begin(), words_.end(), beginning,
                         [](const Entry& entry, unsigned key) { return entry.beginning < key; });
    for (; word != words_.end() && word->beginning == beginning; ++word) {
        if (beginsWith(rest, word->rest)) meanings |= word->meaning;
    }
    return meanings;
}

}  // namespace hark::session
