#include "core/query/redirects.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/text_map.h"
#include "core/http/uri_reference.h"
#include "core/query/head_lines.h"
#include "core/query/session_finder.h"
#include "core/query/term_conditions.h"

namespace hark::query {

namespace {

/// A redirect that nobody was seen to follow yet.
struct Open {
    std::uint64_t exchange = 0;
    std::uint64_t connection = 0;
    std::int64_t answeredNs = 0;  ///< when the client could know
    std::string url;              ///< where it leads
};

std::string locationOf(std::string_view bytes, std::string_view lines) {
    std::string location;
    anyHeadLine(bytes, lines, [&](std::string_view name, std::string_view value) {
        if (!base::equalsIgnoringCase(name, "location")) return false;
        location = value;
        return true;
    });
    return location;
}

// The redirects of a list, by id. False on failure.
bool readOpen(sqlite3* database, std::span<const std::uint64_t> ids, std::vector<Open>& found) {
    Rows rows(database,
              fmt::format("SELECT x.id, x.connection, x.started_ns + coalesce(x.send_ns, 0) + "
                          "coalesce(x.wait_ns, 0), {}, h.bytes, h.lines FROM exchange x JOIN head "
                          "h ON h.id = x.response_head WHERE x.id = ? AND x.status IN (301, 302, "
                          "303, 307, 308)",
                          kUrlSql));
    for (const std::uint64_t id : ids) {
        if (found.size() == RedirectLimits::kRedirects) break;
        rows.reset();
        rows.bind(id);
        if (!rows.step()) {
            if (rows.hasFailed()) return false;
            continue;
        }
        const std::string location = locationOf(rows.text(4), rows.text(5));
        if (location.empty()) continue;
        Open open{rows.number(0), rows.number(1), rows.integer(2),
                  http::resolveReference(rows.text(3), location)};
        if (!open.url.empty()) found.push_back(std::move(open));
    }
    std::sort(found.begin(), found.end(),
              [](const Open& a, const Open& b) { return a.exchange < b.exchange; });
    return !rows.hasFailed();
}

// Walks over the exchanges behind each redirect, once each.
class Follower {
public:
    Follower(sqlite3* database, std::vector<Open> open)
        : open_(std::move(open)),
          exchanges_(database, fmt::format("SELECT x.id, x.connection, x.started_ns, {} FROM "
                                           "exchange x WHERE x.id > ? ORDER BY x.id",
                                           kUrlSql)),
          isSameClient_(database,
                        "SELECT a.client_address = b.client_address AND a.scope = b.scope FROM "
                        "connection a, connection b WHERE a.id = ? AND b.id = ?"),
          sessions_(database) {}

    /// False on failure.
    bool run(std::vector<Redirect>& found) {
        std::uint64_t lookedAt = 0;
        for (std::size_t next = 0; next < open_.size();) {
            exchanges_.reset();
            exchanges_.bind(open_[next].exchange);
            add(next++);
            while (!waiting_.empty() && !hasFailed() && exchanges_.step()) {
                if (++lookedAt > RedirectLimits::kLookedAt) return true;
                const std::uint64_t id = exchanges_.number(0);
                expire(id);
                follow(id, found);
                while (next < open_.size() && open_[next].exchange <= id)
                    add(next++);
            }
            waiting_.clear();
            if (hasFailed()) return false;
        }
        return !hasFailed();
    }

private:
    void add(std::size_t index) {
        // Views of URLs: open_ stays as it is.
        waiting_[open_[index].url].push_back(index);
        lastOpened_ = open_[index].exchange;
    }
    // Drops all when the newest is too far behind; one by one they are passed over in fits().
    void expire(std::uint64_t id) {
        if (id > lastOpened_ + RedirectLimits::kAhead) waiting_.clear();
    }
    void follow(std::uint64_t id, std::vector<Redirect>& found) {
        const auto at = waiting_.find(exchanges_.text(3));
        if (at == waiting_.end()) return;
        auto& candidates = at->second;
        const auto fitting = std::find_if(candidates.begin(), candidates.end(),
                                          [&](std::size_t i) { return fits(open_[i], id); });
        if (fitting == candidates.end()) return;
        found.push_back({open_[*fitting].exchange, id});
        candidates.erase(fitting);
        if (candidates.empty()) waiting_.erase(at);
    }
    bool fits(const Open& open, std::uint64_t id) {
        const std::uint64_t connection = exchanges_.number(1);
        const std::int64_t later = exchanges_.integer(2) - open.answeredNs;
        if (later < 0 || later > RedirectLimits::kPatience.count()) return false;
        if (id > open.exchange + RedirectLimits::kAhead || hasFailed()) return false;
        isSameClient_.reset();
        isSameClient_.bind(open.connection).bind(connection);
        if (!isSameClient_.step() || isSameClient_.integer(0) == 0) return false;
        const auto session = sessions_.of(open.connection, open.exchange);
        return !session || session == sessions_.of(connection, id);
    }
    [[nodiscard]] bool hasFailed() const {
        return exchanges_.hasFailed() || isSameClient_.hasFailed() || sessions_.hasFailed();
    }

    const std::vector<Open> open_;
    Rows exchanges_;
    Rows isSameClient_;
    SessionFinder sessions_;
    absl::flat_hash_map<std::string_view, std::vector<std::size_t>, base::TextHash, std::equal_to<>>
        waiting_;  ///< by URL
    std::uint64_t lastOpened_ = 0;
};

}  // namespace

base::Result<std::vector<Redirect>> redirects(Case& from, std::span<const std::uint64_t> ids) {
    const Snapshot snapshot(from.database());
    std::vector<Open> open;
    if (!readOpen(from.database(), ids, open)) return from.failure();
    std::vector<Redirect> found;
    if (!Follower(from.database(), std::move(open)).run(found)) return from.failure();
    std::sort(found.begin(), found.end(),
              [](const Redirect& a, const Redirect& b) { return a.from < b.from; });
    return found;
}

}  // namespace hark::query
