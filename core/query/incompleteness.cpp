#include "core/query/incompleteness.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace hark::query {

namespace {

using Made = std::vector<Incompleteness>;

/// One of the two messages.
struct Message {
    std::string_view name;    ///< "request" or "response"
    std::string_view sender;  ///< "client" or "server"
    bool isSeen = false;      ///< its head
    bool isComplete = false;
    std::uint64_t missing = 0;
    std::uint64_t senderPackets = 0;

    [[nodiscard]] bool isWhole() const { return isSeen && isComplete && missing == 0; }
};

struct Loss {
    std::string_view reason;
    std::string_view text;
};
constexpr std::array<Loss, 3> kLosses{{{"lost", "never captured"},
                                       {"snap-length", "cut off by the snap length"},
                                       {"waiting-limit", "given up, as too much waited"}}};

// What makes the rest of a message unreadable.
constexpr std::array<std::string_view, 5> kUnreadable{
    "http1-head-too-large", "http1-framing-lost", "http1-chunk-malformed",
    "http1-too-many-outstanding", "http1-not-a-message"};

Incompleteness at(const Message& message, std::string_view reason, std::string text,
                  const PacketSpan& packet) {
    return {message.name, std::string(reason), std::move(text), packet.capture, packet.last};
}

PacketSpan packetOf(const AnomalyRow& anomaly) {
    return {anomaly.capture, anomaly.packet, anomaly.packet};
}

// The bytes that are missing, by reason. Returns whether there are any.
bool addLosses(const Message& message, std::span<const AnomalyRow> anomalies, Made& made) {
    const std::size_t before = made.size();
    for (const Loss& loss : kLosses) {
        const std::string code = fmt::format("{}-{}", message.name, loss.reason);
        for (const AnomalyRow& anomaly : anomalies) {
            if (anomaly.code != code) continue;
            made.push_back(at(message, loss.reason,
                              fmt::format("{}: {}", loss.text, anomaly.detail), packetOf(anomaly)));
        }
    }
    return made.size() > before;
}

Incompleteness byTheEnd(const Message& message, const ConnectionFate& fate) {
    const auto because = [&](std::string text) {
        return at(message, fate.isOpen ? "open" : fate.endReason, std::move(text), fate.last);
    };
    const std::string who = fate.endedBy.empty() ? "somebody" : "the " + fate.endedBy;
    if (fate.isOpen) return because("more of it may come");
    if (fate.endReason == "reset") return because(who + " reset the connection");
    if (fate.endReason == "idle") return because("nothing more came");
    if (fate.endReason == "evicted") {
        return because("the connection was given up to stay within the limits of memory");
    }
    if (fate.endReason == "reused") {
        return because("another connection began with the same addresses and ports");
    }
    if (fate.endReason == "fin") {
        return at(message, "closed", who + " closed the connection first", fate.last);
    }
    return because("the capture ended first");
}

// Of a response that has none.
Incompleteness whyNoRequest(const Message& message, const ConnectionFate& fate) {
    if (!fate.startSeen && fate.isFirst) {
        return at(message, "capture-began-later", "the capture began after the request",
                  fate.first);
    }
    if (fate.clientMissing > 0) {
        return at(message, "lost", "never captured: among the bytes that are missing of the client",
                  fate.last);
    }
    return at(message, "unsolicited", "the server answered without being asked", fate.last);
}

Incompleteness whyNot(const Message& message, const ExchangeRow& row,
                      std::span<const AnomalyRow> anomalies, const ConnectionFate& fate) {
    const bool isRequest = message.name == "request";
    if (!message.isSeen && message.senderPackets == 0) {
        return at(message, "direction-missing",
                  fmt::format("no packet of the {} was captured", message.sender), fate.first);
    }
    if (!message.isSeen && isRequest) return whyNoRequest(message, fate);
    if (message.isSeen && isRequest && row.responseComplete && !row.requestComplete &&
        row.requestMissing == 0 && fate.endReason != "reset") {
        return at(message, "not-sent", "the response came before all of it was sent", fate.last);
    }
    for (const AnomalyRow& anomaly : anomalies) {
        if (anomaly.detail.starts_with(message.name) &&
            std::find(kUnreadable.begin(), kUnreadable.end(), anomaly.code) != kUnreadable.end()) {
            return at(message, anomaly.code, "what follows can't be read as HTTP",
                      packetOf(anomaly));
        }
    }
    return byTheEnd(message, fate);
}

}  // namespace

ConnectionFate fateOf(const ConnectionRow& row, std::uint64_t exchange) {
    return {row.startSeen,
            row.isOpen,
            row.endReason,
            row.endedBy,
            row.fromClient.packets,
            row.fromServer.packets,
            row.fromClient.gapBytes,
            row.exchanges == 0 || row.firstExchange == exchange,
            {row.firstCapture, row.firstPacket, row.firstPacket},
            {row.lastCapture, row.lastPacket, row.lastPacket}};
}

Made whyIncomplete(const ExchangeRow& row, std::span<const AnomalyRow> anomalies,
                   const ConnectionFate& fate) {
    const std::array<Message, 2> messages{
        {{"request", "client", row.method.has_value(), row.requestComplete, row.requestMissing,
          fate.clientPackets},
         {"response", "server", row.status.has_value(), row.responseComplete, row.responseMissing,
          fate.serverPackets}}};
    Made made;
    for (const Message& message : messages) {
        if (message.isWhole() || addLosses(message, anomalies, made)) continue;
        made.push_back(whyNot(message, row, anomalies, fate));
    }
    return made;
}

}  // namespace hark::query
