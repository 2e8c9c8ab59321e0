#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <QString>

#include "core/query/bars.h"
#include "core/query/redirects.h"
#include "core/query/session_rows.h"
#include "gui/models/life_sign.h"
#include "gui/models/time_scale.h"

namespace hark::gui {

struct TimelineLimits {
    /// Exchanges in one picture: some 80 MB.
    static constexpr std::size_t kBars = 1'000'000;
    /// Exchanges of a connection that run at once stand below each other in so many tracks; what is
    /// beyond shares the last one.
    static constexpr std::uint32_t kTracks = 8;
    /// Life events: more signs than anybody looks at.
    static constexpr std::size_t kEvents = 20'000;
    /// Sessions with the name of their user; the others have a number. Rows of sessions cost more
    /// than all else in the picture.
    static constexpr std::size_t kNamed = 2'000;
};

/// One line of the picture: what a session is, or one track of a connection.
struct TimelineRow {
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    std::uint32_t session = 0;       ///< index into sessions(), for headings and lanes alike
    std::uint32_t lane = kNone;      ///< index into lanes(); none: a heading
    std::uint32_t track = 0;         ///< of the lane
    std::size_t begin = 0, end = 0;  ///< of bars(); for headings an empty range
    [[nodiscard]] bool isHeading() const { return lane == kNone; }
};

/// A connection, as far as it serves one session.
struct TimelineLane {
    query::ConnectionBar connection;
    bool isKnown = false;  ///< else `connection` has an id only
    bool isFirst = false;  ///< of the connection's lanes: this one starts with the handshake
    std::size_t exchanges = 0;
};

struct TimelineEvent {
    LifeSign sign = LifeSign::Minted;
    std::int64_t timeNs = 0;
    std::uint64_t exchange = 0;
    std::uint32_t session = 0;  ///< its id
    QString evidence;           ///< fit to be shown
};

struct TimelineSession {
    std::uint32_t id = query::Bar::kNone;  ///< none: the exchanges that belong to no session
    QString user;                          ///< fit to be shown; may be empty, as the next
    QString service;
    std::size_t exchanges = 0;
    std::size_t firstEvent = 0, endEvent = 0;
};

/// From where to where an arrow goes: indexes of bars, and of the rows that these are in.
struct TimelineArrow {
    std::size_t from = 0, to = 0;
    std::size_t fromRow = 0, toRow = 0;
};

/// What a timeline is made of, as the case has it.
struct TimelineParts {
    std::vector<query::Bar> bars;
    std::vector<query::ConnectionBar> connections;
    std::vector<query::Redirect> redirects;
    std::vector<query::LifeEventRow> events;
    std::vector<query::SessionRow> sessions;
};

/// Exchanges arranged in lanes: sessions in order, the connections of each in order, at last those
/// of no session. Never changes once it is made, and may be made on any thread.
class Timeline {
public:
    static constexpr std::int64_t kOpenEnd = INT64_MAX;

    Timeline() = default;
    explicit Timeline(TimelineParts parts);

    /// In the order of the rows, in each by time.
    [[nodiscard]] std::span<const query::Bar> bars() const { return bars_; }
    [[nodiscard]] std::span<const TimelineRow> rows() const { return rows_; }
    [[nodiscard]] std::span<const TimelineLane> lanes() const { return lanes_; }
    [[nodiscard]] std::span<const TimelineSession> sessions() const { return sessions_; }
    /// By session, in each by time.
    [[nodiscard]] std::span<const TimelineEvent> events() const { return events_; }
    [[nodiscard]] std::span<const TimelineArrow> arrows() const { return arrows_; }
    /// Over all bars and their handshakes. Nothing where there are no bars.
    [[nodiscard]] const TimeRange& extent() const { return extent_; }

    /// When the last byte came; kOpenEnd where more may come.
    [[nodiscard]] static std::int64_t endOf(const query::Bar& bar);
    /// 4xx, 5xx, and that no response came.
    [[nodiscard]] static bool isError(const query::Bar& bar);
    /// The latest end among the bars of a row up to this one. It never falls along a row, so that
    /// one can look for it by halves.
    [[nodiscard]] std::int64_t reachOf(std::size_t bar) const { return reach_[bar]; }
    [[nodiscard]] std::uint32_t errorsIn(std::size_t begin, std::size_t end) const {
        return errors_[end] - errors_[begin];
    }

    [[nodiscard]] std::optional<std::size_t> indexOf(std::uint64_t exchange) const;
    [[nodiscard]] std::size_t rowOf(std::size_t bar) const;
    /// The exchange before or behind in time, whatever its lane; by steps of 1 or -1.
    [[nodiscard]] std::optional<std::size_t> neighbour(std::size_t bar, int step) const;
    [[nodiscard]] std::optional<std::size_t> firstInTime() const;
    [[nodiscard]] std::optional<std::size_t> lastInTime() const;
    /// In a row, the bar that begins nearest to a moment.
    [[nodiscard]] std::optional<std::size_t> nearest(const TimelineRow& row, std::int64_t ns) const;

private:
    void arrange(const std::vector<query::ConnectionBar>& connections);
    void addSession(std::uint32_t id);
    void addLane(std::size_t begin, std::size_t end);
    void addSums();
    void addStory(const TimelineParts& parts);
    void addArrows(const std::vector<query::Redirect>& redirects);

    std::vector<query::Bar> bars_;
    std::vector<TimelineRow> rows_;
    std::vector<TimelineLane> lanes_;
    std::vector<TimelineSession> sessions_;
    std::vector<TimelineEvent> events_;
    std::vector<TimelineArrow> arrows_;
    std::vector<std::int64_t> reach_;
    std::vector<std::uint32_t> errors_;  ///< in all bars before; one more than there are bars
    std::vector<std::uint32_t> byId_;    ///< indexes of bars
    TimeRange extent_;
};

}  // namespace hark::gui
