#pragma once

#include <cstdint>
#include <optional>

#include <QWidget>

#include "core/query/rows.h"
#include "core/query/session_rows.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

class StoryList;
class StoryTabs;

/// One session from near: its story, what carried it, the cookies that its user agent held, its
/// figures.
class SessionPanel : public QWidget {
    Q_OBJECT
public:
    explicit SessionPanel(CaseThread& cases, QWidget* parent = nullptr);

    void showSession(std::uint64_t id);
    void refresh();
    void clear();
    /// From when times are counted.
    void setOrigin(std::int64_t beginNs);
    /// The story shows where that exchange is, and the jar is that of its end; without one, or
    /// where it is of another session, the jar is that of the session's end.
    void locate(const std::optional<query::ExchangeRow>& exchange);

    [[nodiscard]] bool isAsking() const { return isAsking_ || isAskingJar_; }
    [[nodiscard]] StoryTabs& tabs() { return *tabs_; }

Q_SIGNALS:
    void exchangeWanted(qulonglong id);
    void filterWanted(const QString& text);

private:
    /// When the jar is looked into.
    struct Moment {
        std::int64_t ns = 0;
        std::optional<std::uint64_t> exchange;
    };
    void take(const query::SessionDetail& session);
    void askForJar();
    [[nodiscard]] Moment jarMoment() const;

    CaseThread& cases_;
    StoryTabs* tabs_;
    StoryList* story_;
    StoryList* credentials_;
    StoryList* jar_;
    StoryList* figures_;
    std::optional<std::uint64_t> id_;
    std::int64_t beginNs_ = 0;
    std::int64_t lastNs_ = 0;
    std::optional<Moment> located_;
    std::uint64_t generation_ = 0;
    std::uint64_t jarGeneration_ = 0;
    bool isAsking_ = false;
    bool isAskingJar_ = false;
};

}  // namespace hark::gui
