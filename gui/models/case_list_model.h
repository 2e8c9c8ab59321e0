#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "core/query/case.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// A list of a case: the ids in order, asked for once per filter and sort. Rows are the business of
/// PagedModel. Nothing here waits for an answer; late ones carry an older generation and are
/// dropped.
class CaseListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role : std::uint16_t {
        IdRole = Qt::UserRole + 1,  ///< qulonglong
        StatusRole,                 ///< int; 0 for none
        PhasesRole,                 ///< Phases
        IsRunningRole,              ///< bool: more of it may come
    };

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    /// By what the column says; asks the case.
    void sort(int column, Qt::SortOrder order) override;

    void setFilter(const query::Filter& filter);
    /// The case is there, or has something new: more ids, or other contents of known rows. Until
    /// the first call nothing is asked for.
    void refresh();
    void clear();

    [[nodiscard]] std::optional<std::uint64_t> idAt(int row) const;
    /// -1 where it isn't listed.
    [[nodiscard]] int rowOf(std::uint64_t id) const;
    /// A new list is on its way.
    [[nodiscard]] bool isAsking() const { return isAsking_; }

Q_SIGNALS:
    /// What was asked for last is there.
    void listed();
    void failed(const QString& message);

protected:
    CaseListModel(CaseThread& cases, query::Subject subject, QObject* parent);

    /// Name of the column for query::Sort; empty where it can't be sorted by.
    [[nodiscard]] virtual QLatin1String sortName(int column) const = 0;
    virtual void forgetRows() = 0;
    virtual void markRowsStale() = 0;

    [[nodiscard]] CaseThread& cases() { return cases_; }
    [[nodiscard]] const std::vector<std::uint64_t>& ids() const { return ids_; }
    [[nodiscard]] bool isFiltered() const { return !filter_.selectsEverything(); }

private:
    using Ids = std::vector<std::uint64_t>;

    void ask();
    void take(Ids ids);

    CaseThread& cases_;
    query::Subject subject_;
    query::Filter filter_;
    query::Sort sort_;
    Ids ids_;
    std::uint64_t generation_ = 0;
    bool hasCase_ = false;
    bool isAsking_ = false;
    bool askAgain_ = false;
};

}  // namespace hark::gui
