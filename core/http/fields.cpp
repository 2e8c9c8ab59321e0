#include "core/http/fields.h"

#include <algorithm>
#include <cstring>

#include "core/base/text.h"

namespace hark::http {

namespace {

const char* find(const char* begin, const char* end, char c) {
    const void* found = std::memchr(begin, c, static_cast<std::size_t>(end - begin));
    return found == nullptr ? end : static_cast<const char*>(found);
}

// Without the white space around it.
Span trimmedSpan(const char* begin, const char* end, const char* whole) {
    while (begin < end && base::isBlank(*begin))
        ++begin;
    while (begin < end && base::isBlank(end[-1]))
        --end;
    return {static_cast<std::uint32_t>(begin - whole), static_cast<std::uint32_t>(end - begin)};
}

}  // namespace

std::string_view listElement(std::string_view element) {
    const auto isSpace = [](char c) { return base::isBlank(c) || c == '\r' || c == '\n'; };
    while (!element.empty() && isSpace(element.front()))
        element.remove_prefix(1);
    while (!element.empty() && isSpace(element.back()))
        element.remove_suffix(1);
    return element;
}

FieldLines splitFieldLines(std::string_view bytes, std::size_t begin, std::size_t maximumLines) {
    FieldLines result;
    constexpr std::size_t kUsualLines = 16;
    result.lines.reserve(kUsualLines);
    const char* const whole = bytes.data();
    const char* const end = whole + bytes.size();
    const char* next = whole + std::min(begin, bytes.size());
    while (next < end) {
        const char* const line = next;
        const char* lineEnd = find(line, end, '\n');
        next = lineEnd == end ? end : lineEnd + 1;
        if (lineEnd > line && lineEnd[-1] == '\r') --lineEnd;
        if (lineEnd == line) break;
        if (base::isBlank(*line) && !result.lines.empty()) {
            Span& value = result.lines.back().value;
            const Span more = trimmedSpan(line, lineEnd, whole);
            if (value.length == 0) value.begin = more.begin;  // the value begins after the fold
            if (more.length > 0) value.length = more.begin + more.length - value.begin;
            result.folded = true;
            continue;
        }
        if (result.lines.size() >= maximumLines) {
            result.tooMany = true;
            break;
        }
        const char* const colon = find(line, lineEnd, ':');
        if (colon == lineEnd) {
            result.malformed = true;
            result.lines.push_back(
                {trimmedSpan(line, line, whole), trimmedSpan(line, lineEnd, whole)});
            continue;
        }
        const Span name = trimmedSpan(line, colon, whole);
        if (name.length != static_cast<std::size_t>(colon - line) || name.length == 0) {
            result.malformed = true;
        }
        result.lines.push_back({name, trimmedSpan(colon + 1, lineEnd, whole)});
    }
    return result;
}

Fields::Fields(std::string bytes, std::vector<Line> lines)
    : bytes_(std::move(bytes)), lines_(std::move(lines)) {
    const char* const whole = bytes_.data();
    for (const Line& line : lines_)
        marks_ |= mark({whole + line.name.begin, line.name.length});
}

Fields::Found Fields::next(std::string_view name, std::size_t from) const {
    constexpr unsigned kLetterCase = 0x20;
    const auto letter = [](char c) { return static_cast<unsigned char>(c) | kLetterCase; };
    const char* const whole = bytes_.data();
    const Line* const end = lines_.data() + lines_.size();
    const unsigned first = name.empty() ? 0U : letter(name[0]);
    for (const Line* line = lines_.data() + std::min(from, lines_.size()); line != end; ++line) {
        const char* const begin = whole + line->name.begin;
        if (line->name.length != name.size()) continue;
        if (name.empty() ||
            (letter(*begin) == first && base::equalsIgnoringCase({begin, name.size()}, name))) {
            return {std::string_view{whole + line->value.begin, line->value.length},
                    static_cast<std::size_t>(line - lines_.data()) + 1};
        }
    }
    return {std::nullopt, lines_.size()};
}

std::size_t Fields::count(std::string_view name) const {
    std::size_t found = 0;
    forEach(name, [&](std::string_view) { ++found; });
    return found;
}

std::string Fields::combined(std::string_view name) const {
    std::string out;
    std::string_view separator;
    forEach(name, [&](std::string_view value) {
        out.append(separator).append(value);
        separator = ", ";
    });
    return out;
}

bool Fields::hasToken(std::string_view name, std::string_view token) const {
    bool found = false;
    forEach(name, [&](std::string_view list) {
        while (!found && !list.empty()) {
            const std::size_t comma = list.find(',');
            found = base::equalsIgnoringCase(listElement(list.substr(0, comma)), token);
            list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        }
    });
    return found;
}

}  // namespace hark::http
