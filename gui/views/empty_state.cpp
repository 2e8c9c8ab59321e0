#include "gui/views/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/delegates/colours.h"

namespace hark::gui {

EmptyState::EmptyState(QWidget* parent) : QWidget(parent) {
    const auto label = [this](const QString& name) {
        auto* made = new QLabel(this);
        made->setObjectName(name);
        made->setTextFormat(Qt::PlainText);
        made->setAlignment(Qt::AlignCenter);
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return made;
    };
    title_ = label(QStringLiteral("emptyTitle"));
    QFont large = title_->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    title_->setFont(large);
    next_ = label(QStringLiteral("emptyNext"));
    button_ = new QPushButton(this);
    connect(button_, &QPushButton::clicked, this, &EmptyState::pressed);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(48, 24, 48, 24);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(title_);
    layout->addWidget(next_);
    layout->addWidget(button_, 0, Qt::AlignCenter);
    layout->addStretch(3);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void EmptyState::say(const QString& title, const QString& next, const QString& button) {
    title_->setText(title);
    next_->setText(next);
    QPalette quiet = palette();
    quiet.setColor(QPalette::Text, quietText(palette()));  // the role that goes with Base
    next_->setPalette(quiet);
    button_->setText(button);
    button_->setVisible(!button.isEmpty());
}

}  // namespace hark::gui
