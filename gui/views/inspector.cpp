#include "gui/views/inspector.h"

#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

#include "gui/delegates/colours.h"
#include "gui/models/format.h"
#include "gui/views/timing_pane.h"

namespace hark::gui {

namespace {

constexpr int kLowest = 160;  // a head's first lines

QPlainTextEdit* headText(const QString& name, QWidget* parent) {
    auto* edit = new QPlainTextEdit(parent);
    edit->setObjectName(name);
    edit->setReadOnly(true);
    edit->setUndoRedoEnabled(false);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setFrameShape(QFrame::NoFrame);
    edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    edit->document()->setDocumentMargin(8);
    return edit;
}

QWidget* titled(const QString& title, QWidget* content, QWidget* parent) {
    auto* pane = new QWidget(parent);
    auto* label = new QLabel(title, pane);
    label->setContentsMargins(8, 4, 8, 4);
    QPalette quiet = label->palette();
    quiet.setColor(QPalette::WindowText, quietText(quiet));
    label->setPalette(quiet);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(label);
    layout->addWidget(content, 1);
    return pane;
}

QString headOf(const std::optional<query::MessageDetail>& message, const QString& missing) {
    if (!message || message->head.empty()) return missing;
    QString text = shownHead(message->head);
    if (message->trailers) {
        text += QLatin1Char('\n');
        for (const auto& [name, value] : *message->trailers) {
            text += QLatin1Char('\n') + shownText(name) + QStringLiteral(": ") + shownText(value);
        }
    }
    return text;
}

QString titleOf(const query::ExchangeRow& row) {
    QString title = countText(row.id);
    if (row.method) title += QStringLiteral("  ") + shownText(*row.method);
    if (row.target) title += QLatin1Char(' ') + shownText(*row.target);
    if (row.status) title += QStringLiteral(" %1 %2").arg(QChar(0x2192)).arg(*row.status);
    if (row.durationNs) {
        title = Inspector::tr("%1 in %2").arg(title, durationText(*row.durationNs));
    }
    title += Inspector::tr("  ·  connection %1").arg(countText(row.connection));
    if (row.ordinal) title += Inspector::tr(", exchange %1 on it").arg(countText(*row.ordinal + 1));
    return title;
}

}  // namespace

Inspector::Inspector(CaseThread& cases, QWidget* parent) : QWidget(parent), cases_(cases) {
    title_ = new QLabel(this);
    title_->setObjectName(QStringLiteral("inspectorTitle"));
    title_->setTextFormat(Qt::PlainText);
    title_->setContentsMargins(8, 8, 8, 4);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    request_ = headText(QStringLiteral("requestHead"), this);
    response_ = headText(QStringLiteral("responseHead"), this);
    timing_ = new TimingPane(this);

    panes_ = new QSplitter(Qt::Horizontal, this);
    panes_->setObjectName(QStringLiteral("inspectorPanes"));
    panes_->setHandleWidth(1);
    panes_->setChildrenCollapsible(false);
    panes_->addWidget(titled(tr("Request"), request_, panes_));
    panes_->addWidget(titled(tr("Response"), response_, panes_));
    panes_->addWidget(titled(tr("Timing"), timing_, panes_));
    panes_->setSizes({540, 540, 360});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 1, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title_);
    layout->addWidget(panes_, 1);
    layout->addStretch();
    setMinimumHeight(kLowest);
    clear();
}

void Inspector::clear() {
    id_.reset();
    ++generation_;
    title_->setText(tr("Select an exchange to see its messages"));
    request_->clear();
    response_->clear();
    timing_->clear();
    panes_->hide();
}

void Inspector::showExchange(std::uint64_t id) {
    id_ = id;
    refresh();
}

void Inspector::refresh() {
    if (!id_) return;
    cases_.ask(
        Lane::Detail, this, [id = *id_](query::Case& opened) { return opened.exchange(id); },
        [this, generation = ++generation_](
            const base::Result<std::optional<query::ExchangeDetail>>& detail) {
            if (generation != generation_) return;
            if (!detail) {
                title_->setText(QString::fromStdString(detail.error().message));
            } else if (*detail) {
                take(**detail);
            }
        });
}

void Inspector::take(const query::ExchangeDetail& detail) {
    const query::ExchangeRow& row = detail.row;
    panes_->show();
    title_->setText(titleOf(row));
    const auto put = [](QPlainTextEdit* edit, const QString& text) {
        if (edit->toPlainText() != text) edit->setPlainText(text);
    };
    put(request_, headOf(detail.request, tr("The request was not captured.")));
    QString interim;
    for (const query::InterimDetail& response : detail.interim) {
        interim += shownHead(response.head) + QStringLiteral("\n\n");
    }
    put(response_,
        interim + headOf(detail.response,
                         row.isRunning ? tr("No response yet.") : tr("No response was captured.")));
    timing_->showExchange(row, beginNs_);
}

}  // namespace hark::gui
