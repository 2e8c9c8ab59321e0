#include "core/query/filter_values.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/text.h"

namespace hark::query {

namespace {

using Unit = std::pair<std::string_view, double>;

constexpr auto kByteUnits = std::to_array<Unit>({
    {"", 1},
    {"b", 1},
    {"k", 1e3},
    {"kb", 1e3},
    {"m", 1e6},
    {"mb", 1e6},
    {"g", 1e9},
    {"gb", 1e9},
    {"ki", 1024},
    {"kib", 1024},
    {"mi", 1048576},
    {"mib", 1048576},
    {"gi", 1073741824},
    {"gib", 1073741824},
});
constexpr auto kDurationUnits = std::to_array<Unit>({
    {"", 1e6},
    {"ns", 1},
    {"us", 1e3},
    {"\xc2\xb5s", 1e3},
    {"ms", 1e6},
    {"s", 1e9},
    {"m", 60e9},
    {"min", 60e9},
    {"h", 3600e9},
});

template <std::size_t count>
std::optional<std::int64_t> withUnit(std::string_view text, const std::array<Unit, count>& units) {
    double number = 0;
    const auto [end, code] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (code != std::errc() || number < 0) return std::nullopt;
    const std::string unit =
        base::toLower(text.substr(static_cast<std::size_t>(end - text.data())));
    for (const auto& [name, factor] : units) {
        if (unit != name) continue;
        const double value = std::round(number * factor);
        if (!(value < 9e18)) return std::nullopt;
        return static_cast<std::int64_t>(value);
    }
    return std::nullopt;
}

std::optional<std::int64_t> parseNumber(std::string_view text, ValueKind kind) {
    if (kind == ValueKind::Bytes) return withUnit(text, kByteUnits);
    if (kind == ValueKind::Duration) return withUnit(text, kDurationUnits);
    const auto number = base::parseDecimal(text);
    if (!number || *number > std::uint64_t{1} << 62U) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

}  // namespace

std::optional<NumberRange> parseNumberRange(std::string_view text, ValueKind kind) {
    if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
        const auto least = parseNumber(text.substr(0, dots), kind);
        const auto most = parseNumber(text.substr(dots + 2), kind);
        if (!least || !most) return std::nullopt;
        return NumberRange{*least, *most};
    }
    const bool isClass = kind == ValueKind::Number && text.size() == 3 && text[0] >= '1' &&
                         text[0] <= '9' && base::equalsIgnoringCase(text.substr(1), "xx");
    if (isClass) {
        const std::int64_t least = (text[0] - '0') * 100;
        return NumberRange{least, least + 99};
    }
    const auto number = parseNumber(text, kind);
    if (!number) return std::nullopt;
    return NumberRange{*number, *number};
}

}  // namespace hark::query
