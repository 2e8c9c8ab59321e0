#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <QWidget>

#include "gui/models/overview_model.h"
#include "gui/models/time_scale.h"

namespace hark::gui {

/// The whole capture in a strip: how much happened when, what the filter leaves of it in front,
/// errors in a band of their own below, life events in one above; and a brush that chooses a time.
class OverviewStrip : public QWidget {
    Q_OBJECT
public:
    explicit OverviewStrip(CaseThread& cases, QWidget* parent = nullptr);

    void setFilter(const query::Filter& filter) { model_.setFilter(filter); }
    void refresh() { model_.refresh(); }
    void clear();
    [[nodiscard]] bool isAsking() const { return model_.isAsking(); }

    [[nodiscard]] const std::optional<TimeRange>& range() const { return brush_; }
    /// From elsewhere: emits nothing.
    void setRange(const std::optional<TimeRange>& range);
    /// What can be seen of it elsewhere: a line below.
    void setVisibleRange(const std::optional<TimeRange>& range);

    [[nodiscard]] const OverviewModel& model() const { return model_; }
    [[nodiscard]] double xOf(std::int64_t ns) const;
    [[nodiscard]] std::int64_t nsAt(double x) const;
    [[nodiscard]] QSize sizeHint() const override { return {480, kHeight}; }

Q_SIGNALS:
    /// While the brush moves.
    void rangeMoving(const TimeRange& range);
    /// Where it stays; nothing: there is none any more.
    void rangeChanged(const std::optional<TimeRange>& range);
    void failed(const QString& message);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr int kHeight = 40;
    enum class Grip : std::uint8_t { None, New, Begin, End, Whole };

    void paintDensity(QPainter& painter, const query::Density& density, const QColor& colour);
    void paintErrors(QPainter& painter, const query::Density& density);
    void paintEvents(QPainter& painter, const query::Density& density);
    void paintBrush(QPainter& painter);
    void paintHandle(QPainter& painter, double x);
    [[nodiscard]] TimeScale scale() const;
    [[nodiscard]] std::pair<std::size_t, std::size_t> bucketsAt(const query::Density& density,
                                                                int x) const;
    [[nodiscard]] Grip gripAt(double x) const;
    /// Within the capture, not too short for its handles.
    [[nodiscard]] TimeRange bounded(TimeRange range) const;
    void moveTo(double x);
    void change(const std::optional<TimeRange>& range);
    [[nodiscard]] QString tipAt(int x) const;

    OverviewModel model_;
    std::optional<TimeRange> brush_;
    std::optional<TimeRange> visible_;
    std::optional<TimeRange> before_;  ///< the brush, before it was dragged
    double pressedX_ = 0;
    Grip grip_ = Grip::None;
};

}  // namespace hark::gui
