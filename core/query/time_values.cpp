#include "core/query/time_values.h"

#include <chrono>
#include <limits>

#include "core/base/text.h"
#include "core/query/filter_values.h"

namespace hark::query {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Takes pieces of fixed form from the front; each takes what it names, or nothing and says so.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool atEnd() const { return rest_.empty(); }
    bool take(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// Exactly so many digits.
    std::optional<int> number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (i >= rest_.size() || !isDigit(rest_[i])) return std::nullopt;
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    /// A fraction of a second, at least one digit; what is smaller than a nanosecond is cut.
    std::optional<std::int64_t> fraction() {
        if (rest_.empty() || !isDigit(rest_.front())) return std::nullopt;
        std::int64_t ns = 0;
        for (std::int64_t worth = kSecond / 10; !rest_.empty() && isDigit(rest_.front());
             worth /= 10) {
            ns += worth * (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return ns;
    }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> daysOf(Scanner& scanner) {
    const auto year = scanner.number(4);
    if (!year || !scanner.take('-')) return std::nullopt;
    const auto month = scanner.number(2);
    if (!month || !scanner.take('-')) return std::nullopt;
    const auto day = scanner.number(2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

// Hours and minutes, in seconds. The colon may be left out of an offset.
std::optional<std::int64_t> hoursAndMinutes(Scanner& scanner, bool needsColon) {
    const auto hour = scanner.number(2);
    if (!hour || *hour > 23) return std::nullopt;
    if (!scanner.take(':') && needsColon) return std::nullopt;
    const auto minute = scanner.number(2);
    if (!minute || *minute > 59) return std::nullopt;
    return *hour * 3600 + *minute * 60;
}

// What stands behind the time of day, in seconds east of UTC.
std::optional<std::int64_t> offsetOf(Scanner& scanner) {
    if (scanner.atEnd() || scanner.take('Z') || scanner.take('z')) return 0;
    const bool isEast = scanner.take('+');
    if (!isEast && !scanner.take('-')) return std::nullopt;
    const auto offset = hoursAndMinutes(scanner, false);
    if (!offset) return std::nullopt;
    return isEast ? *offset : -*offset;
}

std::optional<std::int64_t> absoluteTime(std::string_view text) {
    Scanner scanner(text);
    const auto days = daysOf(scanner);
    if (!days) return std::nullopt;
    std::int64_t seconds = *days * 86400;
    std::int64_t ns = 0;
    if (!scanner.atEnd()) {
        if (!scanner.take('T') && !scanner.take('t') && !scanner.take(' ')) return std::nullopt;
        const auto time = hoursAndMinutes(scanner, true);
        if (!time) return std::nullopt;
        seconds += *time;
        if (scanner.take(':')) {
            const auto second = scanner.number(2);
            if (!second || *second > 60) return std::nullopt;  // 60: a leap second
            seconds += *second;
            if (scanner.take('.')) {
                const auto fraction = scanner.fraction();
                if (!fraction) return std::nullopt;
                ns = *fraction;
            }
        }
        const auto offset = offsetOf(scanner);
        if (!offset || !scanner.atEnd()) return std::nullopt;
        seconds -= *offset;
    }
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kSecond - 1;
    if (seconds > kMost || seconds < -kMost) return std::nullopt;
    return seconds * kSecond + ns;
}

// One duration, or several with units behind each other: "1m30s". A range is no moment.
std::optional<std::int64_t> sinceStart(std::string_view text) {
    std::int64_t sum = 0;
    const std::size_t length = text.size();
    do {
        std::size_t end = text.find_first_not_of("0123456789.");
        if (end == std::string_view::npos && text.size() < length) return std::nullopt;
        while (end < text.size() && !isDigit(text[end])) {
            ++end;
        }
        const std::string_view piece = text.substr(0, end);
        if (piece.find("..") != std::string_view::npos) return std::nullopt;
        const auto duration = parseNumberRange(piece, ValueKind::Duration);
        if (!duration || duration->least > std::numeric_limits<std::int64_t>::max() / 2 - sum) {
            return std::nullopt;
        }
        sum += duration->least;
        text.remove_prefix(piece.size());
    } while (!text.empty());
    return sum;
}

}  // namespace

std::optional<TimeValue> parseTime(std::string_view text) {
    if (const auto ns = absoluteTime(text)) return TimeValue{false, *ns};
    if (const auto ns = sinceStart(text)) return TimeValue{true, *ns};
    return std::nullopt;
}

}  // namespace hark::query
