#pragma once

#include <cstdint>

#include "gui/models/paged_model.h"

namespace hark::gui {

/// Exchanges, one a row. Cells are text for display; StatusRole, PhasesRole and IsRunningRole are
/// for delegates.
class ExchangeModel : public PagedModel<query::ExchangeRow> {
    Q_OBJECT
public:
    enum Column : std::uint8_t {
        Id,
        Start,
        Method,
        Host,
        Target,
        Status,
        Type,
        Size,
        Duration,
        Timeline,
        ColumnCount,
    };

    explicit ExchangeModel(CaseThread& cases, QObject* parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// Null where it isn't listed, or not there yet.
    [[nodiscard]] const query::ExchangeRow* rowOfId(std::uint64_t id) const {
        const int place = rowOf(id);
        return place < 0 ? nullptr : row(place);
    }

    /// That of the capture. Starts are counted from its beginning; the time scale spans all of it,
    /// or, where a filter leaves few enough exchanges to be measured, those.
    void setRange(std::int64_t beginNs, std::int64_t endNs);

protected:
    [[nodiscard]] QLatin1String sortName(int column) const override;
    [[nodiscard]] Read reader() const override { return &query::Case::exchangeRows; }

private:
    [[nodiscard]] QString textOf(const query::ExchangeRow& row, Column column) const;
    [[nodiscard]] static QString toolTipOf(const query::ExchangeRow& row, Column column);

    struct Range {
        std::int64_t beginNs = 0;
        std::int64_t endNs = 0;
        bool operator==(const Range&) const = default;
    };
    void measure();
    void setScale(const Range& scale);

    Range capture_;
    Range scale_;
    std::uint64_t measured_ = 0;  ///< counts questions, so that late answers are known
};

}  // namespace hark::gui
