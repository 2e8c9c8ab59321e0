#include "core/http/fields.h"

#include <algorithm>

#include "core/base/text.h"

namespace hark::http {

namespace {

// The line at `begin`, without its line end; `next` becomes the start of the one after it.
std::string_view lineAt(std::string_view bytes, std::size_t begin, std::size_t& next) {
    const std::size_t lf = bytes.find('\n', begin);
    std::size_t end = lf == std::string_view::npos ? bytes.size() : lf;
    next = lf == std::string_view::npos ? bytes.size() : lf + 1;
    if (end > begin && bytes[end - 1] == '\r') --end;
    return bytes.substr(begin, end - begin);
}

Span spanOf(std::string_view part, std::string_view whole) {
    return {static_cast<std::uint32_t>(part.data() - whole.data()),
            static_cast<std::uint32_t>(part.size())};
}

bool isFold(std::string_view line) {
    return !line.empty() && (line[0] == ' ' || line[0] == '\t');
}

}  // namespace

std::string_view listElement(std::string_view element) {
    constexpr std::string_view kBlanks = " \t\r\n";
    element.remove_prefix(std::min(element.find_first_not_of(kBlanks), element.size()));
    return element.substr(0, element.find_last_not_of(kBlanks) + 1);
}

FieldLines splitFieldLines(std::string_view bytes, std::size_t begin, std::size_t maximumLines) {
    FieldLines result;
    constexpr std::size_t kUsualLines = 16;
    result.lines.reserve(kUsualLines);
    while (begin < bytes.size()) {
        std::size_t next = begin;
        const std::string_view line = lineAt(bytes, begin, next);
        begin = next;
        if (line.empty()) break;
        if (isFold(line) && !result.lines.empty()) {
            Span& value = result.lines.back().value;
            const std::string_view part = base::trimmed(line);
            const Span more = spanOf(part, bytes);
            if (value.length == 0) value.begin = more.begin;  // the value begins behind the fold
            if (!part.empty()) value.length = more.begin + more.length - value.begin;
            result.folded = true;
            continue;
        }
        if (result.lines.size() >= maximumLines) {
            result.tooMany = true;
            break;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            result.malformed = true;
            result.lines.push_back(
                {spanOf(line.substr(0, 0), bytes), spanOf(base::trimmed(line), bytes)});
            continue;
        }
        const std::string_view name = base::trimmed(line.substr(0, colon));
        if (name.size() != colon || name.empty()) result.malformed = true;
        result.lines.push_back(
            {spanOf(name, bytes), spanOf(base::trimmed(line.substr(colon + 1)), bytes)});
    }
    return result;
}

std::uint64_t Fields::mark(std::string_view name) {
    constexpr unsigned kLetterCase = 0x20;
    const unsigned letter = name.empty() ? 0U : static_cast<unsigned char>(name[0]) | kLetterCase;
    return std::uint64_t{1} << ((name.size() * 7 + letter) % 64);
}

Fields::Fields(std::string bytes, std::vector<Line> lines)
    : bytes_(std::move(bytes)), lines_(std::move(lines)) {
    for (const Line& line : lines_)
        marks_ |= mark(line.name.in(bytes_));
}

std::optional<std::string_view> Fields::first(std::string_view name) const {
    if ((marks_ & mark(name)) == 0) return std::nullopt;
    for (const Line& line : lines_) {
        if (line.name.length == name.size() &&
            base::equalsIgnoringCase(line.name.in(bytes_), name)) {
            return line.value.in(bytes_);
        }
    }
    return std::nullopt;
}

std::size_t Fields::count(std::string_view name) const {
    std::size_t found = 0;
    if ((marks_ & mark(name)) == 0) return found;
    for (const Line& line : lines_) {
        if (line.name.length == name.size() && base::equalsIgnoringCase(line.name.in(bytes_), name))
            ++found;
    }
    return found;
}

std::string Fields::combined(std::string_view name) const {
    std::string out;
    bool any = false;
    for (std::size_t i = 0; i < size(); ++i) {
        const FieldLine line = (*this)[i];
        if (!base::equalsIgnoringCase(line.name, name)) continue;
        if (any) out += ", ";
        out += line.value;
        any = true;
    }
    return out;
}

bool Fields::hasToken(std::string_view name, std::string_view token) const {
    if ((marks_ & mark(name)) == 0) return false;
    for (std::size_t i = 0; i < size(); ++i) {
        const FieldLine line = (*this)[i];
        if (line.name.size() != name.size() || !base::equalsIgnoringCase(line.name, name)) continue;
        std::string_view list = line.value;
        while (!list.empty()) {
            const std::size_t comma = list.find(',');
            if (base::equalsIgnoringCase(listElement(list.substr(0, comma)), token)) return true;
            list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        }
    }
    return false;
}

}  // namespace hark::http
