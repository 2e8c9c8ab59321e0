#include "core/query/site_tree.h"

#include <algorithm>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/base/text_map.h"
#include "core/query/exchange_scan.h"
#include "core/query/filter_text.h"
#include "core/query/target_path.h"

namespace hark::query {

namespace {

constexpr std::string_view kColumns =
    "x.origin, x.flags, x.duration_ns, x.target, x.status, x.request_body_bytes, "
    "x.response_body_bytes";
constexpr int kOrigin = 0;
constexpr int kTarget = 3;

void add(const SiteFigures& more, SiteFigures& sum) {
    sum.exchanges += more.exchanges;
    sum.errors += more.errors;
    sum.bytes += more.bytes;
    sum.slowestNs = std::max(sum.slowestNs, more.slowestNs);
}

SiteFigures figuresOf(const Rows& rows) {
    return {1, isError(rows.integer(4), static_cast<unsigned>(rows.number(1))) ? 1U : 0U,
            rows.number(5) + rows.number(6), rows.integer(2)};
}

// Moves the `most` frequent ones to the front, in order, and sums up the others.
void keepMost(std::size_t most, SiteNodes& made) {
    std::sort(made.nodes.begin(), made.nodes.end(), [](const SiteNode& a, const SiteNode& b) {
        return a.figures.exchanges != b.figures.exchanges
                   ? a.figures.exchanges > b.figures.exchanges
                   : a.place.path + a.name < b.place.path + b.name;
    });
    if (made.nodes.size() <= most) return;
    made.more += made.nodes.size() - most;
    for (std::size_t i = most; i < made.nodes.size(); ++i)
        add(made.nodes[i].figures, made.rest);
    made.nodes.resize(most);
}

/// The next segment of a path below a place.
struct Step {
    std::string_view name;
    std::string_view path;  ///< up to and with it
    bool goesOn = false;
};

std::optional<Step> stepBelow(std::string_view place, std::string_view path) {
    if (!path.starts_with(place)) return std::nullopt;
    const std::string_view rest = path.substr(place.size());
    if (!rest.starts_with('/')) {
        if (!place.empty() || path.empty()) return std::nullopt;
        return Step{path, path, false};  // "*", or an authority
    }
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    return Step{rest.substr(1, end - 1), path.substr(0, place.size() + end), end < rest.size()};
}

}  // namespace

base::Result<SiteNodes> services(Case& from, const Filter& filter, std::size_t most) {
    sqlite3* database = from.database();
    const Snapshot snapshot(database);
    absl::flat_hash_map<std::uint64_t, SiteFigures> byOrigin;
    Rows rows = scanExchanges(database, kColumns, filter);
    while (rows.step()) {
        if (!rows.isNull(kOrigin)) add(figuresOf(rows), byOrigin[rows.number(kOrigin)]);
    }
    if (rows.hasFailed()) return from.failure();
    SiteNodes made;
    Rows origins(database, "SELECT id, prefix FROM origin");
    while (origins.step()) {
        const auto known = byOrigin.find(origins.number(0));
        if (known == byOrigin.end()) continue;
        const std::string prefix = origins.string(1);
        made.nodes.push_back({{prefix, ""}, prefix, true, known->second});
    }
    if (origins.hasFailed()) return from.failure();
    keepMost(most, made);
    return made;
}

base::Result<SiteNodes> branches(Case& from, const Filter& filter, const SitePlace& place,
                                 std::size_t most) {
    sqlite3* database = from.database();
    const Snapshot snapshot(database);
    Rows origin(database, "SELECT id FROM origin WHERE prefix = ?");
    origin.bind(std::string_view(place.service));
    SiteNodes made;
    if (!origin.step()) {
        if (origin.hasFailed()) return from.failure();
        return made;
    }
    const std::uint64_t wanted = origin.number(0);
    base::TextMap<std::size_t> byPath;  // places in `nodes`
    Rows rows = scanExchanges(database, kColumns, filter);
    while (rows.step()) {
        if (rows.number(kOrigin) != wanted) continue;
        const auto step = stepBelow(place.path, pathOfTarget(rows.text(kTarget)));
        if (!step) continue;
        auto known = byPath.find(step->path);
        if (known == byPath.end()) {
            if (made.nodes.size() == SiteNodes::kBranches) {
                add(figuresOf(rows), made.rest);
                made.more = 1;
                continue;
            }
            known = byPath.emplace(step->path, made.nodes.size()).first;
            made.nodes.push_back(
                {{place.service, std::string(step->path)}, std::string(step->name), false, {}});
        }
        SiteNode& node = made.nodes[known->second];
        add(figuresOf(rows), node.figures);
        node.hasChildren |= step->goesOn;
    }
    if (rows.hasFailed()) return from.failure();
    keepMost(most, made);
    return made;
}

std::optional<std::string> filterFor(const SitePlace& place) {
    std::string text = "service:" + filterValue(place.service);
    if (!place.path.empty()) {
        text += fmt::format(" (path:{} or path:{}*)", filterValue(place.path),
                            filterValue(place.path + "/"));
    }
    if (text.size() > FilterLimits::kBytes) return std::nullopt;
    return text;
}

}  // namespace hark::query
