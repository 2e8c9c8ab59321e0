#include "core/base/percent.h"

namespace hark::base {

std::string_view percentDecoded(std::string_view text, std::string& room, Plus plus) {
    const bool plusIsSpace = plus == Plus::Space;
    std::size_t first = 0;
    while (first < text.size() && text[first] != '%' && !(plusIsSpace && text[first] == '+'))
        ++first;
    if (first == text.size()) return text;
    room.assign(text.substr(0, first));
    text.remove_prefix(first);
    while (!text.empty()) {
        const bool isSpace = plusIsSpace && text.front() == '+';
        const char c = takePercentDecoded(text);
        room += isSpace ? ' ' : c;
    }
    return room;
}

}  // namespace hark::base
