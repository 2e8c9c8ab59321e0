#pragma once

#include <cstdint>

#include "core/session/facts.h"
#include "core/session/registry.h"

namespace hark::session {

/// How a login went, as far as its own answer tells.
enum class LoginOutcome : std::uint8_t { Succeeded, Failed, NextPageTells, Unknown };
/// `mints`: the answer sets or hands out a credential that the request hadn't.
[[nodiscard]] LoginOutcome outcomeOfLogin(const Facts& facts, bool mints);
/// Whether an answer says by its status alone that the session has run out: 408 as servlet
/// containers have it for a login that took too long, 419 of Laravel, 440 of IIS.
[[nodiscard]] bool saysExpired(const Facts& facts);

/// How a login went by the next page of its session; NextPageTells where it says nothing.
[[nodiscard]] LoginOutcome outcomeByNextPage(const PendingLogin& login, const Facts& facts);

/// Whether an answer that puts a fresh value in place of a live one ends the session rather than
/// rotating its credential (rules 4 and 5): the state before and after tells. `offeredLogout`: the
/// same page offered to log out when somebody was signed in.
[[nodiscard]] bool isExpiryByReplacement(const SessionState& session, bool offeredLogout,
                                         const Facts& facts);

/// Whether an answer without a fresh value is as if the credential weren't known.
[[nodiscard]] bool isExpirySuspected(const SessionState& session, const Facts& facts);
/// Whether a later answer takes that back.
[[nodiscard]] bool isExpiryRefuted(const PendingExpiry& expiry, const Facts& facts);

/// Whether a session ends here by a logout, though its credential isn't deleted.
[[nodiscard]] bool isLogout(const SessionState& session, const Facts& facts);

/// Whether the service turned down what was presented.
[[nodiscard]] bool isRefused(const Facts& facts);

}  // namespace hark::session
