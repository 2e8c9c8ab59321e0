#include "gui/models/content_words.h"

#include <QCoreApplication>
#include <QStringList>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::ContentWords", text);
}

QString stateText(content::DecodeState state) {
    switch (state) {
        case content::DecodeState::Damaged:
            return tr("! damaged: it could be decoded up to here");
        case content::DecodeState::TooLarge:
            return tr("! decoded up to here, it is larger");
        case content::DecodeState::Unsupported:
            return tr("! the coding is not known: look at it as transferred");
        case content::DecodeState::Running:
            break;
    }
    return {};
}

}  // namespace

QString contentFactsText(const LoadedContent& loaded, const ContentSizes& sizes) {
    QStringList facts{tr("%1 as transferred").arg(sizeText(sizes.transferred))};
    if (!sizes.coding.empty())
        facts << tr("%1 decoded from %2").arg(sizeText(loaded.length), shownText(sizes.coding));
    if (!loaded.text.charset.isEmpty()) {
        facts << (loaded.text.isGuessed ? tr("%1 (guessed)").arg(loaded.text.charset)
                                        : loaded.text.charset);
        if (loaded.length > loaded.pageBytes) {
            facts << tr("bytes %1 to %2 of %3")
                         .arg(countText(loaded.offset), countText(loaded.offset + loaded.pageBytes),
                              countText(loaded.length));
        }
    }
    if (loaded.view == ContentView::Token) facts << tr("not verified");
    if (loaded.text.hasBrokenLines)
        facts << tr("lines are broken after %1 characters").arg(countText(kLongestLine));
    if (sizes.missing > 0)
        facts << tr("! %1 bytes were not captured").arg(countText(sizes.missing));
    const QString state = stateText(loaded.state);
    if (!state.isEmpty()) facts << state;
    return facts.join(QStringLiteral(" · "));
}

}  // namespace hark::gui
