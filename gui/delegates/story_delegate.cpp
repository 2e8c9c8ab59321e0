#include "gui/delegates/story_delegate.h"

#include <cmath>

#include <QAbstractItemView>
#include <QFontDatabase>
#include <QPainter>
#include <QTextLayout>

#include "gui/delegates/colours.h"
#include "gui/delegates/signs.h"
#include "gui/models/story_model.h"

namespace hark::gui {

namespace {

constexpr int kSignWidth = 20;
constexpr int kGap = 8;
constexpr int kPad = 3;  // above and below
constexpr int kHeadingHeight = 28;
constexpr int kCovered = 8;  // dots, whatever the value's length is

// Words in as many lines as they need; what is beyond the most that there may be is left out, with
// a sign of that.
class Words {
public:
    Words(const QString& text, const QFont& font, int width) : layout_(text, font) {
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout_.setTextOption(option);
        const qsizetype end = breakLines(width);
        if (end >= text.size()) return;
        layout_.setText(text.left(end - 1) + QChar(0x2026));
        breakLines(width);
    }
    [[nodiscard]] int height() const { return static_cast<int>(std::ceil(height_)); }
    void paint(QPainter* painter, const QPoint& at) const { layout_.draw(painter, at); }

private:
    // Says how much of the text the lines hold.
    qsizetype breakLines(int width) {
        qsizetype end = 0;
        height_ = 0;
        layout_.beginLayout();
        for (int i = 0; i < StoryDelegate::kMostLines; ++i) {
            QTextLine line = layout_.createLine();
            if (!line.isValid()) break;
            line.setLineWidth(width);
            line.setPosition(QPointF(0, height_));
            height_ += line.height();
            end = line.textStart() + line.textLength();
        }
        layout_.endLayout();
        return end;
    }

    QTextLayout layout_;
    double height_ = 0;
};

bool isHeading(const QModelIndex& index) {
    return index.data(StoryModel::KindRole).toInt() == static_cast<int>(StoryLine::Kind::Heading);
}

QString rightText(const QModelIndex& index) {
    const QVariant time = index.data(StoryModel::TimeRole);
    return time.isValid() ? time.toString() : index.data(StoryModel::FigureRole).toString();
}

QString secretText(const QModelIndex& index, bool isOpen) {
    const QString secret = index.data(StoryModel::SecretRole).toString();
    return secret.isEmpty() || isOpen ? secret : QString(kCovered, QChar(0x2022));
}

int indentOf(const QModelIndex& index) {
    // Stories with times have signs in most lines; then all stand below each other.
    const bool hasSigns = index.data(StoryModel::TimeRole).isValid();
    return CellDelegate::kMargin + (hasSigns ? kSignWidth : 0);
}

struct Parts {
    Parts(const QModelIndex& index, const QFont& font, int width)
        : right(rightText(index)),
          indent(indentOf(index)),
          rightWidth(right.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(right) + 2 * kGap),
          text(index.data().toString(), font, width - indent - CellDelegate::kMargin - rightWidth),
          detail(index.data(StoryModel::DetailRole).toString(), font,
                 width - indent - CellDelegate::kMargin),
          hasDetail(index.data(StoryModel::DetailRole).isValid()),
          hasSecret(index.data(StoryModel::SecretRole).isValid()),
          lineHeight(QFontMetrics(font).height()) {}

    [[nodiscard]] int height() const {
        int height = text.height();
        if (hasDetail) height += detail.height();
        if (hasSecret) height += lineHeight;
        return qMax(height + 2 * kPad + 1, CellDelegate::kRowHeight);
    }

    QString right;
    int indent;
    int rightWidth;
    Words text;
    Words detail;
    bool hasDetail;
    bool hasSecret;
    int lineHeight;
};

}  // namespace

void StoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    const QRect rect = option.rect;
    if (isHeading(index)) {
        painter->setPen(quietText(option.palette));
        paintText(painter, inner(rect).adjusted(0, kPad, 0, 0), option.font,
                  Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->restore();
        return;
    }
    paintGround(painter, option);
    const Parts parts(index, option.font, rect.width());
    QPoint at(rect.left() + parts.indent, rect.top() + kPad);
    if (const QVariant sign = index.data(StoryModel::SignRole); sign.isValid()) {
        const QPointF centre(rect.left() + kMargin + kSignSize / 2,
                             at.y() + parts.lineHeight / 2.0 + 1);
        paintSign(*painter, static_cast<LifeSign>(sign.toInt()), signAround(centre),
                  option.palette);
    }
    painter->setPen(quietText(option.palette));
    const QRect first(rect.left() + kMargin, at.y(), rect.width() - 2 * kMargin, parts.lineHeight);
    if (!parts.right.isEmpty()) {
        paintText(painter, first, option.font, Qt::AlignRight | Qt::AlignVCenter, parts.right);
    }
    painter->setPen(option.palette.color(QPalette::Text));
    parts.text.paint(painter, at);
    at.ry() += parts.text.height();
    painter->setPen(quietText(option.palette));
    if (parts.hasDetail) {
        parts.detail.paint(painter, at);
        at.ry() += parts.detail.height();
    }
    if (parts.hasSecret) {
        const bool isOpen = option.state.testFlag(QStyle::State_Selected) ||
                            option.state.testFlag(QStyle::State_MouseOver);
        const QRect place(at, QSize(rect.right() - kMargin - at.x(), parts.lineHeight));
        painter->setPen(option.palette.color(QPalette::Text));
        paintText(painter, place, QFontDatabase::systemFont(QFontDatabase::FixedFont),
                  Qt::AlignLeft | Qt::AlignVCenter, secretText(index, isOpen));
    }
    painter->restore();
}

QSize StoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : option.rect.width();
    if (isHeading(index)) return {width, kHeadingHeight};
    return {width, Parts(index, option.font, width).height()};
}

}  // namespace hark::gui
