#pragma once

#include <cstdint>

#include "gui/models/paged_model.h"

namespace hark::gui {

/// Connections as keep-alive sessions: what each carried, what its reuse saved, how it ended.
class ConnectionModel : public PagedModel<query::ConnectionRow> {
    Q_OBJECT
public:
    enum Column : std::uint8_t {
        Id,
        Start,
        Client,
        Server,
        Protocol,
        Duration,
        Handshake,
        Exchanges,
        Reused,
        Idle,
        Blocked,
        End,
        Loss,
        ColumnCount,
    };

    explicit ConnectionModel(CaseThread& cases, QObject* parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// From when starts are counted.
    void setOrigin(std::int64_t beginNs);

protected:
    [[nodiscard]] QLatin1String sortName(int column) const override;
    [[nodiscard]] Read reader() const override { return &query::Case::connectionRows; }

private:
    [[nodiscard]] QString textOf(const query::ConnectionRow& row, Column column) const;
    [[nodiscard]] static QString endText(const query::ConnectionRow& row);
    [[nodiscard]] static QString lossText(const query::ConnectionRow& row);
    [[nodiscard]] static QString toolTipOf(const query::ConnectionRow& row, Column column);

    std::int64_t beginNs_ = 0;
};

}  // namespace hark::gui
