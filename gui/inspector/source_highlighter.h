#pragma once

#include <QSyntaxHighlighter>

#include "gui/models/loaded_content.h"

namespace hark::gui {

/// Colours strings, comments, names and numbers of a source, line by line, in time that grows with
/// the line alone. It reads marks, not languages: nothing is interpreted.
class SourceHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    SourceHighlighter(QTextDocument* document, const QWidget& palette);

    void setLanguage(SourceLanguage language);

protected:
    void highlightBlock(const QString& text) override;

private:
    enum State : std::uint8_t { Outside, InComment, InTag };

    void highlightMarkup(const QString& text);
    void highlightCode(const QString& text);
    int takeComment(const QString& text, int at, const QString& end);
    int takeString(const QString& text, int at);
    void paint(int begin, int end, const QColor& colour);

    const QWidget& widget_;
    SourceLanguage language_ = SourceLanguage::None;
};

}  // namespace hark::gui
