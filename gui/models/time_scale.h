#pragma once

#include <cstdint>
#include <vector>

#include <QString>

namespace hark::gui {

/// From a moment to a later one, in nanoseconds of packet time.
struct TimeRange {
    std::int64_t beginNs = 0;
    std::int64_t endNs = 0;

    [[nodiscard]] std::int64_t length() const { return endNs - beginNs; }
    bool operator==(const TimeRange&) const = default;
};

/// Which moment is at which pixel. A value: to zoom and to pan make another one. Pixels count from
/// the left of the picture, and may be fractions of one, or outside.
class TimeScale {
public:
    static constexpr double kNearest = 10;  ///< nanoseconds a pixel: captures tell no finer times
    static constexpr double kFarthest = 9e13;  ///< a year on a narrow window

    TimeScale() = default;
    TimeScale(std::int64_t beginNs, double nsPerPixel);  ///< at the left
    /// Shows all of a range in so many pixels, with a small margin at both sides.
    static TimeScale fitting(const TimeRange& range, double width);
    /// Shows exactly a range.
    static TimeScale showing(const TimeRange& range, double width);

    [[nodiscard]] double xOf(std::int64_t ns) const {
        return (static_cast<double>(ns - wholeNs_) - restNs_) / nsPerPixel_;
    }
    [[nodiscard]] std::int64_t nsAt(double x) const;
    [[nodiscard]] double nsPerPixel() const { return nsPerPixel_; }
    [[nodiscard]] TimeRange range(double width) const { return {nsAt(0), nsAt(width)}; }

    /// What is at `x` stays there; a factor above 1 shows more detail.
    [[nodiscard]] TimeScale zoomed(double factor, double x) const;
    /// The picture moves to the right by so many pixels.
    [[nodiscard]] TimeScale panned(double pixels) const;
    /// Panned so that the two ranges have something in common.
    [[nodiscard]] TimeScale keptOver(const TimeRange& range, double width) const;

    bool operator==(const TimeScale&) const = default;

private:
    TimeScale(std::int64_t wholeNs, double restNs, double nsPerPixel);

    // Nanoseconds since 1970 have more digits than a double: the part of one is kept apart.
    std::int64_t wholeNs_ = 0;
    double restNs_ = 0;  ///< from 0 to 1
    double nsPerPixel_ = 1e6;
};

/// Where an axis has its ticks: at round numbers of what people count time in, from `originNs`, at
/// least `apart` pixels from each other.
struct TimeTicks {
    std::int64_t stepNs = 0;
    std::vector<std::int64_t> ns;  ///< that are in the picture
};
[[nodiscard]] TimeTicks ticksOf(const TimeScale& scale, double width, std::int64_t originNs,
                                double apart);
/// What is written at a tick: with as many digits as tell it from its neighbours, "12.418 s",
/// "4 min 12 s", "2 h 05 min".
[[nodiscard]] QString tickText(std::int64_t offsetNs, std::int64_t stepNs);

}  // namespace hark::gui
