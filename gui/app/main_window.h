#pragma once

#include <QMainWindow>

#include "gui/app/actions.h"
#include "gui/app/settings.h"
#include "gui/models/connection_model.h"
#include "gui/models/exchange_model.h"
#include "gui/work/document.h"

class QLabel;
class QStackedWidget;

namespace hark::gui {

class ConnectionsView;
class ExchangesView;
class FilterBar;
class NewsBar;
class ViewSwitch;

/// One window, one case. Wires document, models and views; what they do is theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    enum View : std::uint8_t { Exchanges, Connections };

    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;
    Q_DISABLE_COPY_MOVE(MainWindow)

    void open(const QString& path);
    void showView(View view);
    void setFilter(const QString& text);
    void selectExchange(std::uint64_t id);

    [[nodiscard]] Document& document() { return document_; }
    /// Everything that was asked for is shown; for pictures and tests.
    [[nodiscard]] bool isSettled() const;

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildWidgets();
    void connectActions();
    void connectDocument();
    void connectViews();
    void chooseFile();
    void closeDocument();
    void onStateChanged();
    void onSummaryChanged();
    void onGrew();
    void onListed();
    void applyFilter(const query::Filter& filter);
    void updateEmptyStates();
    void updateCounts();
    void updateNews();

    Settings settings_;
    Document document_;
    ExchangeModel exchangeModel_;
    ConnectionModel connectionModel_;
    Actions actions_;
    ViewSwitch* tabs_ = nullptr;
    FilterBar* filter_ = nullptr;
    NewsBar* news_ = nullptr;
    QStackedWidget* views_ = nullptr;
    ExchangesView* exchanges_ = nullptr;
    ConnectionsView* connections_ = nullptr;
    QLabel* counts_ = nullptr;
};

}  // namespace hark::gui
