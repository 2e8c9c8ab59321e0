#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include <QTimer>

#include "gui/models/case_list_model.h"
#include "gui/models/page_cache.h"

namespace hark::gui {

/// Rows behind a list of ids, read page by page when they are looked at.
template <typename Row>
class PagedModel : public CaseListModel {
protected:
    PagedModel(CaseThread& cases, query::Subject subject, QObject* parent)
        : CaseListModel(cases, subject, parent) {
        asking_.setSingleShot(true);
        connect(&asking_, &QTimer::timeout, this, [this] { askForPages(); });
    }
    using Rows = std::vector<Row>;

    /// Runs on the thread that owns the case.
    using Read = std::function<base::Result<Rows>(query::Case&, std::span<const std::uint64_t>)>;
    [[nodiscard]] virtual Read reader() const = 0;

    /// Null while the row is on its way; then dataChanged() tells when it is there.
    [[nodiscard]] const Row* row(int index) const {
        const Row* found = cache_.row(index);
        // data() may be called from within painting: the question waits until that is over.
        if (!asking_.isActive() && cache_.wantsMore()) asking_.start();
        return found;
    }

    void forgetRows() override {
        cache_.clear();
        ++generation_;
    }
    void markRowsStale() override {
        cache_.markStale();
        ++generation_;
    }

private:
    void askForPages() {
        while (const auto number = cache_.nextWanted()) {
            const auto begin = static_cast<std::size_t>(*number) * PageLimits::kRows;
            if (begin >= ids().size()) {
                cache_.giveUp(*number);
                continue;
            }
            const std::size_t end = std::min(begin + PageLimits::kRows, ids().size());
            std::vector<std::uint64_t> asked(ids().begin() + static_cast<std::ptrdiff_t>(begin),
                                             ids().begin() + static_cast<std::ptrdiff_t>(end));
            const auto readAll = [asked, read = reader()](query::Case& opened) {
                return read(opened, asked);
            };
            cases().ask(
                Lane::Rows, this, readAll,
                [this, asked, number = *number, generation = generation_](base::Result<Rows> rows) {
                    if (generation != generation_) return;
                    takePage(number, asked, std::move(rows));
                });
        }
    }

    void takePage(int number, const std::vector<std::uint64_t>& asked, base::Result<Rows> rows) {
        if (!rows) {
            cache_.giveUp(number);
            Q_EMIT failed(QString::fromStdString(rows.error().message));
            return;
        }
        cache_.put(number, aligned(asked, std::move(rows).value()));
        const int first = number * PageLimits::kRows;
        const int last = first + static_cast<int>(asked.size()) - 1;
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
        askForPages();
    }

    // The case leaves out what is not there; here every id has its place.
    static Rows aligned(const std::vector<std::uint64_t>& asked, Rows rows) {
        if (rows.size() == asked.size()) return rows;
        Rows made(asked.size());
        std::size_t from = 0;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            made[i].id = asked[i];
            if (from < rows.size() && rows[from].id == asked[i]) made[i] = std::move(rows[from++]);
        }
        return made;
    }

    mutable PageCache<Row> cache_;
    mutable QTimer asking_;
    std::uint64_t generation_ = 0;
};

}  // namespace hark::gui
