#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <utility>

namespace hark::base {

/// A number that can't be taken for another kind of number. Zero means "none".
template <typename Tag>
struct Id {
    std::uint64_t value = 0;

    [[nodiscard]] constexpr bool isSet() const { return value != 0; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;

    template <typename H>
    friend H AbslHashValue(H state, const Id& id) {
        return H::combine(std::move(state), id.value);
    }
};

/// In the order of the connections' first packets, from 1, for one case.
using ConnectionId = Id<struct ConnectionTag>;
/// Gives out the ids of the connections of a case, whatever transport they use.
class ConnectionIds {
public:
    explicit ConnectionIds(std::uint64_t last = 0) : last_(last) {}
    ConnectionId next() { return {++last_}; }
    [[nodiscard]] std::uint64_t last() const { return last_; }

private:
    std::uint64_t last_;
};

/// In the order in which the first bytes of the requests could be read, from 1, for one case.
using ExchangeId = Id<struct ExchangeTag>;

/// User sessions, in the order of their first exchanges, from 1, for one case.
using SessionId = Id<struct SessionTag>;
/// Values by which clients make themselves recognised, in the order in which they were first seen.
using CredentialId = Id<struct CredentialTag>;

/// Where a byte came from: the `number`th packet (from 1) of the `capture`th input (from 1).
struct PacketRef {
    std::uint32_t capture = 0;
    std::uint64_t number = 0;

    [[nodiscard]] constexpr bool isSet() const { return number != 0; }
    friend constexpr auto operator<=>(const PacketRef&, const PacketRef&) = default;
};

}  // namespace hark::base
