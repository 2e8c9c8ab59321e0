#include "core/query/diagnosis.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hark::query {

namespace {

// Less than this part of the traffic explains nothing.
constexpr double kNoticeable = 0.001;
// From here on it is the way the capture was taken.
constexpr double kLargePart = 0.2;

double part(std::uint64_t of, std::uint64_t all) {
    return all == 0 ? 0 : static_cast<double>(of) / static_cast<double>(all);
}

std::string percent(double part) {
    constexpr double kHundred = 100;
    const double hundredths = part * kHundred;
    return fmt::format("{:.{}f} %", hundredths, hundredths < 10 ? 1 : 0);
}

std::string unreadablePackets(const Statistics& s) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kKinds{
        {{"encrypted_link", "are encrypted by Wi-Fi: capture behind the access point"},
         {"unsupported_link", "have a link type that can't be read"},
         {"malformed_link", "are damaged, or of another link type than the capture says"}}};
    for (const auto& [counter, text] : kKinds) {
        const auto count = countOf(s.counters, counter);
        if (part(count, s.packets) >= kLargePart) {
            return fmt::format("{} of {} packets {}", count, s.packets, text);
        }
    }
    return {};
}

std::string cutPackets(const Statistics& s) {
    const auto cut = countOf(s.counters, "cut_by_snap_length");
    if (part(cut, s.packets) < kNoticeable) return {};
    return fmt::format(
        "{} of {} packets were cut when they were captured: the snap length was too short (tcpdump "
        "-s 0 takes whole ones)",
        cut, s.packets);
}

struct Way {
    const Statistics::Flow& flow;
    std::string_view name;

    [[nodiscard]] double missing() const { return part(flow.missing, flow.bytes + flow.missing); }
};

std::string missingDirection(const Statistics& s) {
    for (const Way& way :
         {Way{s.fromServer, "server → client"}, Way{s.fromClient, "client → server"}}) {
        if (part(way.flow.absent, s.connectionsWithBytes) < kLargePart) continue;
        return fmt::format(
            "{} of the bytes {} were never captured: one direction is missing in {} of {} "
            "connections",
            percent(way.missing()), way.name, way.flow.absent, s.connectionsWithBytes);
    }
    return {};
}

std::string lostPackets(const Statistics& s) {
    const Way fromServer{s.fromServer, "server → client"};
    const Way fromClient{s.fromClient, "client → server"};
    const Way& worse = fromServer.missing() >= fromClient.missing() ? fromServer : fromClient;
    if (worse.missing() < kNoticeable) return {};
    const auto dropped = countOf(s.counters, "dropped_while_capturing");
    return fmt::format(
        "{} of the bytes {} were never captured: {}", percent(worse.missing()), worse.name,
        dropped > 0 ? fmt::format("the capturing program dropped {} packets", dropped)
                    : "packets were lost on their way into the capture");
}

std::string limitsOfTime(const Statistics& s) {
    if (countOf(s.incompleteByReason, "request capture-began-later") > 0) {
        return fmt::format("the capture began when {} of its {} connections had begun already",
                           s.connectionsWithoutStart, s.connections);
    }
    if (countOf(s.incompleteByReason, "request capture-ended") +
            countOf(s.incompleteByReason, "response capture-ended") >
        0) {
        return fmt::format("the capture ended while {} of its {} connections were open",
                           s.connectionsOpenAtEnd, s.connections);
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
    for (const auto explain :
         {unreadablePackets, cutPackets, missingDirection, lostPackets, limitsOfTime, earlyEnds}) {
        if (std::string text = explain(statistics); !text.empty()) return text;
    }
    return {};
}

}  // namespace hark::query
