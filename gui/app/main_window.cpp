#include "gui/app/main_window.h"

#include <algorithm>

#include <QCloseEvent>
#include <QInputDialog>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "gui/app/sample.h"
#include "gui/app/shortcuts.h"
#include "gui/app/words.h"
#include "gui/models/format.h"
#include "gui/views/connections_pane.h"
#include "gui/views/cookies_pane.h"
#include "gui/views/empty_state.h"
#include "gui/views/exchange_pane.h"
#include "gui/views/filter_bar.h"
#include "gui/views/inspector.h"
#include "gui/views/news_bar.h"
#include "gui/views/overview_strip.h"
#include "gui/views/sessions_pane.h"
#include "gui/views/sites_pane.h"
#include "gui/views/start_page.h"
#include "gui/views/timeline_view.h"
#include "gui/views/view_switch.h"

namespace hark::gui {

namespace {

constexpr QSize kFirstSize(1440, 900);

void put(EmptyState& state, const EmptyWords& words) {
    state.say(words.title, words.next, words.offersOpen ? MainWindow::tr("Open…") : QString());
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), actions_(*this) {
    buildWidgets();
    connectActions();
    connectDocument();
    connectExchanges();
    setAcceptDrops(true);
    resize(kFirstSize);
    showRecent();
    restoreLooks();
    showView(Exchanges);
    onStateChanged();
    exchanges_->table().setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildWidgets() {
    auto* central = new QWidget(this);
    tabs_ = new ViewSwitch(central);
    filter_ = new FilterBar(document_.cases(), central);
    news_ = new NewsBar(central);
    strip_ = new OverviewStrip(document_.cases(), central);
    pagesOrStart_ = new QStackedWidget(central);
    start_ = new StartPage(pagesOrStart_);
    start_->setSample(sampleToTry());
    splitter_ = new QSplitter(Qt::Horizontal, pagesOrStart_);
    pagesOrStart_->addWidget(start_);
    pagesOrStart_->addWidget(splitter_);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    left_ = new QStackedWidget(splitter_);
    exchanges_ = new ExchangePane(document_.cases(), splitter_);
    splitter_->addWidget(left_);
    splitter_->addWidget(exchanges_);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({424, 1016});
    addView(Sessions, tr("Sessions"), new SessionsPane(document_.cases(), left_));
    addView(Connections, tr("Connections"), new ConnectionsPane(document_.cases(), left_));
    addView(Exchanges, tr("Exchanges"), new SitesPane(document_.cases(), left_));
    addView(Cookies, tr("Cookies"), new CookiesPane(document_.cases(), left_));
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabs_);
    layout->addWidget(filter_);
    layout->addWidget(news_);
    layout->addWidget(strip_);
    layout->addWidget(pagesOrStart_, 1);
    setCentralWidget(central);
    counts_ = new QLabel(this);
    counts_->setObjectName(QStringLiteral("counts"));
    counts_->setTextFormat(Qt::PlainText);
    counts_->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(counts_);
}

void MainWindow::addView(View view, const QString& title, ListPane* list) {
    tabs_->addTab(title);
    QAction* const action = actions_.addView(title);
    connect(action, &QAction::triggered, this, [this, view] { showView(view); });
    pages_.push_back({view, list});
    if (list == nullptr) return;
    left_->addWidget(list);
    connectList(*list);
}

void MainWindow::connectActions() {
    connect(actions_.open, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(actions_.close, &QAction::triggered, this, [this] {
        if (mayClose()) closeDocument();
    });
    connect(actions_.quit, &QAction::triggered, this, &QWidget::close);
    connect(actions_.focusFilter, &QAction::triggered, filter_, &FilterBar::takeFocus);
    connect(actions_.cancelReading, &QAction::triggered, &document_, &Document::cancel);
    connect(actions_.back, &QAction::triggered, this, &MainWindow::goBack);
    connect(actions_.forward, &QAction::triggered, this, &MainWindow::goForward);
    connect(actions_.save, &QAction::triggered, this, &MainWindow::saveCase);
    connect(actions_.mark, &QAction::triggered, this, &MainWindow::toggleMark);
    connect(actions_.note, &QAction::triggered, this, &MainWindow::writeNote);
    connect(actions_.goToExchange, &QAction::triggered, this, &MainWindow::chooseExchange);
    connect(actions_.readAgain, &QAction::triggered, this, &MainWindow::onGrew);
    connect(actions_.shortcuts, &QAction::triggered, this, [this] { showShortcuts(*this); });
    connect(start_, &StartPage::openPressed, this, &MainWindow::chooseFile);
    connect(start_, &StartPage::fileWanted, this, &MainWindow::openBeside);
    connect(actions_.timeline, &QAction::toggled, exchanges_, &ExchangePane::showTimeline);
    connect(actions_.inspectorAtRight, &QAction::toggled, exchanges_,
            &ExchangePane::setInspectorAtRight);
    connect(tabs_, &ViewSwitch::currentChanged, this,
            [this](int index) { showView(pages_[static_cast<std::size_t>(index)].view); });
}

void MainWindow::connectDocument() {
    connect(&document_, &Document::stateChanged, this, &MainWindow::onStateChanged);
    connect(&document_, &Document::summaryChanged, this, &MainWindow::onSummaryChanged);
    connect(&document_, &Document::progressChanged, this, &MainWindow::updateNews);
    connect(&document_, &Document::grew, this, &MainWindow::onGrew);
    connect(&document_, &Document::annotated, this, &MainWindow::say);
    connect(&document_, &Document::saved, this, &MainWindow::onSaved);
    connect(news_, &NewsBar::cancelled, &document_, &Document::cancel);
}

void MainWindow::connectExchanges() {
    connect(filter_, &FilterBar::filterChanged, this, &MainWindow::applyFilter);
    connect(strip_, &OverviewStrip::rangeChanged, this, &MainWindow::onRangeChanged);
    connect(strip_, &OverviewStrip::rangeMoving, this,
            [this](const TimeRange& range) { exchanges_->timeline().showRange(range); });
    connect(strip_, &OverviewStrip::failed, filter_, &FilterBar::showProblem);
    connect(&exchanges_->timeline(), &TimelineView::failed, filter_, &FilterBar::showProblem);
    connect(filter_, &FilterBar::scopeCleared, this, [this] {
        if (list() != nullptr) list()->selectNothing();
    });
    connect(filter_, &FilterBar::left, this, [this] { exchanges_->table().setFocus(); });
    auto* escape = new QShortcut(Qt::Key_Escape, splitter_);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, [this] {
        if (!scope().isEmpty()) return list()->selectNothing();
        setFilter({});
    });
    connect(&exchanges_->model(), &CaseListModel::listed, this, &MainWindow::onListed);
    connect(&exchanges_->model(), &CaseListModel::failed, filter_, &FilterBar::showProblem);
    connect(&exchanges_->table(), &CaseTable::selectedIdChanged, this,
            &MainWindow::onExchangeSelected);
    connect(&exchanges_->model(), &CaseListModel::dataChanged, this, &MainWindow::locate);
    const Inspector& inspector = exchanges_->inspector();
    connect(&inspector, &Inspector::exchangeWanted, this, &MainWindow::selectExchange);
    connect(&inspector, &Inspector::connectionWanted, this,
            [this](qulonglong id) { showIn(Connections, id); });
    connect(&inspector, &Inspector::sessionWanted, this,
            [this](qulonglong id) { showIn(Sessions, id); });
    connect(&inspector, &Inspector::filterWanted, this, &MainWindow::setFilter);
    connect(&exchanges_->emptyState(), &EmptyState::pressed, this, &MainWindow::chooseFile);
}

void MainWindow::connectList(ListPane& list) {
    connect(&list, &ListPane::scopeChanged, this, [this] {
        applyScope();
        visit();
    });
    connect(&list, &ListPane::listed, this, &MainWindow::onListed);
    connect(&list, &ListPane::failed, filter_, &FilterBar::showProblem);
    connect(&list, &ListPane::exchangeWanted, this, [this](qulonglong id) { selectExchange(id); });
    connect(&list, &ListPane::filterWanted, this, &MainWindow::setFilter);
}

void MainWindow::restoreLooks() {
    filter_->memory() = settings_.filters();
    filter_->showMemory();
    restoreGeometry(settings_.state(QStringLiteral("window")));
    splitter_->restoreState(settings_.state(QStringLiteral("splitter")));
    exchanges_->restoreState(settings_.state(QStringLiteral("exchanges")));
    actions_.inspectorAtRight->setChecked(exchanges_->isInspectorAtRight());
    for (const Page& page : pages_) {
        if (page.list == nullptr) continue;
        page.list->restoreState(settings_.state(QStringLiteral("list%1").arg(page.view)));
    }
}

void MainWindow::chooseExchange() {
    bool isChosen = false;
    const QString text = QInputDialog::getText(this, tr("Go to Exchange"), tr("Its number:"),
                                               QLineEdit::Normal, {}, &isChosen);
    bool isNumber = false;
    const qulonglong id = QLocale().toULongLong(text.trimmed(), &isNumber);
    if (isChosen && isNumber) selectExchange(id);
}

void MainWindow::showView(View view) {
    const auto found = std::find_if(pages_.begin(), pages_.end(),
                                    [&](const Page& one) { return one.view == view; });
    current_ = static_cast<std::size_t>(found - pages_.begin());
    tabs_->setCurrentIndex(static_cast<int>(current_));
    actions_.views[current_]->setChecked(true);
    left_->setVisible(list() != nullptr);
    if (list() != nullptr) {
        left_->setCurrentWidget(list());
        refreshList();
    }
    applyScope();
    visit();
}

void MainWindow::showTimeline() const {
    actions_.timeline->setChecked(true);
}

void MainWindow::selectExchange(std::uint64_t id) {
    exchanges_->table().select(id);
}

void MainWindow::onStateChanged() {
    const Document::State state = document_.state();
    const bool isOpen = state != Document::State::Empty;
    setWindowTitle(isOpen ? tr("%1 — hark").arg(shownText(document_.name().toStdString()))
                          : tr("hark"));
    actions_.close->setEnabled(isOpen);
    for (QAction* action : {actions_.goToExchange, actions_.mark, actions_.note})
        action->setEnabled(isOpen);
    actions_.save->setEnabled(state == Document::State::Ready);
    actions_.readAgain->setEnabled(isOpen);
    tabs_->setVisible(isOpen);
    filter_->setVisible(isOpen);
    strip_->setVisible(isOpen);
    pagesOrStart_->setCurrentWidget(isOpen ? static_cast<QWidget*>(splitter_) : start_);
    actions_.cancelReading->setEnabled(state == Document::State::Importing);
    updateNews();
    updateEmptyStates();
    updateCounts();
}

void MainWindow::onSummaryChanged() {
    exchanges_->setSummary(document_.summary());
    if (list() != nullptr) list()->setSummary(document_.summary());
    updateNews();
    updateCounts();
}

void MainWindow::onGrew() {
    exchanges_->refresh();
    strip_->refresh();
    for (Page& page : pages_)
        page.isStale = true;
    refreshList();
}

void MainWindow::onListed() {
    updateEmptyStates();
    updateCounts();
}

// Walking along a list is staying in one place.
void MainWindow::onExchangeSelected(std::uint64_t) {
    locate();
    if (!isGoing_) history_.update(here());
}

// Where the selected exchange belongs in the list at the left, once its row is there.
void MainWindow::locate() {
    const auto id = exchanges_->table().selectedId();
    const query::ExchangeRow* const row = id ? exchanges_->model().rowOfId(*id) : nullptr;
    if (row != nullptr && list() != nullptr) list()->locate(*row);
}

void MainWindow::showIn(View view, std::uint64_t id) {
    showView(view);
    list()->select(id);
}

void MainWindow::updateEmptyStates() {
    exchanges_->updateEmpty();
    put(exchanges_->emptyState(), exchangesMissing(document_, shownFilter()));
}

void MainWindow::updateCounts() {
    const Document::State state = document_.state();
    if (state != Document::State::Ready && state != Document::State::Importing) {
        counts_->clear();
        return;
    }
    std::optional<int> shown;
    if (!shownFilter().isEmpty()) shown = exchanges_->model().rowCount();
    counts_->setText(countsLine(document_.summary(), shown));
}

void MainWindow::updateNews() {
    switch (document_.state()) {
        case Document::State::Importing:
            return news_->showWork(readingLine(shownText(document_.name().toStdString()),
                                               document_.summary().exchanges, document_.progress()),
                                   shareRead(document_.progress()));
        case Document::State::Ready:
            if (!document_.message().isEmpty()) return news_->showNews(document_.message());
            break;
        default:
            break;
    }
    news_->hide();
}

bool MainWindow::isSettled() const {
    const Document::State state = document_.state();
    if (state == Document::State::Empty || state == Document::State::Failed) return true;
    return state == Document::State::Ready && !exchanges_->isAsking() && !strip_->isAsking() &&
           (list() == nullptr || !list()->isAsking());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayClose()) return event->ignore();
    settings_.setFilters(filter_->memory());
    settings_.setState(QStringLiteral("window"), saveGeometry());
    settings_.setState(QStringLiteral("splitter"), splitter_->saveState());
    settings_.setState(QStringLiteral("exchanges"), exchanges_->saveState());
    for (const Page& page : pages_) {
        if (page.list == nullptr) continue;
        settings_.setState(QStringLiteral("list%1").arg(page.view), page.list->saveState());
    }
    QMainWindow::closeEvent(event);
}

}  // namespace hark::gui
