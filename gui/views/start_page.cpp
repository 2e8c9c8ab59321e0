#include "gui/views/start_page.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/delegates/colours.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr int kWidth = 560;
constexpr int kRecentHeight = 240;

QLabel* label(const QString& text, QWidget* parent) {
    auto* made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    return made;
}

void makeQuiet(QLabel& label) {
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, quietText(palette));
    label.setPalette(palette);
}

}  // namespace

StartPage::StartPage(QWidget* parent) : QWidget(parent) {
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* title = label(tr("Open a capture to see what was said"), this);
    title->setObjectName(QStringLiteral("emptyTitle"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    title->setFont(large);
    auto* kinds =
        label(tr("pcap, pcapng or snoop, also compressed, or a case made by hark import.\n"
                 "Drop one here, or from a terminal: hark-gui FILE"),
              this);
    kinds->setObjectName(QStringLiteral("emptyNext"));
    makeQuiet(*kinds);

    auto* open = new QPushButton(tr("Open…"), this);
    open->setDefault(true);
    connect(open, &QPushButton::clicked, this, &StartPage::openPressed);
    sample_ = new QPushButton(tr("Try a Sample"), this);
    sample_->setToolTip(tr("A web shop with logins, carts and a stolen session"));
    sample_->hide();
    connect(sample_, &QPushButton::clicked, this, [this] { Q_EMIT fileWanted(samplePath_); });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(open);
    buttons->addWidget(sample_);
    buttons->addStretch();

    recentPart_ = new QWidget(this);
    auto* recentTitle = label(tr("Opened before"), recentPart_);
    makeQuiet(*recentTitle);
    recent_ = new QListWidget(recentPart_);
    recent_->setObjectName(QStringLiteral("recent"));
    recent_->setAccessibleName(tr("Opened before"));
    recent_->setFrameShape(QFrame::NoFrame);
    recent_->setMaximumHeight(kRecentHeight);
    recent_->setSpacing(2);
    connect(recent_, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        Q_EMIT fileWanted(item->data(Qt::UserRole).toString());
    });
    connect(recent_, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        Q_EMIT fileWanted(item->data(Qt::UserRole).toString());
    });
    auto* recentLayout = new QVBoxLayout(recentPart_);
    recentLayout->setContentsMargins(0, 16, 0, 0);
    recentLayout->setSpacing(4);
    recentLayout->addWidget(recentTitle);
    recentLayout->addWidget(recent_);

    auto* column = new QWidget(this);
    column->setFixedWidth(kWidth);
    auto* lines = new QVBoxLayout(column);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(8);
    lines->addWidget(title);
    lines->addWidget(kinds);
    lines->addSpacing(8);
    lines->addLayout(buttons);
    lines->addWidget(recentPart_);
    auto* layout = new QVBoxLayout(this);
    layout->addStretch(1);
    layout->addWidget(column, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    setRecent({});
}

void StartPage::setRecent(const QStringList& paths) {
    recent_->clear();
    for (const QString& path : paths) {
        const QFileInfo file(path);
        if (!file.exists()) continue;
        auto* item = new QListWidgetItem(QStringLiteral("%1    %2")
                                             .arg(shownText(file.fileName().toStdString()),
                                                  shownText(file.absolutePath().toStdString())),
                                         recent_);
        item->setData(Qt::UserRole, path);
    }
    recentPart_->setVisible(recent_->count() > 0);
}

void StartPage::setSample(const QString& path) {
    samplePath_ = path;
    sample_->setVisible(!path.isEmpty());
}

}  // namespace hark::gui
