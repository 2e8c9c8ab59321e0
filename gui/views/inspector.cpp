#include "gui/views/inspector.h"

#include <utility>

#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/delegates/colours.h"
#include "gui/inspector/content_pane.h"
#include "gui/inspector/exchange_copying.h"
#include "gui/inspector/message_pane.h"
#include "gui/inspector/record_pane.h"
#include "gui/inspector/timing_pane.h"
#include "gui/models/context_records.h"
#include "gui/models/exchange_title.h"
#include "gui/models/message_records.h"
#include "gui/views/list_header.h"
#include "gui/views/view_switch.h"

namespace hark::gui {

namespace {

constexpr int kLowest = 160;  // a head's first lines
constexpr int kTimingWidth = 320;

}  // namespace

Inspector::Inspector(CaseThread& cases, QWidget* parent) : QWidget(parent), cases_(cases) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 1, 0, 0);
    layout->setSpacing(0);
    buildHead();
    buildPanes();
    layout->addWidget(panes_, 1);
    layout->addStretch();
    buildShortcuts();
    setMinimumHeight(kLowest);
    clear();
}

void Inspector::buildHead() {
    tabs_ = new ViewSwitch(this);
    tabs_->setObjectName(QStringLiteral("inspectorTabs"));
    for (const QString& name : {tr("Request"), tr("Response"), tr("Cookies"), tr("Content"),
                                tr("Timing"), tr("Session"), tr("Packets")})
        tabs_->addTab(name);
    title_ = new QLabel(this);
    title_->setObjectName(QStringLiteral("inspectorTitle"));
    title_->setTextFormat(Qt::PlainText);
    title_->setContentsMargins(8, 4, 8, 4);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    copy_ = new QToolButton(this);
    copy_->setObjectName(QStringLiteral("inspectorCopy"));
    copy_->setText(tr("Copy"));
    copy_->setAutoRaise(true);
    copy_->setPopupMode(QToolButton::InstantPopup);
    connect(copy_, &QToolButton::pressed, this, &Inspector::showCopyMenu);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 4, 0);
    head->setSpacing(8);
    head->addWidget(tabs_);
    head->addWidget(title_, 1);
    head->addWidget(copy_);
    static_cast<QVBoxLayout*>(layout())->addLayout(head);
}

RecordPane* Inspector::addRecords(Tab tab, const char* name, const QStringList& titles) {
    auto* pane = new RecordPane(QLatin1String(name), titles, panes_);
    connectRecords(*pane);
    panes_->insertWidget(tab, pane);
    return pane;
}

void Inspector::connectRecords(RecordPane& pane) const {
    connect(&pane, &RecordPane::followed, this, &Inspector::follow);
    connect(&pane, &RecordPane::filterWanted, this, &Inspector::filterWanted);
}

void Inspector::buildPanes() {
    const QStringList pair{tr("name"), tr("value")};
    panes_ = new QStackedWidget(this);
    request_ = new MessagePane(QStringLiteral("request"), panes_);
    response_ = new MessagePane(QStringLiteral("response"), panes_);
    for (MessagePane* pane : {request_, response_}) {
        connectRecords(pane->records());
        panes_->addWidget(pane);
    }
    // As they were sent, or not: that is a choice for both.
    connect(request_, &MessagePane::rawChanged, response_, &MessagePane::setRaw);
    connect(response_, &MessagePane::rawChanged, request_, &MessagePane::setRaw);
    cookies_ = addRecords(
        Cookies, "inspectorCookies",
        {tr("cookie"), tr("value"), tr("age"), tr("attributes"), tr("taken for, and why")});
    auto* titles = new ListHeader(&cookies_->table());
    titles->setStretchLastSection(true);
    cookies_->table().setHorizontalHeader(titles);
    cookies_->setColumnWidths({160, 240, 220, 240});
    content_ = new ContentPane(cases_, panes_);
    panes_->insertWidget(Content, content_);
    auto* timing = new QWidget(panes_);
    timing_ = new TimingPane(timing);
    timing_->setFixedWidth(kTimingWidth);
    timingFacts_ = new RecordPane(QStringLiteral("inspectorTiming"), pair, timing);
    timingFacts_->setColumnWidths({120});
    connectRecords(*timingFacts_);
    auto* both = new QHBoxLayout(timing);
    both->setContentsMargins(0, 0, 0, 0);
    both->setSpacing(1);
    both->addWidget(timing_);
    both->addWidget(timingFacts_, 1);
    panes_->insertWidget(Timing, timing);
    session_ = addRecords(Session, "inspectorSession", pair);
    packets_ = addRecords(Packets, "inspectorPackets", pair);
    connect(tabs_, &QTabBar::currentChanged, this, [this](int index) {
        panes_->setCurrentIndex(index);
        showContent();
    });
}

void Inspector::buildShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    const int count = tabs_->count();
    const auto step = [this, count](int by) {
        tabs_->setCurrentIndex((tabs_->currentIndex() + by + count) % count);
    };
    add(Qt::CTRL | Qt::Key_Tab, [step] { step(1); });
    add(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab, [step] { step(-1); });
    for (int i = 0; i < count; ++i) {
        const auto key = static_cast<Qt::Key>(Qt::Key_1 + i);
        tabs_->setTabToolTip(i, tr("Alt+%1").arg(i + 1));
        add(Qt::ALT | key, [this, i] { tabs_->setCurrentIndex(i); });
    }
}

// The tabs' hairline goes on below the title.
void Inspector::paintEvent(QPaintEvent* /*event*/) {
    if (tabs_->isHidden()) return;
    QPainter(this).fillRect(0, tabs_->geometry().bottom(), width(), 1, hairline(palette()));
}

Inspector::Tab Inspector::tab() const {
    return static_cast<Tab>(tabs_->currentIndex());
}

void Inspector::setTab(Tab tab) {
    tabs_->setCurrentIndex(tab);
}

void Inspector::follow(const RecordLink& link) {
    switch (link.kind) {
        case RecordLink::Kind::Exchange:
            return exchangeWanted(link.id);
        case RecordLink::Kind::Connection:
            return connectionWanted(link.id);
        case RecordLink::Kind::Session:
            return sessionWanted(link.id);
        case RecordLink::Kind::None:
            return;
    }
}

void Inspector::showCopyMenu() {
    if (!id_) return;
    auto* menu = new QMenu(copy_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopyActions(*menu, cases_, this, *id_);
    menu->popup(copy_->mapToGlobal(copy_->rect().bottomLeft()));
    copy_->setDown(false);
}

void Inspector::clear() {
    id_.reset();
    facts_.reset();
    context_.reset();
    isAsking_ = false;
    ++generation_;
    title_->setText(tr("Select an exchange to see its messages"));
    request_->show({}, {});
    response_->show({}, {});
    timing_->clear();
    content_->clear();
    for (RecordPane* pane : {cookies_, timingFacts_, session_, packets_})
        pane->setRecords({});
    for (QWidget* one : {static_cast<QWidget*>(panes_), static_cast<QWidget*>(tabs_),
                         static_cast<QWidget*>(copy_)})
        one->hide();
}

void Inspector::showExchange(std::uint64_t id) {
    if (id_ != id) context_.reset();
    id_ = id;
    refresh();
}

void Inspector::refresh() {
    if (!id_) return;
    isAsking_ = true;
    cases_.ask(
        Lane::Detail, this, [id = *id_](query::Case& opened) { return factsOf(opened, id); },
        [this, generation = ++generation_](base::Result<std::optional<ExchangeFacts>> facts) {
            if (generation != generation_) return;
            if (facts && *facts) return take(std::move(**facts));
            isAsking_ = false;
            if (!facts) title_->setText(QString::fromStdString(facts.error().message));
        });
}

void Inspector::take(ExchangeFacts facts) {
    facts_ = std::move(facts);
    isContentShown_ = false;
    for (QWidget* one : {static_cast<QWidget*>(panes_), static_cast<QWidget*>(tabs_),
                         static_cast<QWidget*>(copy_)})
        one->show();
    const query::ExchangeDetail& detail = facts_->detail;
    title_->setText(exchangeTitle(detail.row));
    request_->show(requestRecords(*facts_), requestHead(detail));
    response_->show(responseRecords(*facts_), responseHead(detail));
    timing_->showExchange(detail.row, beginNs_);
    showContext();
    showContent();
    askContext();
}

void Inspector::askContext() {
    cases_.ask(
        Lane::DetailSession, this,
        [detail = facts_->detail](query::Case& opened) { return contextOf(opened, detail); },
        [this, generation = generation_](base::Result<ExchangeContext> context) {
            if (generation != generation_) return;
            isAsking_ = false;
            if (!context) return;
            context_ = std::move(*context);
            showContext();
        });
}

void Inspector::showContext() {
    const ExchangeContext* context = context_ ? &*context_ : nullptr;
    cookies_->setRecords(cookieRecords(facts_->detail, context));
    timingFacts_->setRecords(timingRecords(*facts_, context));
    session_->setRecords(sessionRecords(facts_->detail, context));
    packets_->setRecords(packetRecords(*facts_, context));
}

// Contents are read for those who look at them.
void Inspector::showContent() {
    if (!facts_ || isContentShown_ || tab() != Content) return;
    isContentShown_ = true;
    content_->showExchange(facts_->detail);
}

QByteArray Inspector::saveState() const {
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out << tabs_->currentIndex() << request_->isRaw() << content_->saveState();
    return state;
}

void Inspector::restoreState(const QByteArray& state) {
    QDataStream in(state);
    int tab = 0;
    bool isRaw = false;
    QByteArray content;
    in >> tab >> isRaw >> content;
    if (in.status() != QDataStream::Ok) return;
    tabs_->setCurrentIndex(qBound(0, tab, tabs_->count() - 1));
    request_->setRaw(isRaw);
    content_->restoreState(content);
}

}  // namespace hark::gui
