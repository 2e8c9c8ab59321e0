#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gui/models/paged_model.h"

namespace hark::gui {

/// Cookies of services: what each is for, how long it lives, what became of it.
class CookieModel : public PagedModel<query::CookieRow> {
    Q_OBJECT
public:
    enum Column : std::uint8_t {
        Cookie,  ///< an entry of two lines: see EntryRole
        Class,
        Service,
        Path,
        Minted,
        Renewed,
        Deleted,
        Presented,
        Values,
        Clients,
        Sessions,
        Lifetime,
        Secure,
        HttpOnly,
        SameSite,
        Domain,
        Why,
        ColumnCount,
    };

    explicit CookieModel(CaseThread& cases, QObject* parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// Exchanges of the cookie at its service; empty until the row is there.
    [[nodiscard]] QString filterOf(std::uint64_t cookie) const;
    /// Cookies of these names belong to what is selected elsewhere.
    void setLocated(std::vector<std::string> names);

protected:
    [[nodiscard]] QLatin1String sortName(int column) const override;
    [[nodiscard]] Read reader() const override { return &query::Case::cookieRows; }

private:
    [[nodiscard]] static QString textOf(const query::CookieRow& row, Column column);
    [[nodiscard]] bool isLocated(const query::CookieRow& row) const;

    std::vector<std::string> located_;
};

/// How a cookie's class is called: "session", "remember me".
[[nodiscard]] QString cookieClassText(std::string_view what);

}  // namespace hark::gui
