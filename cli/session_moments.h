#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/query/rows.h"
#include "core/query/session_rows.h"

namespace hark::cli {

/// All that is told of a session; text is as it was in traffic.
struct SessionStory {
    query::SessionDetail detail;
    std::vector<query::SessionRow> siblings;    ///< its visitor's other sessions
    std::vector<query::ExchangeRow> exchanges;  ///< its own, in order; the first of them
    std::vector<query::ExchangeRow> others;     ///< of its events, but of other sessions or none
    std::string caseName;                       ///< for commands that tell more
};

/// Something that happened, in a sentence that is fit for a terminal. Exchanges stand in brackets,
/// "[42]", so that each statement can be checked.
struct Moment {
    std::int64_t timeNs = 0;
    std::string sentence;
};

/// What happened in a session, in the order of time: who came, what was asked for, the events of
/// its life and what changed. What happens again and again is told once, with how often.
[[nodiscard]] std::vector<Moment> momentsOf(const SessionStory& story);

}  // namespace hark::cli
