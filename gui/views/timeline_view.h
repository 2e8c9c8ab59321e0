#pragma once

#include <cstdint>
#include <optional>

#include <QAbstractScrollArea>
#include <QPoint>

#include "gui/models/timeline_model.h"
#include "gui/views/timeline_painter.h"
#include "gui/work/document.h"

namespace hark::gui {

/// Exchanges as bars on one scale of time, in lanes of their connections: zoomed by the wheel,
/// panned by dragging, walked through by the keyboard.
class TimelineView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TimelineView(CaseThread& cases, QWidget* parent = nullptr);

    void setFilter(const query::Filter& filter);
    /// The case as a whole: from when times are counted.
    void setSummary(const CaseSummary& summary);
    void refresh();
    void clear();
    /// Shows and marks an exchange, once it is there; emits nothing.
    void select(std::uint64_t exchange);
    [[nodiscard]] bool isAsking() const { return model_.isAsking(); }

    /// Zooms to a range, and fits to it from now on; without one to all there is.
    void showRange(const std::optional<TimeRange>& range);
    void fit();
    void zoom(double factor, double x);
    void pan(double pixels);

    [[nodiscard]] const TimelineModel& model() const { return model_; }
    [[nodiscard]] const TimelineFrame& frame() const { return frame_; }
    [[nodiscard]] std::optional<std::uint64_t> selectedId() const { return selected_; }
    /// The exchange that is drawn at a place of the viewport, or nearly.
    [[nodiscard]] std::optional<std::size_t> exchangeAt(const QPoint& place) const;
    /// What is said of a place; empty where the case has to be asked first, and where there is
    /// nothing.
    [[nodiscard]] QString tipAt(const QPoint& place) const;

Q_SIGNALS:
    /// By whoever uses it, not by select().
    void exchangeSelected(qulonglong id);
    /// What can be seen, in nanoseconds of packet time.
    void rangeChanged(qint64 beginNs, qint64 endNs);
    /// What was asked for last is there.
    void listed();
    void failed(const QString& message);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void onChanged(bool isSame);
    void setScale(const TimeScale& scale);
    void setHovered(std::optional<std::size_t> bar);
    void choose(std::optional<std::size_t> bar);
    void updateSelected();
    void updateExtent();
    void reveal(std::size_t bar);
    [[nodiscard]] std::optional<std::size_t> rowAt(const QPoint& place) const;
    [[nodiscard]] const TimelineEvent* eventAt(const QPoint& place) const;
    [[nodiscard]] std::optional<std::size_t> inNextLane(int step) const;
    [[nodiscard]] std::optional<std::size_t> inLane(int step) const;
    [[nodiscard]] std::optional<std::size_t> target(const QKeyEvent& event) const;
    void showTip(const QPoint& place);

    TimelineModel model_;
    TimelineFrame frame_;
    std::optional<TimeRange> wanted_;        ///< to fit to, in place of all
    std::optional<std::uint64_t> selected_;  ///< also while it isn't there
    std::optional<std::uint64_t> toReveal_;
    std::optional<QPoint> pressed_;
    QPoint dragged_;
    QPoint tipPlace_;
    bool isDragging_ = false;
    bool isFitted_ = true;
};

}  // namespace hark::gui
