#include "gui/app/main_window.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "gui/app/words.h"
#include "gui/models/format.h"
#include "gui/views/connections_view.h"
#include "gui/views/empty_state.h"
#include "gui/views/exchanges_view.h"
#include "gui/views/filter_bar.h"
#include "gui/views/inspector.h"
#include "gui/views/news_bar.h"
#include "gui/views/view_switch.h"

namespace hark::gui {

namespace {

constexpr QSize kFirstSize(1280, 800);

void say(EmptyState& state, const EmptyWords& words) {
    state.say(words.title, words.next, words.offersOpen ? MainWindow::tr("Open…") : QString());
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      exchangeModel_(document_.cases()),
      connectionModel_(document_.cases()),
      actions_(*this) {
    buildWidgets();
    connectActions();
    connectDocument();
    connectViews();
    resize(kFirstSize);
    restoreGeometry(settings_.state(QStringLiteral("window")));
    exchanges_->splitter().restoreState(settings_.state(QStringLiteral("exchanges")));
    onStateChanged();
    exchanges_->table().setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildWidgets() {
    auto* central = new QWidget(this);
    tabs_ = new ViewSwitch(central);
    tabs_->addTab(tr("Exchanges"));
    tabs_->addTab(tr("Connections"));
    filter_ = new FilterBar(central);
    news_ = new NewsBar(central);
    exchanges_ = new ExchangesView(exchangeModel_, document_.cases(), central);
    connections_ = new ConnectionsView(connectionModel_, central);
    views_ = new QStackedWidget(central);
    views_->addWidget(exchanges_);
    views_->addWidget(connections_);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabs_);
    layout->addWidget(filter_);
    layout->addWidget(news_);
    layout->addWidget(views_, 1);
    setCentralWidget(central);
    counts_ = new QLabel(this);
    counts_->setObjectName(QStringLiteral("counts"));
    counts_->setTextFormat(Qt::PlainText);
    counts_->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(counts_);
}

void MainWindow::connectActions() {
    connect(actions_.open, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(actions_.close, &QAction::triggered, this, &MainWindow::closeDocument);
    connect(actions_.quit, &QAction::triggered, this, &QWidget::close);
    connect(actions_.focusFilter, &QAction::triggered, filter_, &FilterBar::takeFocus);
    connect(actions_.cancelReading, &QAction::triggered, &document_, &Document::cancel);
    connect(actions_.showExchanges, &QAction::triggered, this, [this] { showView(Exchanges); });
    connect(actions_.showConnections, &QAction::triggered, this, [this] { showView(Connections); });
    connect(tabs_, &ViewSwitch::currentChanged, this,
            [this](int index) { showView(static_cast<View>(index)); });
}

void MainWindow::connectDocument() {
    connect(&document_, &Document::stateChanged, this, &MainWindow::onStateChanged);
    connect(&document_, &Document::summaryChanged, this, &MainWindow::onSummaryChanged);
    connect(&document_, &Document::progressChanged, this, &MainWindow::updateNews);
    connect(&document_, &Document::grew, this, &MainWindow::onGrew);
    connect(news_, &NewsBar::cancelled, &document_, &Document::cancel);
}

void MainWindow::connectViews() {
    connect(filter_, &FilterBar::filterChanged, this, &MainWindow::applyFilter);
    auto* escape = new QShortcut(Qt::Key_Escape, views_);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, [this] { setFilter({}); });
    connect(filter_, &FilterBar::left, this, [this] {
        (views_->currentIndex() == Exchanges ? exchanges_->table() : connections_->table())
            .setFocus();
    });
    for (CaseListModel* model : {static_cast<CaseListModel*>(&exchangeModel_),
                                 static_cast<CaseListModel*>(&connectionModel_)}) {
        connect(model, &CaseListModel::listed, this, &MainWindow::onListed);
    }
    connect(&exchangeModel_, &CaseListModel::failed, filter_, &FilterBar::showProblem);
    connect(&exchanges_->table(), &CaseTable::selectedIdChanged, &exchanges_->inspector(),
            [this](qulonglong id) { exchanges_->inspector().showExchange(id); });
    connect(&connections_->table(), &CaseTable::opened, this, [this](qulonglong id) {
        setFilter(QStringLiteral("connection:%1").arg(id));
        showView(Exchanges);
    });
    for (EmptyState* state : {&exchanges_->emptyState(), &connections_->emptyState()}) {
        connect(state, &EmptyState::pressed, this, &MainWindow::chooseFile);
    }
}

void MainWindow::open(const QString& path) {
    closeDocument();
    document_.open(path);
}

void MainWindow::closeDocument() {
    exchangeModel_.clear();
    connectionModel_.clear();
    exchanges_->table().forgetSelection();
    connections_->table().forgetSelection();
    exchanges_->inspector().clear();
    document_.close();
}

void MainWindow::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open"), settings_.directory(),
                                     tr("Captures and cases (*.pcap *.pcapng *.cap *.snoop *.gz "
                                        "*.zst *.lz4 *.hark);;All files (*)"));
    if (path.isEmpty()) return;
    settings_.setDirectory(QFileInfo(path).absolutePath());
    open(path);
}

void MainWindow::showView(View view) {
    views_->setCurrentIndex(view);
    tabs_->setCurrentIndex(view);
    (view == Exchanges ? actions_.showExchanges : actions_.showConnections)->setChecked(true);
    updateCounts();
}

void MainWindow::setFilter(const QString& text) {
    filter_->setText(text);
}

void MainWindow::selectExchange(std::uint64_t id) {
    exchanges_->table().select(id);
}

void MainWindow::applyFilter(const query::Filter& filter) {
    exchangeModel_.setFilter(filter);
    connectionModel_.setFilter(filter);
}

void MainWindow::onStateChanged() {
    const Document::State state = document_.state();
    const bool isOpen = state != Document::State::Empty;
    setWindowTitle(isOpen ? tr("%1 — hark").arg(shownText(document_.name().toStdString()))
                          : tr("hark"));
    actions_.close->setEnabled(isOpen);
    actions_.cancelReading->setEnabled(state == Document::State::Importing);
    updateNews();
    updateEmptyStates();
    updateCounts();
}

void MainWindow::onSummaryChanged() {
    const CaseSummary& summary = document_.summary();
    exchangeModel_.setRange(summary.firstNs, summary.lastNs);
    connectionModel_.setOrigin(summary.firstNs);
    exchanges_->inspector().setOrigin(summary.firstNs);
    updateNews();
    updateCounts();
}

void MainWindow::onGrew() {
    exchangeModel_.refresh();
    connectionModel_.refresh();
    exchanges_->inspector().refresh();
}

void MainWindow::onListed() {
    updateEmptyStates();
    updateCounts();
}

void MainWindow::updateEmptyStates() {
    exchanges_->showEmpty(exchangeModel_.rowCount() == 0);
    connections_->showEmpty(connectionModel_.rowCount() == 0);
    say(exchanges_->emptyState(), exchangesMissing(document_, filter_->appliedText()));
    say(connections_->emptyState(), connectionsMissing(document_, filter_->appliedText()));
}

void MainWindow::updateCounts() {
    const Document::State state = document_.state();
    if (state != Document::State::Ready && state != Document::State::Importing) {
        counts_->clear();
        return;
    }
    std::optional<int> shown;
    const bool ofExchanges = views_->currentIndex() == Exchanges;
    if (!filter_->appliedText().isEmpty()) {
        shown = ofExchanges ? exchangeModel_.rowCount() : connectionModel_.rowCount();
    }
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
    return state == Document::State::Failed ||
           (state == Document::State::Ready && !exchangeModel_.isAsking() &&
            !connectionModel_.isAsking());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    settings_.setState(QStringLiteral("window"), saveGeometry());
    settings_.setState(QStringLiteral("exchanges"), exchanges_->splitter().saveState());
    QMainWindow::closeEvent(event);
}

}  // namespace hark::gui
