#include "gui/views/news_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace hark::gui {

namespace {

constexpr int kSteps = 1000;  // of the progress bar; finer than its pixels

}  // namespace

NewsBar::NewsBar(QWidget* parent) : QWidget(parent) {
    progress_ = new QProgressBar(this);
    progress_->setObjectName(QStringLiteral("progress"));
    progress_->setTextVisible(false);
    progress_->setFixedHeight(4);
    sign_ = new QLabel(this);
    sign_->setFixedWidth(16);
    sign_->setAlignment(Qt::AlignCenter);
    text_ = new QLabel(this);
    text_->setObjectName(QStringLiteral("news"));
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    button_ = new QToolButton(this);
    button_->setAutoRaise(true);

    auto* line = new QHBoxLayout;
    line->setContentsMargins(8, 0, 8, 4);
    line->setSpacing(8);
    line->addWidget(sign_);
    line->addWidget(text_, 1);
    line->addWidget(button_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(progress_);
    layout->addLayout(line);
    hide();

    connect(button_, &QToolButton::clicked, this, [this] {
        if (isWork_) {
            Q_EMIT cancelled();
        } else {
            hide();
        }
    });
}

void NewsBar::showWork(const QString& text, std::optional<double> share) {
    isWork_ = true;
    progress_->setRange(0, share ? kSteps : 0);
    if (share) progress_->setValue(static_cast<int>(std::clamp(*share, 0.0, 1.0) * kSteps));
    progress_->show();
    button_->setText(tr("Cancel"));
    setLine(QString(QChar(0x2026)), text);
}

void NewsBar::showNews(const QString& text) {
    isWork_ = false;
    progress_->hide();
    button_->setText(tr("Dismiss"));
    setLine(QString(QChar(0x26a0)), text);
}

void NewsBar::setLine(const QString& sign, const QString& text) {
    sign_->setText(sign);
    text_->setText(text);
    show();
}

}  // namespace hark::gui
