#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hark::gui {

/// Bounds on what a list keeps of a case of any size.
struct PageLimits {
    static constexpr int kRows = 256;          ///< a page; a few milliseconds of reading
    static constexpr std::size_t kPages = 64;  ///< 16,384 rows, some ten megabytes
    static constexpr std::size_t kAsked = 2;   ///< at work at once
    static constexpr std::size_t kWanted = 8;  ///< waiting; older wishes were scrolled past
};

/// Pages of rows, the least recently used dropped first, and which pages to ask for next. A page
/// that is out of date stays until its successor is there. Knows neither case nor thread.
template <typename Row>
class PageCache {
public:
    /// Null where the page isn't there; then, and where it is out of date, the page is wanted.
    const Row* row(int index) {
        const int number = index / PageLimits::kRows;
        const auto found = pages_.find(number);
        if (found == pages_.end() || found->second.isStale) want(number);
        if (found == pages_.end()) return nullptr;
        recent_.splice(recent_.begin(), recent_, found->second.recent);
        const auto at = static_cast<std::size_t>(index % PageLimits::kRows);
        return at < found->second.rows.size() ? &found->second.rows[at] : nullptr;
    }

    [[nodiscard]] bool wantsMore() const {
        return !wanted_.empty() && asked_.size() < PageLimits::kAsked;
    }
    /// What to read next; the latest wish first.
    std::optional<int> nextWanted() {
        if (!wantsMore()) return std::nullopt;
        const int number = wanted_.back();
        wanted_.pop_back();
        asked_.insert(number);
        return number;
    }

    void put(int number, std::vector<Row> rows) {
        asked_.erase(number);
        if (const auto old = pages_.find(number); old != pages_.end()) {
            recent_.erase(old->second.recent);
            pages_.erase(old);
        }
        recent_.push_front(number);
        pages_[number] = Page{std::move(rows), recent_.begin(), false};
        while (pages_.size() > PageLimits::kPages) {
            pages_.erase(recent_.back());
            recent_.pop_back();
        }
    }
    /// The page could not be read; it may be asked for again.
    void giveUp(int number) { asked_.erase(number); }

    /// The same rows may say something else now. Answers under way are of the time before.
    void markStale() {
        for (auto& [number, page] : pages_)
            page.isStale = true;
        asked_.clear();
    }
    void clear() {
        pages_.clear();
        recent_.clear();
        wanted_.clear();
        asked_.clear();
    }

private:
    struct Page {
        std::vector<Row> rows;
        std::list<int>::iterator recent;
        bool isStale = false;
    };

    void want(int number) {
        if (asked_.contains(number)) return;
        if (const auto again = std::find(wanted_.begin(), wanted_.end(), number);
            again != wanted_.end()) {
            wanted_.erase(again);
        }
        wanted_.push_back(number);
        if (wanted_.size() > PageLimits::kWanted) wanted_.pop_front();
    }

    std::map<int, Page> pages_;
    std::list<int> recent_;
    std::deque<int> wanted_;
    std::set<int> asked_;
};

}  // namespace hark::gui
