#include "gui/delegates/waterfall_delegate.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "gui/delegates/colours.h"
#include "gui/models/case_list_model.h"

namespace hark::gui {

namespace {

constexpr int kBarHeight = 10;
constexpr int kShortestBar = 4;
constexpr int kTickFrom = 8;  // a shorter bar has no room for a tick

// Where times are on the picture.
class Scale {
public:
    Scale(const Phases& phases, const QRect& rect)
        : begin_(phases.rangeBeginNs),
          left_(rect.left()),
          width_(rect.width() - kShortestBar),
          perNs_(width_ / static_cast<double>(std::max<std::int64_t>(
                              phases.rangeEndNs - phases.rangeBeginNs, 1))) {}
    [[nodiscard]] int at(std::int64_t ns) const {
        const double x = static_cast<double>(ns - begin_) * perNs_;
        return left_ + static_cast<int>(std::lround(std::clamp(x, 0.0, width_)));
    }

private:
    std::int64_t begin_;
    int left_;
    double width_;
    double perNs_;
};

Phase longestPhase(const Phases& phases) {
    const auto* longest = std::max_element(phases.length.begin(), phases.length.end());
    if (*longest == 0) return Phase::Send;
    return static_cast<Phase>(longest - phases.length.begin());
}

void paintBar(QPainter* painter, const QRect& rect, const Phases& phases, const QPalette& palette) {
    const Scale scale(phases, rect);
    const int top = rect.center().y() - kBarHeight / 2 + 1;
    const int begin = scale.at(phases.startNs);
    const int end = scale.at(phases.startNs + phases.total());
    if (phases.isRunning) {  // nobody knows yet how far it goes
        painter->fillRect(end, rect.center().y(), rect.right() - end, 1, quietText(palette));
    }
    if (end - begin < kShortestBar) {
        painter->fillRect(begin, top, kShortestBar, kBarHeight,
                          phaseColour(longestPhase(phases), palette));
        return;
    }
    std::int64_t at = phases.startNs;
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        const int from = scale.at(at);
        at += phases.length[i];
        const int to = scale.at(at);
        if (to > from) {
            painter->fillRect(from, top, to - from, kBarHeight,
                              phaseColour(static_cast<Phase>(i), palette));
        }
    }
    if (phases.firstByteNs && end - begin >= kTickFrom) {
        painter->fillRect(scale.at(*phases.firstByteNs), top - 3, 1, kBarHeight + 6,
                          palette.color(QPalette::Text));
    }
}

}  // namespace

void WaterfallDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    painter->save();
    paintGround(painter, option);
    const QVariant value = index.data(CaseListModel::PhasesRole);
    if (value.isValid()) {
        paintBar(painter, inner(option.rect), value.value<Phases>(), option.palette);
    }
    painter->restore();
}

}  // namespace hark::gui
