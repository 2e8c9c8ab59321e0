#pragma once

#include <cstdint>
#include <optional>

#include <absl/container/flat_hash_map.h>

#include "core/query/database.h"

namespace hark::query {

/// Tells the user sessions of exchanges. Those of a connection mostly come in runs that belong to
/// one session, so the run that was found last for a connection is asked first; one is kept for
/// each connection that was asked about.
class SessionFinder {
public:
    explicit SessionFinder(sqlite3* database)
        : run_(database,
               "SELECT first_exchange, last_exchange, session FROM members WHERE connection = ? "
               "AND first_exchange <= ? ORDER BY first_exchange DESC LIMIT 1") {}

    /// Nothing where the exchange of that connection belongs to none, and after a failure, of which
    /// the database says no more once it does something else.
    std::optional<std::uint64_t> of(std::uint64_t connection, std::uint64_t exchange) {
        if (run_.hasFailed()) return std::nullopt;
        Run& run = runs_[connection];
        if (!run.holds(exchange)) {
            run_.reset();
            run_.bind(connection).bind(exchange);
            if (!run_.step()) return std::nullopt;
            run = {run_.number(0), run_.number(1), run_.number(2)};
        }
        if (!run.holds(exchange)) return std::nullopt;
        return run.session;
    }
    [[nodiscard]] bool hasFailed() const { return run_.hasFailed(); }

private:
    struct Run {
        std::uint64_t first = 1;
        std::uint64_t last = 0;
        std::uint64_t session = 0;
        [[nodiscard]] bool holds(std::uint64_t exchange) const {
            return exchange >= first && exchange <= last;
        }
    };
    Rows run_;
    absl::flat_hash_map<std::uint64_t, Run> runs_;
};

}  // namespace hark::query
