#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/boxed.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/session/uses.h"

namespace hark::session {

/// Something that a message shows of the application's state; see StateRow.
struct Note {
    std::string name;
    std::string value;
};

/// What a message's words say about logging in and out.
struct Signs {
    bool isLoginAttempt : 1 = false;   ///< a password is sent
    bool isLogoutRequest : 1 = false;  ///< target or form speak of logging out
    bool isUnsafe : 1 = false;         ///< a method that changes something (RFC 9110 section 9.2.1)
    bool isPage : 1 = false;           ///< a document that a person asked for
    bool isAsset : 1 = false;
    bool isRedirect : 1 = false;
    bool redirectsToLogin : 1 = false;  ///< the Location speaks of logging in
    bool targetsLogin : 1 = false;      ///< the request's target does
    bool hasPasswordInput : 1 = false;  ///< the response's page asks for a password
    bool hasLogoutLink : 1 = false;     ///< the response's page offers to log out
    bool isInspected : 1 = false;       ///< the response's content was looked into
    bool hasResponse : 1 = false;
    bool challenges : 1 = false;  ///< WWW-Authenticate
    bool refreshes : 1 = false;   ///< a token is sent to get a fresh one
    bool repeats : 1 = false;     ///< fields of the request are those of the one before
    bool isReused : 1 = false;    ///< not the first of its connection
    bool isRefused : 1 = false;   ///< the content says so: a JSON with error, success: false …
};

/// What few exchanges show.
struct RareFacts {
    std::string user;                  ///< that a login names
    std::vector<Note> notes;           ///< of what a form sends
    std::uint64_t location = 0;        ///< a hash of a redirect's path; 0 where there is none
    std::uint32_t usesPassedOver = 0;  ///< beyond limits
};

/// What one exchange shows, as far as sessions are concerned; small, since many are kept, and in as
/// few lines of a cache as can be.
struct alignas(64) Facts {
    base::ExchangeId exchange;
    base::ConnectionId connection;
    base::ExchangeId previous;  ///< that began before it on the connection; may be none
    std::uint32_t service = 0;
    std::uint32_t client = 0;
    base::Timestamp requested;  ///< the request's first byte
    base::Timestamp responded;  ///< the response's first byte; the request's where there is none
    base::Timestamp ended;      ///< the last byte of either
    std::uint16_t status = 0;   ///< 0: no response
    Signs signs;
    std::uint8_t topics = 0;  ///< of the path; see words.h
    std::uint64_t path = 0;   ///< a hash of the target's path
    base::Duration blocked{0};
    std::uint64_t requestBytes = 0;
    std::uint64_t responseBytes = 0;
    Uses uses;
    base::Boxed<RareFacts> rare;
};

}  // namespace hark::session
