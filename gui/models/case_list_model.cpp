#include "gui/models/case_list_model.h"

#include <algorithm>
#include <utility>

namespace hark::gui {

namespace {

using Ids = std::vector<std::uint64_t>;

Lane laneOf(query::Subject subject) {
    switch (subject) {
        case query::Subject::Connections:
            return Lane::ConnectionList;
        case query::Subject::Sessions:
            return Lane::SessionList;
        case query::Subject::Cookies:
            return Lane::CookieList;
        default:
            return Lane::ExchangeList;
    }
}

base::Result<Ids> idsOf(query::Case& opened, query::Subject subject, const query::Filter& filter,
                        const query::Sort& sort) {
    switch (subject) {
        case query::Subject::Connections:
            return opened.connectionIds(filter, sort);
        case query::Subject::Sessions:
            return opened.sessionIds(filter, sort);
        case query::Subject::Cookies:
            return opened.cookieIds(filter, sort);
        default:
            return opened.exchangeIds(filter, sort);
    }
}

}  // namespace

CaseListModel::CaseListModel(CaseThread& cases, query::Subject subject, QObject* parent)
    : QAbstractTableModel(parent), cases_(cases), subject_(subject) {}

int CaseListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ids_.size());
}

void CaseListModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= columnCount()) return;
    const QLatin1String name = sortName(column);
    if (name.isEmpty()) return;
    const query::Sort wanted{name.data(), order == Qt::DescendingOrder};
    if (wanted.column == sort_.column && wanted.descending == sort_.descending) return;
    sort_ = wanted;
    ask();
}

void CaseListModel::setFilter(const query::Filter& filter) {
    filter_ = filter;
    ask();
}

void CaseListModel::refresh() {
    hasCase_ = true;
    // A case that grows faster than it is listed must not starve the list.
    if (isAsking_) {
        askAgain_ = true;
    } else {
        ask();
    }
}

void CaseListModel::clear() {
    ++generation_;
    hasCase_ = isAsking_ = askAgain_ = false;
    beginResetModel();
    ids_.clear();
    forgetRows();
    endResetModel();
}

std::optional<std::uint64_t> CaseListModel::idAt(int row) const {
    if (row < 0 || row >= rowCount()) return std::nullopt;
    return ids_[static_cast<std::size_t>(row)];
}

int CaseListModel::rowOf(std::uint64_t id) const {
    const auto found = std::find(ids_.begin(), ids_.end(), id);
    return found == ids_.end() ? -1 : static_cast<int>(found - ids_.begin());
}

void CaseListModel::ask() {
    if (!hasCase_) return;
    isAsking_ = true;
    askAgain_ = false;
    cases_.ask(
        laneOf(subject_), this,
        [filter = filter_, sort = sort_, subject = subject_](query::Case& opened) {
            return idsOf(opened, subject, filter, sort);
        },
        [this, generation = ++generation_](base::Result<Ids> ids) {
            if (generation != generation_) return;
            isAsking_ = false;
            if (ids) {
                take(std::move(ids).value());
                Q_EMIT listed();
            } else {
                Q_EMIT failed(QString::fromStdString(ids.error().message));
            }
            if (askAgain_) ask();
        });
}

void CaseListModel::take(Ids ids) {
    const bool isLonger =
        ids.size() >= ids_.size() && std::equal(ids_.begin(), ids_.end(), ids.begin());
    if (!isLonger) {
        beginResetModel();
        ids_ = std::move(ids);
        forgetRows();
        endResetModel();
        return;
    }
    const int before = rowCount();
    markRowsStale();
    if (ids.size() > ids_.size()) {
        beginInsertRows({}, before, static_cast<int>(ids.size()) - 1);
        ids_ = std::move(ids);
        endInsertRows();
    }
    if (before > 0) Q_EMIT dataChanged(index(0, 0), index(before - 1, columnCount() - 1));
}

}  // namespace hark::gui
