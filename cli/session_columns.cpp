#include "cli/session_columns.h"

#include <chrono>

#include <fmt/format.h>

#include "cli/cells.h"
#include "cli/session_words.h"
#include "cli/terminal.h"
#include "core/base/time.h"
#include "core/http/set_cookie.h"

namespace hark::cli {

namespace {

using namespace cells;  // NOLINT(google-build-using-namespace): the cells are all that follows
using query::CookieRow;
using query::LifeEventRow;
using query::SessionRow;

Cell count(std::uint64_t value) {
    return Cell::number(value);
}

Cell end(const SessionRow& row) {
    if (row.end == "none") return {row.end, "–"};
    return {row.end, row.endedBy ? fmt::format("{} [{}]", row.end, *row.endedBy) : row.end};
}

Cell clients(const SessionRow& row) {
    const std::string more = row.clients > 1 ? fmt::format(" +{}", row.clients - 1) : "";
    return {row.clientAddress, row.clientAddress + more};
}

Cell credential(const LifeEventRow& row) {
    if (!row.credential) return Cell::none();
    return Cell::string(row.credential->carrier + " " + row.credential->name);
}

// An attribute of the last Set-Cookie; none where no response set the cookie.
template <typename Read>
Cell attribute(const CookieRow& row, Read read) {
    if (row.setCookie.empty()) return Cell::none();
    const auto cookie = http::parseSetCookie(row.setCookie);
    return cookie ? read(*cookie) : Cell::none();
}

Cell sameSite(const http::SetCookie& cookie) {
    switch (cookie.sameSite) {
        case http::SameSite::Unset:
            return Cell::none();
        case http::SameSite::None:
            return Cell::string("None");
        case http::SameSite::Lax:
            return Cell::string("Lax");
        case http::SameSite::Strict:
            return Cell::string("Strict");
        case http::SameSite::Unknown:
            return Cell::string("unknown");
    }
    return Cell::none();
}

// "session" as RFC 6265bis has it: until the browser is closed.
Cell lifetime(const CookieRow& row) {
    return attribute(row, [&](const http::SetCookie& cookie) {
        const base::Timestamp received{base::Duration(row.setNs.value_or(0))};
        const auto expires = http::expiryOf(cookie, received);
        if (!expires) return Cell::string("session");
        const std::string iso = base::toIso8601(*expires);
        constexpr std::size_t kToMinutes = 16;
        std::string text = "until " + iso.substr(0, kToMinutes);
        text[text.find('T')] = ' ';
        return Cell{iso, text};
    });
}

}  // namespace

const std::vector<ListColumn<SessionRow>>& sessionColumns() {
    using R = const SessionRow&;
    static const std::vector<ListColumn<SessionRow>> kColumns{
        {{"id", true, false, 4}, [](R r) { return count(r.id); }, true},
        {{"started", false, false, 4}, [](R r) { return instant(r.startedNs); }, true},
        {{"last_seen", false, false, 4}, [](R r) { return instant(r.lastNs); }},
        {{"duration", true, false, 4}, [](R r) { return duration(r.durationNs()); }, true},
        {{"user", false, true, 8}, [](R r) { return text(r.user); }, true},
        {{"users", false, true, 8},
         [](R r) {
             return Cell{r.users, {}};
         }},
        {{"signed_in", false, false, 4}, [](R r) { return yes(r.isSignedIn); }},
        {{"adopted", false, false, 4}, [](R r) { return yes(r.isAdopted); }},
        {{"service", false, true, 16}, [](R r) { return text(r.service); }, true},
        {{"visitor", true, false, 4}, [](R r) { return count(r.visitor); }, true},
        {{"visitor_reason", false, true, 12}, [](R r) { return text(r.visitorReason); }},
        {{"client", false, false, 4}, [](R r) { return clients(r); }, true},
        {{"clients", true, false, 4}, [](R r) { return count(r.clients); }},
        {{"user_agent", false, true, 12}, [](R r) { return text(r.userAgent); }},
        {{"exchanges", true, false, 4}, [](R r) { return count(r.exchanges); }, true},
        {{"pages", true, false, 4}, [](R r) { return count(r.pages); }, true},
        {{"assets", true, false, 4}, [](R r) { return count(r.assets); }},
        {{"errors", true, false, 4}, [](R r) { return count(r.errors); }, true},
        {{"logins", true, false, 4}, [](R r) { return count(r.logins); }, true},
        {{"rotations", true, false, 4}, [](R r) { return count(r.rotations); }},
        {{"credentials", true, false, 4}, [](R r) { return count(r.credentials); }},
        {{"carried_by", false, true, 8}, [](R r) { return text(r.carriedBy); }, true},
        {{"state_kept", false, false, 4}, [](R r) { return text(r.stateKept); }},
        {{"request_bytes", true, false, 4}, [](R r) { return bytes(r.requestBytes); }},
        {{"response_bytes", true, false, 4}, [](R r) { return bytes(r.responseBytes); }},
        {{"connections", true, false, 4}, [](R r) { return count(r.connections); }},
        {{"reused", true, false, 4}, [](R r) { return count(r.reused); }},
        {{"blocked", true, false, 4}, [](R r) { return duration(r.blockedNs); }},
        {{"thinks", true, false, 4}, [](R r) { return count(r.thinks); }},
        {{"thinking", true, false, 4}, [](R r) { return duration(r.thinkingNs); }},
        {{"first_exchange", true, false, 4}, [](R r) { return count(r.firstExchange); }},
        {{"last_exchange", true, false, 4}, [](R r) { return count(r.lastExchange); }},
        {{"end", false, false, 4}, [](R r) { return end(r); }, true},
        {{"ended_by", true, false, 4}, [](R r) { return number(r.endedBy); }},
        {{"mark", false, false, 4}, [](R r) { return yes(r.note.isMarked); }},
        {{"note", false, true, 12}, [](R r) { return text(r.note.text); }},
    };
    return kColumns;
}

const std::vector<ListColumn<LifeEventRow>>& lifeEventColumns() {
    using R = const LifeEventRow&;
    static const std::vector<ListColumn<LifeEventRow>> kColumns{
        {{"session", true, false, 4}, [](R r) { return count(r.session); }, true},
        {{"event", false, false, 4}, [](R r) { return text(r.event); }, true},
        {{"exchange", true, false, 4}, [](R r) { return count(r.exchange); }, true},
        {{"connection", true, false, 4}, [](R r) { return count(r.connection); }},
        {{"ordinal", true, false, 4}, [](R r) { return number(r.ordinal); }},
        {{"client", false, false, 4}, [](R r) { return endpoint(r.client); }, true},
        {{"started", false, false, 4}, [](R r) { return instant(r.timeNs); }, true},
        {{"credential", false, true, 12}, [](R r) { return credential(r); }, true},
        {{"evidence", false, true, 20}, [](R r) { return text(r.evidence); }, true},
    };
    return kColumns;
}

const std::vector<ListColumn<CookieRow>>& cookieColumns() {
    using R = const CookieRow&;
    using C = const http::SetCookie&;
    static const std::vector<ListColumn<CookieRow>> kColumns{
        {{"id", true, false, 4}, [](R r) { return count(r.id); }},
        {{"service", false, true, 12}, [](R r) { return text(r.service); }, true},
        {{"carrier", false, false, 4}, [](R r) { return text(r.carrier); }},
        {{"name", false, true, 8}, [](R r) { return text(r.name); }, true},
        {{"class", false, false, 4}, [](R r) { return text(r.what); }, true},
        {{"lifetime", false, false, 4}, [](R r) { return lifetime(r); }, true},
        {{"secure", false, false, 4},
         [](R r) { return attribute(r, [](C c) { return yes(c.secure); }); },
         true},
        {{"http_only", false, false, 4},
         [](R r) { return attribute(r, [](C c) { return yes(c.httpOnly); }); },
         true},
        {{"same_site", false, false, 4}, [](R r) { return attribute(r, sameSite); }, true},
        {{"partitioned", false, false, 4},
         [](R r) { return attribute(r, [](C c) { return yes(c.partitioned); }); }},
        {{"domain", false, true, 8},
         [](R r) { return attribute(r, [](C c) { return text(std::string(c.domain)); }); }},
        {{"path", false, true, 6}, [](R r) { return text(r.path); }, true},
        {{"minted", true, false, 4}, [](R r) { return count(r.minted); }, true},
        {{"renewed", true, false, 4}, [](R r) { return count(r.renewed); }},
        {{"deleted", true, false, 4}, [](R r) { return count(r.deleted); }, true},
        {{"presented", true, false, 4}, [](R r) { return count(r.presented); }, true},
        {{"values", true, false, 4}, [](R r) { return count(r.values); }, true},
        {{"clients", true, false, 4}, [](R r) { return count(r.clients); }},
        {{"sessions", true, false, 4}, [](R r) { return count(r.sessions); }},
        {{"first_minted", true, false, 4}, [](R r) { return number(r.firstMinted); }, true},
        {{"last_minted", true, false, 4}, [](R r) { return number(r.lastMinted); }},
        {{"first_presented", true, false, 4}, [](R r) { return number(r.firstPresented); }},
        {{"last_presented", true, false, 4}, [](R r) { return number(r.lastPresented); }, true},
        {{"set_cookie", false, true, 12}, [](R r) { return text(r.setCookie); }},
        {{"why", false, true, 16}, [](R r) { return text(r.reasons); }, true},
    };
    return kColumns;
}

}  // namespace hark::cli
