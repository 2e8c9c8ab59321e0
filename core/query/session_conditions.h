#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/query/condition_builder.h"
#include "core/query/filter.h"

namespace hark::query {

/// What is asked of user sessions, and of what belongs to them, in the words of each subject: on
/// `exchange x`, `user_session s`, `life_event e` or `credential_name n`.
class SessionConditions : public ConditionBuilder {
protected:
    explicit SessionConditions(Subject subject) : subject_(subject) {}

    /// Without a range: any session.
    void matchSession(Comparison comparison, const std::optional<NumberRange>& range);
    void matchNoSession();
    void matchVisitor(Comparison comparison, const std::optional<NumberRange>& range);
    /// Any of the users that were logged in.
    void matchUser(const Pattern& pattern);
    void matchEvent(const Pattern& pattern);
    void matchCookieName(const Pattern& pattern, bool isSet);

    /// Opens a condition on `exchange x`: that of one that belongs to the subject.
    void openExchanges();
    void closeExchanges();

    Subject subject_;

private:
    /// How exchanges of sessions are found: a few by steps from each to the one before, many by
    /// asking for each exchange's session.
    enum class Reach : std::uint8_t { Few, Many };
    void openSessions(Reach reach);
    void closeSessions(Reach reach);
};

}  // namespace hark::query
