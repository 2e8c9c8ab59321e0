#include "gui/delegates/record_delegate.h"

#include <QPainter>

#include "gui/delegates/colours.h"
#include "gui/models/record_model.h"

namespace hark::gui {

namespace {

QString signOf(RecordTone tone) {
    switch (tone) {
        case RecordTone::Bad:
            return QStringLiteral("! ");
        case RecordTone::Here:
            return QStringLiteral("▸ ");
        case RecordTone::Changed:
            return QStringLiteral("≠ ");
        case RecordTone::Added:
            return QStringLiteral("+ ");
        case RecordTone::Removed:
            return QStringLiteral("− ");
        default:
            return {};
    }
}

QColor colourOf(RecordTone tone, const QPalette& palette) {
    switch (tone) {
        case RecordTone::Bad:
        case RecordTone::Removed:
            return badColour(palette);
        case RecordTone::Changed:
            return statusLook(400, palette).colour;
        case RecordTone::Added:
            return goodColour(palette);
        case RecordTone::Quiet:
            return quietText(palette);
        default:
            return palette.color(QPalette::Text);
    }
}

}  // namespace

void RecordDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    painter->save();
    paintGround(painter, option);
    const bool isHeading = index.data(RecordModel::IsHeadingRole).toBool();
    const auto tone = static_cast<RecordTone>(index.data(RecordModel::ToneRole).toInt());
    QFont font = option.font;
    QString text = index.data().toString();
    if (isHeading) {
        font.setBold(true);
        painter->setPen(option.palette.color(QPalette::Text));
    } else if (index.column() == 0) {
        painter->setPen(tone == RecordTone::Plain || tone == RecordTone::Here
                            ? quietText(option.palette)
                            : colourOf(tone, option.palette));
        text.prepend(signOf(tone));
        font.setBold(tone == RecordTone::Here);
    } else {
        const bool isLink = index.column() == 1 && index.data(RecordModel::HasLinkRole).toBool();
        painter->setPen(colourOf(tone, option.palette));
        if (isLink) text += QStringLiteral("  →");
    }
    paintText(painter, inner(option.rect), font, Qt::AlignLeft | Qt::AlignVCenter, text);
    painter->restore();
}

}  // namespace hark::gui
