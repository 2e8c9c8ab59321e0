#pragma once

#include <array>
#include <cstdint>

#include <QWidget>

#include "core/query/rows.h"
#include "gui/models/phases.h"

class QLabel;

namespace hark::gui {

/// What the time of one exchange went into, in numbers beside the colours of the waterfall.
class TimingPane : public QWidget {
    Q_OBJECT
public:
    explicit TimingPane(QWidget* parent = nullptr);

    void showExchange(const query::ExchangeRow& row, std::int64_t beginNs);
    void clear();

private:
    struct Line {
        QLabel* swatch = nullptr;
        QLabel* name = nullptr;
        QLabel* value = nullptr;
        void setVisible(bool visible) const;
    };

    Line addLine(const QString& objectName);
    void showPhase(Phase phase, std::int64_t ns, bool isKnown);

    std::array<Line, kPhaseCount> phases_;
    Line start_;
    Line total_;
    Line size_;
};

}  // namespace hark::gui
