#pragma once

#include <cstdint>
#include <optional>

#include "gui/models/life_line.h"
#include "gui/models/paged_model.h"

namespace hark::gui {

/// A session with what happened in it.
struct SessionEntry : query::SessionRow {
    LifeLine life;
};

/// User sessions: who, where, for how long, and what happened, as a life line.
class SessionModel : public PagedModel<SessionEntry> {
    Q_OBJECT
public:
    enum Column : std::uint8_t {
        Session,  ///< an entry of two lines: see EntryRole
        Id,
        Start,
        Duration,
        Service,
        Client,
        Exchanges,
        Pages,
        Errors,
        Logins,
        Received,
        Sent,
        Clients,
        Connections,
        Visitor,
        CarriedBy,
        End,
        ColumnCount,
    };

    explicit SessionModel(CaseThread& cases, QObject* parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// From when starts are counted.
    void setOrigin(std::int64_t beginNs);
    /// That session belongs to what is selected elsewhere.
    void setLocated(std::optional<std::uint64_t> session);

protected:
    [[nodiscard]] QLatin1String sortName(int column) const override;
    [[nodiscard]] Read reader() const override;

private:
    [[nodiscard]] QString textOf(const SessionEntry& row, Column column) const;
    [[nodiscard]] QVariant entryOf(const SessionEntry& row, int role) const;

    std::int64_t beginNs_ = 0;
    std::optional<std::uint64_t> located_;
};

/// "ada", or that nobody logged in.
[[nodiscard]] QString userText(const query::SessionRow& session);
/// "shop.example:8443": without the scheme, which nearly all share.
[[nodiscard]] QString serviceText(std::string_view service);
/// How it ended: "logout", or a dash.
[[nodiscard]] QString endText(const query::SessionRow& session);

}  // namespace hark::gui
