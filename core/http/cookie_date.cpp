// The date of Expires (RFC 6265bis section 5.1.1).

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/text.h"
#include "core/http/set_cookie.h"

namespace hark::http {

namespace {

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// delimiter = %x09 / %x20-2F / %x3B-40 / %x5B-60 / %x7B-7E
constexpr bool isDelimiter(char c) {
    return c == '\t' || (c >= ' ' && c <= '/') || (c >= ';' && c <= '@') ||
           (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

// Between `least` and `most` digits that no further digit follows; takes them from `text`.
std::optional<int> takeNumber(std::string_view& text, std::size_t least, std::size_t most) {
    int value = 0;
    std::size_t length = 0;
    while (length < text.size() && isDigit(text[length])) {
        if (++length > most) return std::nullopt;
        value = value * 10 + (text[length - 1] - '0');
    }
    if (length < least) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

struct TimeOfDay {
    int hour = 0;
    int minute = 0;
    int second = 0;
};

// hms-time = time-field ":" time-field ":" time-field, then anything but a digit.
std::optional<TimeOfDay> readTime(std::string_view token) {
    std::array<int, 3> fields{};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) {
            if (token.empty() || token.front() != ':') return std::nullopt;
            token.remove_prefix(1);
        }
        const auto number = takeNumber(token, 1, 2);
        if (!number) return std::nullopt;
        fields[i] = *number;
    }
    return TimeOfDay{fields[0], fields[1], fields[2]};
}

// The first three letters tell.
std::optional<unsigned> readMonth(std::string_view token) {
    constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto* const found =
        std::find_if(kMonths.begin(), kMonths.end(), [token](std::string_view month) {
            return base::equalsIgnoringCase(token.substr(0, month.size()), month);
        });
    if (found == kMonths.end()) return std::nullopt;
    return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

// Each token is the first of these that is still missing and that it fits.
struct DateParts {
    std::optional<TimeOfDay> time;
    std::optional<int> day;
    std::optional<unsigned> month;
    std::optional<int> year;

    void take(std::string_view token) {
        if (!time && (time = readTime(token))) return;
        std::string_view rest = token;
        if (!day && (day = takeNumber(rest, 1, 2))) return;
        if (!month && (month = readMonth(token))) return;
        if (!year) year = takeNumber(rest = token, 2, 4);
    }
};

base::Timestamp kept(std::chrono::sys_seconds time) {
    using std::chrono::floor;
    constexpr auto kFirst = std::chrono::ceil<std::chrono::seconds>(base::Timestamp::min());
    constexpr auto kLast = floor<std::chrono::seconds>(base::Timestamp::max());
    return std::clamp<std::chrono::sys_seconds>(time, kFirst, kLast);
}

}  // namespace

std::optional<base::Timestamp> parseCookieDate(std::string_view text) {
    DateParts parts;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        while (at < text.size() && !isDelimiter(text[at]))
            ++at;
        if (at > begin)
            parts.take(text.substr(begin, at - begin));
        else
            ++at;
    }
    if (!parts.time || !parts.day || !parts.month || !parts.year) return std::nullopt;
    int year = *parts.year;
    if (year >= 70 && year <= 99) year += 1900;
    if (year >= 0 && year <= 69) year += 2000;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(*parts.month),
                                           std::chrono::day(static_cast<unsigned>(*parts.day))};
    const TimeOfDay& time = *parts.time;
    const bool exists =
        year >= 1601 && date.ok() && time.hour <= 23 && time.minute <= 59 && time.second <= 59;
    if (!exists) return std::nullopt;
    return kept(std::chrono::sys_days(date) + std::chrono::hours(time.hour) +
                std::chrono::minutes(time.minute) + std::chrono::seconds(time.second));
}

}  // namespace hark::http
