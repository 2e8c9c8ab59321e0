#include "core/base/percent.h"

namespace hark::base {

std::string_view percentDecoded(std::string_view text, std::string& room, Plus plus) {
    const bool plusIsSpace = plus == Plus::Space;
    const std::size_t first = plusIsSpace ? text.find_first_of("%+") : text.find('%');
    if (first == std::string_view::npos) return text;
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
