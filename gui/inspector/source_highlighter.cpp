#include "gui/inspector/source_highlighter.h"

#include <QWidget>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

bool isNameCharacter(QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-') ||
           c == QLatin1Char('$') || c == QLatin1Char(':') || c == QLatin1Char('.');
}

bool isQuote(QChar c) {
    return c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`');
}

int nameEnd(const QString& text, int at) {
    while (at < text.size() && isNameCharacter(text[at]))
        ++at;
    return at;
}

}  // namespace

SourceHighlighter::SourceHighlighter(QTextDocument* document, const QWidget& palette)
    : QSyntaxHighlighter(document), widget_(palette) {}

void SourceHighlighter::setLanguage(SourceLanguage language) {
    if (language == language_) return;
    language_ = language;
    rehighlight();
}

void SourceHighlighter::paint(int begin, int end, const QColor& colour) {
    setFormat(begin, end - begin, colour);
}

void SourceHighlighter::highlightBlock(const QString& text) {
    switch (language_) {
        case SourceLanguage::None:
            return;
        case SourceLanguage::Markup:
            return highlightMarkup(text);
        default:
            return highlightCode(text);
    }
}

// To the end of the comment, or of the line.
int SourceHighlighter::takeComment(const QString& text, int at, const QString& end) {
    const auto found = static_cast<int>(text.indexOf(end, at));
    const int stop =
        found < 0 ? static_cast<int>(text.size()) : found + static_cast<int>(end.size());
    paint(at, stop, quietText(widget_.palette()));
    setCurrentBlockState(found < 0 ? InComment : Outside);
    return stop;
}

int SourceHighlighter::takeString(const QString& text, int at) {
    const QChar quote = text[at];
    int end = at + 1;
    while (end < text.size() && text[end] != quote) {
        if (text[end] == QLatin1Char('\\') && language_ != SourceLanguage::Markup) ++end;
        ++end;
    }
    end = qMin(end + 1, static_cast<int>(text.size()));
    paint(at, end, goodColour(widget_.palette()));
    return end;
}

void SourceHighlighter::highlightMarkup(const QString& text) {
    const QColor names = statusLook(300, widget_.palette()).colour;
    const QString commentEnd = QStringLiteral("-->");
    int at = 0;
    setCurrentBlockState(Outside);
    if (previousBlockState() == InComment) at = takeComment(text, 0, commentEnd);
    bool isInTag = previousBlockState() == InTag;
    while (at < text.size()) {
        const QChar c = text[at];
        if (!isInTag) {
            if (text.mid(at, 4) == QStringLiteral("<!--")) {
                at = takeComment(text, at, commentEnd);
                continue;
            }
            isInTag = c == QLatin1Char('<');
            if (!isInTag) {
                ++at;
                continue;
            }
            int begin = at + 1;
            if (begin < text.size() &&
                (text[begin] == QLatin1Char('/') || text[begin] == QLatin1Char('!') ||
                 text[begin] == QLatin1Char('?')))
                ++begin;
            at = nameEnd(text, begin);
            paint(begin, at, names);
        } else if (isQuote(c)) {
            at = takeString(text, at);
        } else {
            isInTag = c != QLatin1Char('>');
            ++at;
        }
    }
    if (isInTag) setCurrentBlockState(InTag);
}

void SourceHighlighter::highlightCode(const QString& text) {
    const QColor names = statusLook(300, widget_.palette()).colour;
    const QColor numbers = statusLook(400, widget_.palette()).colour;
    const QString commentEnd = QStringLiteral("*/");
    int at = 0;
    setCurrentBlockState(Outside);
    if (previousBlockState() == InComment) at = takeComment(text, 0, commentEnd);
    while (at < text.size()) {
        const QChar c = text[at];
        const bool isSlash = c == QLatin1Char('/') && at + 1 < text.size();
        if (isSlash && text[at + 1] == QLatin1Char('*')) {
            at = takeComment(text, at, commentEnd);
        } else if (isSlash && text[at + 1] == QLatin1Char('/') &&
                   language_ == SourceLanguage::Script) {
            paint(at, static_cast<int>(text.size()), quietText(widget_.palette()));
            return;
        } else if (isQuote(c)) {
            at = takeString(text, at);
        } else if (isNameCharacter(c)) {
            const int end = nameEnd(text, at);
            // In front of a colon stands a property.
            if (c.isDigit()) {
                paint(at, end, numbers);
            } else if (text[end - 1] == QLatin1Char(':')) {
                paint(at, end, names);
            }
            at = end;
        } else {
            ++at;
        }
    }
}

}  // namespace hark::gui
