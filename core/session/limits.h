#pragma once

#include <cstddef>
#include <cstdint>

namespace hark::session {

/// What the session stage keeps and looks into at most. Whatever is beyond is counted.
struct Limits {
    /// Of one content, decoded: logins, tokens and the links of a page come early, and large
    /// contents are downloads.
    std::size_t inspectedContent = 128 * 1024;
    /// Contents that are being collected at once, over all exchanges: a few thousand pages.
    std::size_t collectedContents = 32 * 1024 * 1024;
    /// Exchanges that wait to be linked in the order of time, and by names that are known better:
    /// 128 bytes each, and what they don't share with others.
    std::size_t openFacts = 8 * 1024;
    /// Texts of values that are kept for what may come, before those that were told are dropped.
    std::size_t openValues = 32 * 1024;
    /// Values in one exchange, as credentials go: browsers send at most 180 cookies for a site.
    std::size_t usesOfMessage = 256;
    /// Tokens that a page or a JSON content hands out.
    std::size_t issuedInContent = 64;
    /// Names of cookies and parameters, over all services.
    std::size_t names = 20'000;
    /// Longest name that is followed.
    std::size_t nameBytes = 256;
    /// Distinct values counted for all names together, some 50 bytes each.
    std::size_t valuesOfNames = 500'000;
    /// Longest value that is taken for a credential: what browsers take for a cookie.
    std::size_t valueBytes = 4096;
    /// Distinct values counted for one name; more say no more about it.
    std::size_t valuesOfName = 4096;
    /// Services and clients (address and user agent) that are told apart.
    std::size_t services = 50'000;
    std::size_t clients = 500'000;
    /// Credentials that are followed at once, some 800 bytes each with a session of its own;
    /// when there are more, the half that wasn't used for longest is forgotten.
    std::size_t credentials = 200'000;
    /// Pages that are known to offer a logout; a large site has that many.
    std::size_t logoutPages = 65'536;
    /// Items of state told of one session: what a person does in a day.
    std::size_t statesOfSession = 1000;
    /// Clients told of one session; more are a service's own business.
    std::size_t clientsOfSession = 64;
    /// User names told of one session.
    std::size_t usersOfSession = 16;
};

}  // namespace hark::session
