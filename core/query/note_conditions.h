#pragma once

#include <functional>
#include <string_view>

#include "core/query/session_conditions.h"

namespace hark::query {

/// What is asked of the analyst's marks and notes. A connection or a session has those of its own,
/// and those of its exchanges.
class NoteConditions : public SessionConditions {
protected:
    using SessionConditions::SessionConditions;

    void matchMark();
    void matchNote(const Pattern& pattern);

private:
    /// `matches` adds a condition on `note`.
    void matchNotes(const std::function<void()>& matches);
};

}  // namespace hark::query
