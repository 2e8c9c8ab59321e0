#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "core/session/facts.h"

namespace hark::session {

/// User agents: sets of sessions that something longer-lived joins.
class Visitors {
public:
    /// A visitor of whom nothing is known yet; from 1.
    std::uint32_t add();
    /// Goes on after these.
    void startAfter(std::uint64_t last);
    /// Says that both are the same; `reason` in words.
    void join(std::uint32_t one, std::uint32_t other, std::string_view reason);
    /// The visitor that holds a browser's value, so far nobody else's: joins whoever holds it.
    void hold(ValueKey value, std::uint32_t visitor, std::string_view reason);

    /// The lowest number of those that are the same.
    [[nodiscard]] std::uint32_t of(std::uint32_t visitor) const;
    /// Why it is the same as another with a lower number; empty where it isn't.
    [[nodiscard]] std::string_view reason(std::uint32_t visitor) const;

private:
    // Values that browsers hold; who comes later isn't joined by them.
    static constexpr std::size_t kHolders = 1'000'000;

    std::vector<std::uint32_t> parents_{0};
    absl::flat_hash_map<std::uint32_t, std::string> reasons_;  // of those that have a parent
    absl::flat_hash_map<ValueKey, std::uint32_t> holders_;
};

}  // namespace hark::session
