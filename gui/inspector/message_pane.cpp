#include "gui/inspector/message_pane.h"

#include <utility>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/inspector/plain_text.h"
#include "gui/inspector/record_pane.h"

namespace hark::gui {

MessagePane::MessagePane(const QString& name, QWidget* parent) : QWidget(parent) {
    records_ = new RecordPane(name + QStringLiteral("Lines"), {tr("name"), tr("value")}, this);
    raw_ = makePlainText(name + QStringLiteral("Head"), this);
    stack_ = new QStackedWidget(this);
    stack_->addWidget(records_);
    stack_->addWidget(raw_);
    toggle_ = new QCheckBox(tr("Ra&w"), this);
    toggle_->setObjectName(name + QStringLiteral("Raw"));
    toggle_->setToolTip(tr("The head as it was sent"));
    connect(toggle_, &QCheckBox::toggled, this, [this](bool isRaw) {
        stack_->setCurrentIndex(isRaw ? 1 : 0);
        Q_EMIT rawChanged(isRaw);
    });
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 2, 8, 2);
    bar->addStretch();
    bar->addWidget(toggle_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(stack_, 1);
    layout->addLayout(bar);
    setFocusProxy(records_);
}

void MessagePane::show(Records records, const QString& raw) {
    // Without lines there is a sentence: what is missing, and why.
    const bool hasLines = !records.empty();
    records_->setRecords(std::move(records));
    if (raw_->toPlainText() != raw) raw_->setPlainText(raw);
    toggle_->setVisible(hasLines);
    stack_->setCurrentIndex(hasLines && !toggle_->isChecked() ? 0 : 1);
}

bool MessagePane::isRaw() const {
    return toggle_->isChecked();
}

void MessagePane::setRaw(bool isRaw) {
    toggle_->setChecked(isRaw);
}

}  // namespace hark::gui
