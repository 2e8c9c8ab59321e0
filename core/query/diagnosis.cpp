#include "core/query/diagnosis.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace hark::query {

namespace {

// Less than this part of the traffic explains nothing.
constexpr double kNoticeable = 0.001;
// From here on it is the way the capture was taken.
constexpr double kLargePart = 0.2;

/// What may have happened, and of how much of the traffic that would be the reason.
struct Explanation {
    double part = 0;
    std::string text;
};

double part(std::uint64_t of, std::uint64_t all) {
    return all == 0 ? 0 : static_cast<double>(of) / static_cast<double>(all);
}

std::string percent(double part) {
    constexpr double kHundred = 100;
    const double hundredths = part * kHundred;
    return fmt::format("{:.{}f} %", hundredths, hundredths < 10 ? 1 : 0);
}

Explanation unreadablePackets(const Statistics& s) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kKinds{
        {{"encrypted_link", "are encrypted by Wi-Fi: capture behind the access point"},
         {"unsupported_link", "have a link type that can't be read"},
         {"malformed_link", "are damaged, or of another link type than the capture says"}}};
    Explanation most;
    for (const auto& [counter, text] : kKinds) {
        const auto count = countOf(s.counters, counter);
        if (part(count, s.packets) < std::max(kLargePart, most.part)) continue;
        most = {part(count, s.packets), fmt::format("{} of {} packets {}", count, s.packets, text)};
    }
    return most;
}

/// One direction, by name.
struct Named {
    const Statistics::Way& way;
    std::string_view name;

    [[nodiscard]] double missing() const { return part(way.missing, way.bytes + way.missing); }
};

// Where more messages lost bytes to the snap length than otherwise, it explains what is missing.
Explanation cutPackets(const Statistics& s) {
    const auto cut = countOf(s.counters, "cut_by_snap_length");
    if (part(cut, s.packets) < kNoticeable) return {};
    const auto messages = [&](std::string_view reason) {
        return countOf(s.incompleteByReason, fmt::format("request {}", reason)) +
               countOf(s.incompleteByReason, fmt::format("response {}", reason));
    };
    const double explained =
        messages("snap-length") > messages("lost")
            ? std::max(Named{s.fromServer, {}}.missing(), Named{s.fromClient, {}}.missing())
            : 0;
    return {
        std::max(part(cut, s.packets), explained),
        fmt::format("{} of {} packets were cut when they were captured: the snap length was too "
                    "short (tcpdump -s 0 takes whole ones)",
                    cut, s.packets)};
}

Explanation missingDirection(const Statistics& s) {
    Explanation most;
    for (const Named& named :
         {Named{s.fromServer, "server → client"}, Named{s.fromClient, "client → server"}}) {
        const double absent = part(named.way.absent, s.tcp.withBytes);
        if (absent < std::max(kLargePart, most.part)) continue;
        const std::string what = named.way.missing > 0
                                     ? fmt::format("{} of the bytes {} were never captured",
                                                   percent(named.missing()), named.name)
                                     : fmt::format("not all packets {} were captured", named.name);
        most = {absent, fmt::format("{}: one direction is missing in {} of {} connections", what,
                                    named.way.absent, s.tcp.withBytes)};
    }
    return most;
}

Explanation lostPackets(const Statistics& s) {
    const Named fromServer{s.fromServer, "server → client"};
    const Named fromClient{s.fromClient, "client → server"};
    const Named& worse = fromServer.missing() >= fromClient.missing() ? fromServer : fromClient;
    if (worse.missing() < kNoticeable) return {};
    const auto dropped = countOf(s.counters, "dropped_while_capturing");
    return {worse.missing(),
            fmt::format(
                "{} of the bytes {} were never captured: {}", percent(worse.missing()), worse.name,
                dropped > 0 ? fmt::format("the capturing program dropped {} packets", dropped)
                            : "packets were lost on their way into the capture")};
}

std::string limitsOfTime(const Statistics& s) {
    if (countOf(s.incompleteByReason, "request capture-began-later") > 0) {
        return fmt::format("the capture began when {} of its {} connections had begun already",
                           s.tcp.withoutStart, s.tcp.connections);
    }
    if (countOf(s.incompleteByReason, "request capture-ended") +
            countOf(s.incompleteByReason, "response capture-ended") >
        0) {
        return fmt::format("the capture ended while {} of its {} connections were open",
                           s.tcp.openAtEnd, s.tcp.connections);
    }
    return {};
}

std::string earlyEnds(const Statistics& s) {
    const auto reset = countOf(s.incompleteByReason, "response reset");
    const auto closed = countOf(s.incompleteByReason, "response closed");
    if (reset + closed == 0) return {};
    return fmt::format(
        "{} responses are not whole since their connections were reset ({}) or "
        "closed ({}) before: that was so on the wire",
        reset + closed, reset, closed);
}

}  // namespace

std::uint64_t countOf(const Counts& counts, std::string_view name) {
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [&](const auto& count) { return count.first == name; });
    return found == counts.end() ? 0 : found->second;
}

std::string diagnosis(const Statistics& statistics) {
    // A missing direction loses bytes as well, and explains them.
    Explanation most = missingDirection(statistics);
    if (most.text.empty()) most = lostPackets(statistics);
    for (const auto explain : {unreadablePackets, cutPackets}) {
        Explanation other = explain(statistics);
        if (other.part > 0 && other.part >= most.part) most = std::move(other);
    }
    if (!most.text.empty()) return most.text;
    const std::string time = limitsOfTime(statistics);
    return time.empty() ? earlyEnds(statistics) : time;
}

}  // namespace hark::query
