#include "gui/views/quick_filters.h"

#include <algorithm>
#include <array>

#include <QHBoxLayout>
#include <QToolButton>

namespace hark::gui {

namespace {

struct Quick {
    const char* title;
    const char* help;
    const char* term;
    bool isKind;  ///< of content
};

constexpr std::array<Quick, 7> kQuick{{
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Doc"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Documents"), "mime-type:text/html", true},
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Data"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "JSON and XML"),
     "(mime-type:*json* or mime-type:*xml*)", true},
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "JS"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Scripts"), "mime-type:*javascript*", true},
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "CSS"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Style sheets"), "mime-type:text/css", true},
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Img"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Images"), "mime-type:image/*", true},
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Media"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Sound and video"),
     "(mime-type:audio/* or mime-type:video/*)", true},
    {QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Errors"),
     QT_TRANSLATE_NOOP("hark::gui::QuickFilters", "Status 4xx and 5xx"), "status>=400", false},
}};

bool isKind(const QString& term) {
    return std::any_of(kQuick.begin(), kQuick.end(), [&](const Quick& quick) {
        return quick.isKind && term == QLatin1String(quick.term);
    });
}

// A term is where white space is around it.
qsizetype placeOf(const QString& filter, const QString& term) {
    const QString padded = QLatin1Char(' ') + filter + QLatin1Char(' ');
    return padded.indexOf(QLatin1Char(' ') + term + QLatin1Char(' '));
}

QString without(const QString& filter, const QString& term) {
    const qsizetype at = placeOf(filter, term);
    if (at < 0) return filter;
    const QString rest =
        filter.left(at).trimmed() + QLatin1Char(' ') + filter.mid(at + term.size()).trimmed();
    return rest.trimmed();
}

// Terms side by side bind closer than "or" does: whether there is one outside quotes and
// parentheses.
bool hasAlternatives(const QString& filter) {
    const QString text = QLatin1Char(' ') + filter.toLower() + QLatin1Char(' ');
    int depth = 0;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == QLatin1Char('\\') && isQuoted) {
            ++i;
        } else if (c == QLatin1Char('"')) {
            isQuoted = !isQuoted;
        } else if (!isQuoted) {
            if (c == QLatin1Char('(')) ++depth;
            if (c == QLatin1Char(')')) --depth;
            const auto rest = QStringView(text).mid(i);
            const bool isOr =
                rest.startsWith(QLatin1String(" or ")) || rest.startsWith(QLatin1String(")or ")) ||
                rest.startsWith(QLatin1String(" or(")) || rest.startsWith(QLatin1String("||"));
            if (isOr && depth == 0) return true;
        }
    }
    return false;
}

}  // namespace

QuickFilters::QuickFilters(QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const Quick& quick : kQuick) {
        auto* button = new QToolButton(this);
        button->setText(tr(quick.title));
        button->setToolTip(tr(quick.help));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
        const QString term = QString::fromLatin1(quick.term);
        connect(button, &QToolButton::clicked, this, [this, term] { Q_EMIT toggledTerm(term); });
        buttons_.push_back({button, term});
    }
}

void QuickFilters::show(const QString& filter) {
    for (const Button& one : buttons_)
        one.button->setChecked(placeOf(filter, one.term) >= 0);
}

QString QuickFilters::toggled(const QString& filter, const QString& term) {
    if (placeOf(filter, term) >= 0) return without(filter, term);
    QString rest = filter;
    for (const Quick& quick : kQuick) {
        if (quick.isKind && isKind(term)) rest = without(rest, QLatin1String(quick.term));
    }
    if (hasAlternatives(rest)) rest = QStringLiteral("(%1)").arg(rest);
    return (rest + QLatin1Char(' ') + term).trimmed();
}

}  // namespace hark::gui
