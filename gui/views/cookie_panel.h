#pragma once

#include <cstdint>
#include <optional>

#include <QWidget>

#include "core/query/cookie_history.h"
#include "core/query/rows.h"
#include "core/query/session_rows.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

class StoryList;
class StoryTabs;

/// One cookie from near: where it was minted and used, each of its changes, and what it was taken
/// for.
class CookiePanel : public QWidget {
    Q_OBJECT
public:
    explicit CookiePanel(CaseThread& cases, QWidget* parent = nullptr);

    void showCookie(std::uint64_t id);
    void refresh();
    void clear();
    /// From when times are counted.
    void setOrigin(std::int64_t beginNs);
    void locate(std::uint64_t exchange);

    [[nodiscard]] bool isAsking() const { return isAsking_; }
    [[nodiscard]] StoryTabs& tabs() { return *tabs_; }

Q_SIGNALS:
    void exchangeWanted(qulonglong id);
    void filterWanted(const QString& text);

private:
    struct Detail {
        query::CookieRow row;
        query::CookieHistory history;
    };
    [[nodiscard]] static base::Result<std::optional<Detail>> read(query::Case& opened,
                                                                  std::uint64_t id);

    CaseThread& cases_;
    StoryTabs* tabs_;
    StoryList* history_;
    StoryList* facts_;
    std::optional<std::uint64_t> id_;
    std::optional<std::uint64_t> located_;
    std::int64_t beginNs_ = 0;
    std::uint64_t generation_ = 0;
    bool isAsking_ = false;
};

}  // namespace hark::gui
