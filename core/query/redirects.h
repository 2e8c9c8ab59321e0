#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/query/case.h"

namespace hark::query {

/// A response that sends the client elsewhere, and the exchange in which it went there.
struct Redirect {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    friend bool operator==(const Redirect&, const Redirect&) = default;
};

struct RedirectLimits {
    /// Browsers follow at once; half a minute is for a page that is fetched over a slow line.
    static constexpr base::Duration kPatience = std::chrono::seconds(30);
    /// So many exchanges of all clients are looked through for each.
    static constexpr std::uint64_t kAhead = 1000;
    /// And for all together: what a picture is waited for.
    static constexpr std::uint64_t kLookedAt = 300'000;
    /// Arrows in a picture: of more nobody sees one.
    static constexpr std::size_t kRedirects = 20'000;
};

/// For those of the list that are redirects (RFC 9110 section 15.4: 301, 302, 303, 307, 308 with
/// Location) the first exchange that follows it: of the same client, begun when the response had
/// come or later, of the same user session where it has one, with the URL that Location leads to
/// (http/uri_reference.h). Within RedirectLimits; in the order of `from`.
[[nodiscard]] base::Result<std::vector<Redirect>> redirects(Case& from,
                                                            std::span<const std::uint64_t> ids);

}  // namespace hark::query
