#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/query/session_rows.h"

namespace hark::query {

/// The cookies of one user agent, told from what it was sent and what it sent: RFC 6265bis
/// section 5.7 for those that were set, and section 5.8.3 for which of them a request must have
/// had. Told in the order of time.
///
/// That a Secure cookie came over http is no reason to leave it out: in front of the server that
/// was captured a proxy may speak https. A script that sets or deletes cookies is seen in the next
/// request alone.
class CookieJar {
public:
    struct Limits {
        /// What browsers hold for all sites together (RFC 6265bis section 6.1).
        std::size_t cookies = 3000;
    };

    explicit CookieJar(const Limits& limits) : limits_(limits) {}

    /// `host` has no port, `path` no query.
    struct Place {
        std::string_view host;
        std::string_view path;
        std::uint64_t exchange = 0;
    };
    /// A request with that Cookie field was sent there.
    void addSent(const Place& to, std::string_view cookieField);
    /// A response from there had that Set-Cookie field.
    void addSet(const Place& from, std::string_view setCookieField, base::Timestamp received);

    /// What is held at that time, by domain, path and name.
    [[nodiscard]] std::vector<HeldCookie> heldAt(base::Timestamp moment) const;

private:
    void add(HeldCookie cookie);

    Limits limits_;
    std::list<HeldCookie> cookies_;  // the least recently used first
};

}  // namespace hark::query
