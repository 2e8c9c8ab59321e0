#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/query/case.h"

namespace hark::query {

/// The parts of an exchange's time, in their order. Dns, Connect and Tls lie before its start.
enum class Phase : std::uint8_t { Blocked, Dns, Connect, Tls, Send, Wait, Receive };
constexpr std::size_t kPhases = 7;

/// An exchange as a timeline draws it: what can be seen of it, and nothing to read. For figures to
/// the nanosecond ask for its ExchangeRow.
struct Bar {
    static constexpr std::uint16_t kReused = 1;      ///< not the first of its connection
    static constexpr std::uint16_t kIncomplete = 2;  ///< a message is not whole
    static constexpr std::uint16_t kGap = 4;         ///< bytes of it were not captured
    static constexpr std::uint16_t kRunning = 8;     ///< more may come, while the case grows
    static constexpr std::uint16_t kRedirect = 16;   ///< a status that sends elsewhere
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    std::uint64_t id = 0;
    std::int64_t startedNs = 0;
    /// Nanoseconds, to seven digits; below zero where not applicable or not known.
    std::array<float, kPhases> phases{};
    std::uint32_t connection = 0;
    std::uint32_t session = kNone;  ///< user session
    std::uint32_t ordinal = kNone;  ///< among its connection's requests
    std::uint32_t stream = kNone;   ///< of HTTP/2 and HTTP/3
    std::uint16_t status = 0;       ///< 0: none was captured
    std::uint16_t flags = 0;        ///< sum of the above

    [[nodiscard]] bool has(std::uint16_t flag) const { return (flags & flag) != 0; }
    /// In nanoseconds; 0 where there is no such phase.
    [[nodiscard]] float phase(Phase phase) const {
        const float length = phases[static_cast<std::size_t>(phase)];
        return length > 0 ? length : 0;
    }
};
static_assert(sizeof(Bar) <= 64);

/// A connection as a timeline draws it.
struct ConnectionBar {
    std::uint64_t id = 0;
    std::int64_t startedNs = 0;
    std::optional<std::int64_t> handshakeNs;  ///< how long it took, where it was seen
    std::int64_t endedNs = 0;                 ///< its last packet, so far where it is open
    bool startSeen = false;                   ///< else it began before the capture
    bool isOpen = false;
};

/// In the order of the ids; an id that is not there is left out.
[[nodiscard]] base::Result<std::vector<Bar>> bars(Case& from, std::span<const std::uint64_t> ids);
/// Of all that the filter selects, by id; the first `most`.
[[nodiscard]] base::Result<std::vector<Bar>> bars(Case& from, const Filter& filter,
                                                  std::size_t most);
/// In the order of the ids. Those of a range of time: Case::connectionIds() of after: and before:.
[[nodiscard]] base::Result<std::vector<ConnectionBar>> connectionBars(
    Case& from, std::span<const std::uint64_t> ids);

}  // namespace hark::query
