#pragma once

#include <cstdint>
#include <optional>

#include <QWidget>

#include "gui/models/exchange_facts.h"
#include "gui/models/record.h"
#include "gui/work/case_thread.h"

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace hark::gui {

class ContentPane;
class MessagePane;
class RecordPane;
class TimingPane;

/// One exchange from near: its messages and all that the case knows of them, in tabs. Which tab is
/// shown, and where in it, survives a change of exchange. All that comes from traffic is shown in
/// widgets that know plain text only.
class Inspector : public QWidget {
    Q_OBJECT
public:
    enum Tab : std::uint8_t { Request, Response, Cookies, Content, Timing, Session, Packets };

    explicit Inspector(CaseThread& cases, QWidget* parent = nullptr);

    void showExchange(std::uint64_t id);
    /// The same exchange may say more now.
    void refresh();
    void clear();
    /// From when starts are counted.
    void setOrigin(std::int64_t beginNs) { beginNs_ = beginNs; }

    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab);
    /// Nothing of what was asked for is still to come; for pictures and tests.
    [[nodiscard]] bool isSettled() const { return !isAsking_; }
    /// Tab and choices, from one start to the next.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    /// To be selected, or shown by the view that lists such.
    void exchangeWanted(qulonglong id);
    void connectionWanted(qulonglong id);
    void sessionWanted(qulonglong id);
    /// To be put into the filter bar.
    void filterWanted(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void buildHead();
    void buildPanes();
    void buildShortcuts();
    RecordPane* addRecords(Tab tab, const char* name, const QStringList& titles);
    void connectRecords(RecordPane& pane) const;
    void follow(const RecordLink& link);
    void showCopyMenu();
    void take(ExchangeFacts facts);
    void askContext();
    void showContext();
    void showContent();

    CaseThread& cases_;
    std::optional<std::uint64_t> id_;
    std::optional<ExchangeFacts> facts_;
    std::optional<ExchangeContext> context_;
    std::uint64_t generation_ = 0;
    std::int64_t beginNs_ = 0;
    bool isAsking_ = false;
    bool isContentShown_ = false;  ///< of these facts

    QTabBar* tabs_ = nullptr;
    QLabel* title_ = nullptr;
    QToolButton* copy_ = nullptr;
    QStackedWidget* panes_ = nullptr;
    MessagePane* request_ = nullptr;
    MessagePane* response_ = nullptr;
    RecordPane* cookies_ = nullptr;
    ContentPane* content_ = nullptr;
    TimingPane* timing_ = nullptr;
    RecordPane* timingFacts_ = nullptr;
    RecordPane* session_ = nullptr;
    RecordPane* packets_ = nullptr;
};

}  // namespace hark::gui
