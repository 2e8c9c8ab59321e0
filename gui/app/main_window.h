#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QMainWindow>

#include "gui/app/actions.h"
#include "gui/app/history.h"
#include "gui/app/settings.h"
#include "gui/models/time_scale.h"
#include "gui/work/document.h"

class QLabel;
class QSplitter;
class QStackedWidget;

namespace hark::gui {

class ExchangePane;
class FilterBar;
class ListPane;
class NewsBar;
class OverviewStrip;
class StartPage;
class ViewSwitch;

/// One window, one case. Wires document, lists and exchanges; what they do is theirs.
///
/// A view is what stands at the left. What is typed as a filter holds for all of them; what is
/// selected at the left narrows the exchanges further.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    enum View : std::uint8_t { Sessions, Connections, Exchanges, Cookies };

    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;
    Q_DISABLE_COPY_MOVE(MainWindow)

    void open(const QString& path);
    void showView(View view);
    /// In place of the table.
    void showTimeline() const;
    void setFilter(const QString& text);
    void selectExchange(std::uint64_t id);
    void goBack();
    void goForward();
    /// Here where nothing is open, else in a window of its own.
    void openBeside(const QString& path);

    [[nodiscard]] Document& document() { return document_; }
    /// Everything that was asked for is shown; for pictures and tests.
    [[nodiscard]] bool isSettled() const;

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// A view, in the order of the switch.
    struct Page {
        View view = Exchanges;
        ListPane* list = nullptr;  ///< null: there is none, the exchanges have all the room
        bool isStale = false;      ///< filter or case changed while it was not shown
    };

    void buildWidgets();
    void addView(View view, const QString& title, ListPane* list);
    void connectActions();
    void connectDocument();
    void connectExchanges();
    void connectList(ListPane& list);
    void restoreLooks();
    void chooseFile();
    void chooseExchange();
    void saveCase();
    void toggleMark();
    void writeNote();
    void say(const QString& problem);
    void onSaved(const QString& problem);
    void showRecent();
    void closeDocument();
    /// Asks where notes would be lost.
    [[nodiscard]] bool mayClose();

    [[nodiscard]] const Page& page() const { return pages_[current_]; }
    [[nodiscard]] ListPane* list() const { return page().list; }
    /// Of what is selected at the left.
    [[nodiscard]] QString scope() const;
    [[nodiscard]] QString typed() const;
    /// All that narrows the exchanges.
    [[nodiscard]] QString shownFilter() const;
    void onRangeChanged(const std::optional<TimeRange>& range);
    void applyFilter();
    void applyScope();
    void refreshList();
    void visit();
    void go(const Place& place);
    [[nodiscard]] Place here() const;

    void onStateChanged();
    void onSummaryChanged();
    void onGrew();
    void onListed();
    void onExchangeSelected(std::uint64_t id);
    void showIn(View view, std::uint64_t id);
    void locate();
    void updateEmptyStates();
    void updateCounts();
    void updateNews();
    void updateHistory();

    Settings settings_;
    Document document_;
    Actions actions_;
    History history_;
    query::Filter typed_;             ///< what typed() means
    std::optional<TimeRange> range_;  ///< of time, that was chosen
    std::vector<Page> pages_;
    std::size_t current_ = 0;
    bool isGoing_ = false;  ///< to a place of the history
    bool closesWhenSaved_ = false;
    ViewSwitch* tabs_ = nullptr;
    FilterBar* filter_ = nullptr;
    NewsBar* news_ = nullptr;
    QStackedWidget* pagesOrStart_ = nullptr;
    StartPage* start_ = nullptr;
    OverviewStrip* strip_ = nullptr;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* left_ = nullptr;
    ExchangePane* exchanges_ = nullptr;
    QLabel* counts_ = nullptr;
};

}  // namespace hark::gui
