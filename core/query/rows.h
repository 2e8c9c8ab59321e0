#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"

namespace hark::query {

struct Address {
    std::string address;
    std::uint16_t port = 0;
};

/// What the analyst wrote about a row.
struct Note {
    bool isMarked = false;
    std::string text;  ///< may be empty, and have several lines
};

/// An exchange as lists show it. Text is as it was on the wire. Durations in nanoseconds.
struct ExchangeRow {
    std::uint64_t id = 0;
    std::uint64_t connection = 0;
    std::optional<std::uint64_t> ordinal;
    std::optional<std::uint64_t> stream;
    std::string_view protocol;  ///< "HTTP/1.1"; static storage
    Address client;
    Address server;
    std::int64_t startedNs = 0;
    std::optional<std::string> scheme;
    std::optional<std::string> host;
    std::optional<std::string> method;
    std::optional<std::string> target;
    std::optional<std::string> url;
    std::optional<int> status;
    std::optional<std::string> reason;
    std::string type;  ///< media type of the response; may be empty
    std::optional<std::uint64_t> requestBodyBytes;
    std::optional<std::uint64_t> responseBodyBytes;
    std::uint64_t requestMissing = 0;
    std::uint64_t responseMissing = 0;
    bool hasRequest = false;
    bool hasResponse = false;
    bool requestComplete = false;
    bool responseComplete = false;
    bool isRunning = false;  ///< more of it may come, while the case grows
    std::optional<std::int64_t> durationNs, blockedNs, dnsNs, connectNs, tlsNs, sendNs, waitNs,
        receiveNs;
    std::uint64_t anomalies = 0;
    std::optional<std::uint64_t> session;  ///< the user session that it belongs to
    std::string evidence;  ///< why: JSON, for evidenceItems(); empty where there is no session
    Note note;
};

/// A connection as a keep-alive session.
struct ConnectionRow {
    struct Side {
        std::uint64_t packets = 0, bytes = 0, retransmittedSegments = 0, retransmittedBytes = 0,
                      outOfOrder = 0, gaps = 0, gapBytes = 0;
    };
    std::uint64_t id = 0;
    Address client;
    Address server;
    std::int64_t startedNs = 0;
    std::int64_t endedNs = 0;
    bool startSeen = false;
    bool isOpen = false;  ///< more of it may come, while the case grows
    std::optional<std::int64_t> synNs, synAckNs, ackNs;
    std::uint64_t firstCapture = 0, firstPacket = 0, lastCapture = 0, lastPacket = 0;
    Side fromClient;
    Side fromServer;
    std::string protocol;
    std::string protocolDetail;
    std::string tlsVersion;     ///< that the server chose; may be empty, as the next two
    std::string tlsServerName;  ///< SNI
    std::string tlsProtocols;   ///< ALPN, chosen or offered
    std::string serverName;     ///< SNI, else a name of its address; may be empty
    std::uint64_t exchanges = 0;
    std::uint64_t maximumOutstanding = 0;
    std::uint64_t pipelinedRequests = 0;
    std::int64_t idleNs = 0;
    std::int64_t blockedNs = 0;
    std::string endReason;
    std::string endedBy;
    std::string endAnnounced;
    std::optional<std::uint64_t> endAnnouncedBy;
    std::uint64_t anomaliesDropped = 0;
    std::optional<std::uint64_t> firstExchange;
    std::string tunnels;  ///< with the outer addresses, the outermost first
    std::uint64_t anomalies = 0;
    Note note;

    [[nodiscard]] std::optional<std::int64_t> handshakeNs() const {
        if (!synNs || !synAckNs || !ackNs) return std::nullopt;
        return *ackNs - *synNs;
    }
};

struct AnomalyRow {
    std::string code;
    std::string detail;
    std::uint64_t connection = 0;
    std::optional<std::uint64_t> exchange;
    std::uint64_t capture = 0;
    std::uint64_t packet = 0;
    std::uint64_t offset = 0;
};

using FieldLines = std::vector<std::pair<std::string, std::string>>;

struct PacketSpan {
    std::uint64_t capture = 0, first = 0, last = 0;
};

struct MessageDetail {
    std::string head;  ///< as received, from its start line on; empty where it was lost
    FieldLines fields;
    std::optional<FieldLines> trailers;
    std::optional<std::uint64_t> content;  ///< for ContentReader
    std::vector<PacketSpan> packets;
};

struct InterimDetail {
    int status = 0;
    std::string head;
    FieldLines fields;
};

/// Why a message of an exchange is not whole.
struct Incompleteness {
    std::string_view message;  ///< "request" or "response"
    std::string reason;        ///< a code, see whyIncomplete()
    std::string text;          ///< says it in words; nothing of it is from traffic
    std::uint64_t capture = 0;
    std::uint64_t packet = 0;  ///< the one that shows it
};

/// All that the case knows of one exchange but its contents.
struct ExchangeDetail {
    ExchangeRow row;
    std::optional<MessageDetail> request;
    std::optional<MessageDetail> response;
    std::vector<InterimDetail> interim;
    std::vector<AnomalyRow> anomalies;
    std::vector<Incompleteness> incomplete;
};

}  // namespace hark::query
