#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/query/case.h"

namespace hark::query {

/// What a place in the tree of services and paths sums up.
struct SiteFigures {
    std::uint64_t exchanges = 0;
    std::uint64_t errors = 0;    ///< 4xx, 5xx, and no response
    std::uint64_t bytes = 0;     ///< of content in both messages, as transferred
    std::int64_t slowestNs = 0;  ///< the longest duration
};

/// A place in that tree: a service, or a path at it with all that is below.
struct SitePlace {
    std::string service;  ///< scheme, host and port: "http://shop.example:8443"
    std::string path;     ///< as sent: "/cart"; empty: the whole service
};

/// One branch. All text is from traffic, but for the scheme as a rule.
struct SiteNode {
    SitePlace place;
    std::string name;          ///< the last segment of the path, or the service
    bool hasChildren = false;  ///< there are paths below
    SiteFigures figures;
};

/// The branches with the most exchanges, and what the others sum up to.
struct SiteNodes {
    /// No place tells more branches apart: those that come then are only counted.
    static constexpr std::size_t kBranches = std::size_t{1} << 16U;

    std::vector<SiteNode> nodes;
    std::uint64_t more = 0;  ///< branches that are not in `nodes`; at least, beyond kBranches
    SiteFigures rest;        ///< theirs
};

/// The services to which requests went that the filter selects.
[[nodiscard]] base::Result<SiteNodes> services(Case& from, const Filter& filter, std::size_t most);
/// What is below a place, by the next segment of the path (RFC 3986 section 3.3), without queries.
/// "/a" and what is below it are one branch; "/a/" is a branch of "/a" with an empty name. What is
/// no path ("*", and the authority of CONNECT) is a branch of its service.
[[nodiscard]] base::Result<SiteNodes> branches(Case& from, const Filter& filter,
                                               const SitePlace& place, std::size_t most);

/// The text of a filter that selects what is at a place and below, but compares as filters do,
/// without regard to case. Nothing where it would be longer than a filter may be.
[[nodiscard]] std::optional<std::string> filterFor(const SitePlace& place);

}  // namespace hark::query
