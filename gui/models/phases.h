#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <QMetaType>

#include "core/query/bars.h"
#include "core/query/rows.h"

namespace hark::gui {

/// What an exchange waited for, in the order in which it happens.
enum class Phase : std::uint8_t { Dns, Connect, Tls, Send, Blocked, Wait, Receive };
constexpr std::size_t kPhaseCount = 7;

/// One exchange on the time scale of its capture, in nanoseconds.
struct Phases {
    std::array<std::int64_t, kPhaseCount> length{};  ///< 0 where not applicable or not known
    std::int64_t startNs = 0;                        ///< of the first phase
    std::optional<std::int64_t> firstByteNs;         ///< of the response
    bool isRunning = false;
    std::int64_t rangeBeginNs = 0;
    std::int64_t rangeEndNs = 0;

    [[nodiscard]] std::int64_t total() const {
        std::int64_t sum = 0;
        for (const std::int64_t part : length)
            sum += part;
        return sum;
    }
    [[nodiscard]] std::int64_t of(Phase phase) const {
        return length[static_cast<std::size_t>(phase)];
    }
    bool operator==(const Phases&) const = default;
};

/// Waiting behind earlier responses is the first part of the wait that rows tell; here each stands
/// for itself. Setting up the connection comes before the request's first byte.
[[nodiscard]] inline Phases phasesOf(const query::ExchangeRow& row) {
    const auto known = [](const std::optional<std::int64_t>& ns) {
        return ns && *ns > 0 ? *ns : std::int64_t{0};
    };
    Phases phases;
    const std::int64_t wait = known(row.waitNs);
    const std::int64_t blocked = known(row.blockedNs) < wait ? known(row.blockedNs) : wait;
    phases.length = {known(row.dnsNs), known(row.connectNs), known(row.tlsNs),    known(row.sendNs),
                     blocked,          wait - blocked,       known(row.receiveNs)};
    phases.startNs =
        row.startedNs - phases.of(Phase::Dns) - phases.of(Phase::Connect) - phases.of(Phase::Tls);
    if (row.waitNs) phases.firstByteNs = row.startedNs + phases.of(Phase::Send) + wait;
    phases.isRunning = row.isRunning;
    return phases;
}

/// As that of rows, to seven digits.
[[nodiscard]] inline Phases phasesOf(const query::Bar& bar) {
    const auto known = [&bar](query::Phase phase) {
        return static_cast<std::int64_t>(bar.phase(phase));
    };
    Phases phases;
    const std::int64_t wait = known(query::Phase::Wait);
    const std::int64_t blocked = std::min(known(query::Phase::Blocked), wait);
    phases.length = {known(query::Phase::Dns),
                     known(query::Phase::Connect),
                     known(query::Phase::Tls),
                     known(query::Phase::Send),
                     blocked,
                     wait - blocked,
                     known(query::Phase::Receive)};
    phases.startNs =
        bar.startedNs - phases.of(Phase::Dns) - phases.of(Phase::Connect) - phases.of(Phase::Tls);
    if (bar.phases[static_cast<std::size_t>(query::Phase::Wait)] >= 0) {
        phases.firstByteNs = bar.startedNs + phases.of(Phase::Send) + wait;
    }
    phases.isRunning = bar.has(query::Bar::kRunning);
    return phases;
}

}  // namespace hark::gui

Q_DECLARE_METATYPE(hark::gui::Phases)
