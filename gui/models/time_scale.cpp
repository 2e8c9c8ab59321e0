#include "gui/models/time_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr double kMargin = 0.03;  // of the width, at each side
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kMostTicks = 1000;  // on the widest of screens

// Beyond a second people don't count by tens.
constexpr std::array<std::int64_t, 22> kSteps{
    kSecond,  2 * kSecond, 5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond,
    kMinute,  2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,
    kHour,    2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,   kDay,
    2 * kDay, 7 * kDay,    28 * kDay,   364 * kDay};

std::int64_t stepOver(double ns) {
    for (std::int64_t decade = 1; decade < kSecond; decade *= 10) {
        for (const std::int64_t part : {1, 2, 5}) {
            if (static_cast<double>(decade * part) >= ns) return decade * part;
        }
    }
    for (const std::int64_t step : kSteps) {
        if (static_cast<double>(step) >= ns) return step;
    }
    return kSteps.back();
}

}  // namespace

TimeScale::TimeScale(std::int64_t wholeNs, double restNs, double nsPerPixel)
    : nsPerPixel_(std::clamp(nsPerPixel, kNearest, kFarthest)) {
    const double whole = std::floor(restNs);
    wholeNs_ = wholeNs + static_cast<std::int64_t>(whole);
    restNs_ = restNs - whole;
}

TimeScale::TimeScale(std::int64_t beginNs, double nsPerPixel)
    : TimeScale(beginNs, 0.0, nsPerPixel) {}

TimeScale TimeScale::showing(const TimeRange& range, double width) {
    const auto length = static_cast<double>(std::max<std::int64_t>(range.length(), 1));
    return {range.beginNs, 0.0, length / std::max(width, 1.0)};
}

TimeScale TimeScale::fitting(const TimeRange& range, double width) {
    const TimeScale inner = showing(range, width * (1 - 2 * kMargin));
    const TimeScale made(range.beginNs, 0.0, inner.nsPerPixel());
    // Where the range is shorter than what can be shown it stands in the middle.
    const double used = made.xOf(range.endNs);
    return made.panned((width - used) / 2);
}

std::int64_t TimeScale::nsAt(double x) const {
    return wholeNs_ + static_cast<std::int64_t>(std::llround(restNs_ + x * nsPerPixel_));
}

TimeScale TimeScale::zoomed(double factor, double x) const {
    const double made = std::clamp(nsPerPixel_ / factor, kNearest, kFarthest);
    return {wholeNs_, restNs_ + x * (nsPerPixel_ - made), made};
}

TimeScale TimeScale::panned(double pixels) const {
    return {wholeNs_, restNs_ - pixels * nsPerPixel_, nsPerPixel_};
}

TimeScale TimeScale::keptOver(const TimeRange& range, double width) const {
    const double middle = width / 2;
    const double begin = xOf(range.beginNs);
    const double end = xOf(range.endNs);
    if (begin > middle) return panned(middle - begin);
    if (end < middle) return panned(middle - end);
    return *this;
}

TimeTicks ticksOf(const TimeScale& scale, double width, std::int64_t originNs, double apart) {
    TimeTicks ticks;
    ticks.stepNs = stepOver(scale.nsPerPixel() * apart);
    const TimeRange shown = scale.range(width);
    const std::int64_t into = (shown.beginNs - originNs) % ticks.stepNs;
    std::int64_t at = shown.beginNs - into;
    if (at < shown.beginNs) at += ticks.stepNs;
    for (; at <= shown.endNs && ticks.ns.size() < kMostTicks; at += ticks.stepNs)
        ticks.ns.push_back(at);
    return ticks;
}

QString tickText(std::int64_t offsetNs, std::int64_t stepNs) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("hark::gui::TimeScale", text);
    };
    if (offsetNs < 0) return QChar(0x2212) + tickText(-offsetNs, stepNs);
    if (stepNs < kSecond || offsetNs < kMinute) {
        int digits = 0;
        for (std::int64_t unit = kSecond; unit > 1 && stepNs % unit != 0; unit /= 10)
            ++digits;
        return tr("%1 s").arg(QLocale().toString(static_cast<double>(offsetNs) / 1e9, 'f', digits));
    }
    if (offsetNs < kHour || stepNs >= kMinute) {
        if (stepNs < kMinute) return durationText(offsetNs);
        return offsetNs < kHour ? tr("%1 min").arg(offsetNs / kMinute) : durationText(offsetNs);
    }
    const auto seconds = offsetNs % kMinute / kSecond;
    return tr("%1 %2 s")
        .arg(durationText(offsetNs - seconds * kSecond))
        .arg(seconds, 2, 10, QLatin1Char('0'));
}

}  // namespace hark::gui
