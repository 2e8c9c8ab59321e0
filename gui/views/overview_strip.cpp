#include "gui/views/overview_strip.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "gui/delegates/colours.h"
#include "gui/models/format.h"
#include "gui/models/life_sign.h"

namespace hark::gui {

namespace {

constexpr int kEventsTop = 2;
constexpr int kEventsHeight = 6;
constexpr int kDensityTop = 9;
constexpr int kDensityBottom = 32;
constexpr int kErrorsHeight = 5;
constexpr int kHandle = 6;

}  // namespace

OverviewStrip::OverviewStrip(CaseThread& cases, QWidget* parent) : QWidget(parent), model_(cases) {
    setObjectName(QStringLiteral("overview"));
    setAccessibleName(tr("Overview of the capture"));
    setFixedHeight(kHeight);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&model_, &OverviewModel::changed, this, qOverload<>(&QWidget::update));
    connect(&model_, &OverviewModel::failed, this, &OverviewStrip::failed);
}

void OverviewStrip::clear() {
    brush_.reset();
    visible_.reset();
    grip_ = Grip::None;
    model_.clear();
}

void OverviewStrip::setRange(const std::optional<TimeRange>& range) {
    brush_ = range;
    update();
}

void OverviewStrip::setVisibleRange(const std::optional<TimeRange>& range) {
    if (range == visible_) return;
    visible_ = range;
    update(0, kHeight - 3, width(), 3);
}

TimeScale OverviewStrip::scale() const {
    return TimeScale::showing(model_.range().value_or(TimeRange{0, 1}), width());
}

double OverviewStrip::xOf(std::int64_t ns) const {
    return scale().xOf(ns);
}

std::int64_t OverviewStrip::nsAt(double x) const {
    return scale().nsAt(x);
}

// Those that a pixel stands for: at least one.
std::pair<std::size_t, std::size_t> OverviewStrip::bucketsAt(const query::Density& density,
                                                             int x) const {
    const double each = static_cast<double>(density.buckets.size()) / std::max(width(), 1);
    const auto last = density.buckets.size() - 1;
    const auto begin = std::min(static_cast<std::size_t>(x * each), last);
    const auto end = std::min(static_cast<std::size_t>((x + 1) * each), last + 1);
    return {begin, std::max(end, begin + 1)};
}

void OverviewStrip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (!model_.whole().buckets.empty()) {
        QColor quiet = quietText(palette());
        quiet.setAlphaF(0.4F);
        const QColor front = phaseColour(Phase::Receive, palette());
        if (model_.isFiltered()) paintDensity(painter, model_.whole(), quiet);
        paintDensity(painter, model_.shown(), front);
        paintErrors(painter, model_.shown());
        paintEvents(painter, model_.shown());
        paintBrush(painter);
    }
    painter.fillRect(0, height() - 1, width(), 1, hairline(palette()));
    if (visible_ && model_.range()) {
        const double left = std::clamp(xOf(visible_->beginNs), 0.0, double(width()));
        const double right = std::clamp(xOf(visible_->endNs), 0.0, double(width()));
        painter.fillRect(QRectF(left, height() - 2, std::max(right - left, 2.0), 2),
                         palette().color(QPalette::Highlight));
    }
    if (!hasFocus()) return;
    painter.setPen(palette().color(QPalette::Highlight));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

// Heights grow with the root, so that one exchange can be seen beside a thousand; those of a part
// are on the same scale as those of the whole.
void OverviewStrip::paintDensity(QPainter& painter, const query::Density& density,
                                 const QColor& colour) {
    const auto countAt = [this](const query::Density& of, int x) {
        std::uint64_t count = 0;
        const auto [begin, end] = bucketsAt(of, x);
        for (std::size_t i = begin; i < end; ++i)
            count += of.buckets[i].exchanges;
        return static_cast<double>(count);
    };
    double most = 1;
    for (int x = 0; x < width(); ++x)
        most = std::max(most, countAt(model_.whole(), x));
    for (int x = 0; x < width() && !density.buckets.empty(); ++x) {
        const double count = countAt(density, x);
        if (count == 0) continue;
        const int tall = std::max(2, static_cast<int>(std::lround(std::sqrt(count / most) *
                                                                  (kDensityBottom - kDensityTop))));
        painter.fillRect(x, kDensityBottom - tall, 1, tall, colour);
    }
}

// Small triangles that point at what failed, in a band where nothing else is.
void OverviewStrip::paintErrors(QPainter& painter, const query::Density& density) {
    if (density.buckets.empty()) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(badColour(palette()));
    int last = -kErrorsHeight;
    for (int x = 0; x < width(); ++x) {
        const auto [begin, end] = bucketsAt(density, x);
        const bool failed =
            std::any_of(density.buckets.begin() + static_cast<std::ptrdiff_t>(begin),
                        density.buckets.begin() + static_cast<std::ptrdiff_t>(end),
                        [](const query::Density::Bucket& bucket) { return bucket.errors > 0; });
        if (!failed || x - last < 3) continue;
        last = x;
        painter.drawPolygon(QPolygonF({{x + 0.5, double{kDensityBottom} + 1},
                                       {x - 2.5, double{kDensityBottom} + 1 + kErrorsHeight},
                                       {x + 3.5, double{kDensityBottom} + 1 + kErrorsHeight}}));
    }
    painter.restore();
}

// Ticks; what calls for a look has a head.
void OverviewStrip::paintEvents(QPainter& painter, const query::Density& density) {
    for (const query::Density::Events& events : density.events) {
        const auto sign = lifeSignOf(events.kind);
        const bool warns = sign && isWarning(*sign);
        const QColor colour = warns ? badColour(palette()) : quietText(palette());
        for (std::size_t i = 0; i < events.counts.size(); ++i) {
            if (events.counts[i] == 0) continue;
            const int x = static_cast<int>(
                xOf(density.beginNs + density.widthNs * static_cast<std::int64_t>(i)));
            painter.fillRect(x, kEventsTop, 1, kEventsHeight, colour);
            if (warns) painter.fillRect(x - 1, kEventsTop, 3, 3, colour);
        }
    }
}

void OverviewStrip::paintBrush(QPainter& painter) {
    if (!brush_) return;
    const double left = xOf(brush_->beginNs);
    const double right = xOf(brush_->endNs);
    QColor veil = palette().color(QPalette::Window);
    veil.setAlphaF(0.72F);
    painter.fillRect(QRectF(0, 0, left, height() - 1), veil);
    painter.fillRect(QRectF(right, 0, width() - right, height() - 1), veil);
    paintHandle(painter, left);
    paintHandle(painter, right);
}

void OverviewStrip::paintHandle(QPainter& painter, double x) {
    const int middle = static_cast<int>(std::lround(x));
    const QColor accent = palette().color(QPalette::Highlight);
    painter.fillRect(middle, 0, 1, height() - 1, accent);
    const QRect grip(middle - kHandle / 2, height() / 2 - 8, kHandle + 1, 16);
    painter.fillRect(grip, accent);
    painter.fillRect(grip.adjusted(2, 4, -4, -4), Qt::white);
    painter.fillRect(grip.adjusted(4, 4, -2, -4), Qt::white);
}

QString OverviewStrip::tipAt(int x) const {
    const auto range = model_.range();
    const query::Density& shown = model_.shown();
    if (!range || shown.buckets.empty()) return {};
    const auto [begin, end] = bucketsAt(shown, std::clamp(x, 0, width() - 1));
    std::uint64_t exchanges = 0;
    std::uint64_t errors = 0;
    for (std::size_t i = begin; i < end; ++i) {
        exchanges += shown.buckets[i].exchanges;
        errors += shown.buckets[i].errors;
    }
    QString text = tr("at %1: %n exchange(s)", nullptr, static_cast<int>(exchanges))
                       .arg(offsetText(nsAt(x) - range->beginNs));
    if (errors > 0) text += tr(", %n error(s)", nullptr, static_cast<int>(errors));
    return text;
}

}  // namespace hark::gui
