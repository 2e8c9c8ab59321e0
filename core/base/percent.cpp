#include "core/base/percent.h"

namespace hark::base {

std::string_view percentDecoded(std::string_view text, std::string& room, Plus plus) {
    const bool plusIsSpace = plus == Plus::Space;
    const std::size_t first = plusIsSpace ? text.find_first_of("%+") : text.find('%');
    if (first == std::string_view::npos) return text;
    room.assign(text.substr(0, first));
    for (std::size_t i = first; i < text.size(); ++i) {
        const bool isEscape = text[i] == '%' && i + 2 < text.size();
        const auto high = isEscape ? hexDigit(text[i + 1]) : std::nullopt;
        const auto low = isEscape ? hexDigit(text[i + 2]) : std::nullopt;
        if (high && low) {
            room += static_cast<char>(*high << 4U | *low);
            i += 2;
        } else {
            room += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return room;
}

}  // namespace hark::base
