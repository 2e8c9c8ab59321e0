#pragma once

#include <optional>

#include <QWidget>

#include "core/query/rows.h"
#include "gui/models/loaded_content.h"
#include "gui/work/case_thread.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;

namespace hark::gui {

class HexView;
class ImagePane;
class JsonPane;
class RecordPane;
class SourceHighlighter;

/// The content of an exchange's messages, in the view that fits its type or another. Nothing in it
/// is interpreted; large ones come page by page.
class ContentPane : public QWidget {
    Q_OBJECT
public:
    explicit ContentPane(CaseThread& cases, QWidget* parent = nullptr);

    void showExchange(const query::ExchangeDetail& detail);
    void clear();
    /// Which message, view and coding were chosen.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    /// What was asked for is shown.
    void shown();

private:
    struct Message {
        std::optional<query::ContentSource> source;  ///< with its coding
        std::string type;
        std::uint64_t transferred = 0;
        std::uint64_t missing = 0;
    };

    void buildBar();
    void buildViews();
    [[nodiscard]] static Message messageOf(const query::ExchangeDetail& detail, bool isRequest);
    [[nodiscard]] const Message& current() const;
    [[nodiscard]] query::ContentSource source() const;
    void load(std::uint64_t offset);
    void take(LoadedContent loaded);
    void takeViews(const LoadedContent& loaded);
    void say(const QString& text);
    void save();

    CaseThread& cases_;
    Message request_;
    Message response_;
    bool choseRequest_ = false;
    std::optional<ContentView> wanted_;
    std::uint64_t generation_ = 0;
    std::uint64_t offset_ = 0;

    QComboBox* side_ = nullptr;
    QComboBox* view_ = nullptr;
    QCheckBox* decoded_ = nullptr;
    QLabel* facts_ = nullptr;
    QToolButton* before_ = nullptr;
    QToolButton* after_ = nullptr;
    QToolButton* save_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QLabel* empty_ = nullptr;
    QPlainTextEdit* text_ = nullptr;
    SourceHighlighter* highlighter_ = nullptr;
    JsonPane* json_ = nullptr;
    ImagePane* image_ = nullptr;
    RecordPane* records_ = nullptr;
    HexView* hex_ = nullptr;
};

}  // namespace hark::gui
