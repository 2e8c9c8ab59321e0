#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include "core/query/completion.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// What could be written at a place of a filter: names of the filter language, values that the case
/// has, or whole filters from before. Late answers are dropped.
class CompletionModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : std::uint16_t {
        HelpRole = Qt::UserRole + 1,  ///< what a name asks for, or how often a value occurs
    };
    /// A text with its cursor.
    struct Edit {
        QString text;
        int cursor = 0;
    };

    explicit CompletionModel(CaseThread& cases, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    /// Asks what could be written there; completed() follows.
    void complete(const Edit& edit);
    /// Lists whole filters instead.
    void offer(const QStringList& filters);
    void clear();
    /// The text with what that row says written into it.
    [[nodiscard]] Edit edited(int row) const;

Q_SIGNALS:
    void completed();

private:
    void put(Edit edit, query::CompletionPlace place, std::vector<query::Candidate> candidates);

    CaseThread& cases_;
    Edit edit_;
    query::CompletionPlace place_;
    std::vector<query::Candidate> candidates_;
    std::uint64_t generation_ = 0;
};

}  // namespace hark::gui
