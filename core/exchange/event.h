#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/exchange/exchange.h"
#include "core/tcp/connection.h"

namespace hark::exchange {

/// Its first byte was seen; there is a row from here on, though no head yet.
struct Began {
    const Exchange& exchange;
};
/// The request's head is there.
struct RequestHeadSeen {
    const Exchange& exchange;
};
/// A final or interim response's head is there; an interim one is the last of exchange.interim.
struct ResponseHeadSeen {
    const Exchange& exchange;
};
/// Content as transferred, in order, or a gap in it. Bytes are borrowed for the call.
struct ContentSeen {
    const Exchange& exchange;
    stream::Direction direction;
    std::variant<http::Content, http::ContentGap> what;
};
/// Nothing more comes; the record is final and dies after the call.
struct Ended {
    const Exchange& exchange;
};

/// How a connection was used as a keep-alive session; a value.
struct KeepAlive {
    std::uint64_t exchanges = 0;  ///< with a request head
    std::uint64_t maximumOutstanding =
        0;  ///< most requests awaiting a response at once; > 1: pipelined
    std::uint64_t pipelinedRequests = 0;  ///< sent before the response to the one before had ended
    base::Duration idle{0};               ///< between a response's end and the next request
    base::Duration blocked{0};            ///< sum over its exchanges
    /// What announced the end: "request Connection: close", "response Connection: close",
    /// "HTTP/1.0 default", "CONNECT", "Upgrade"; empty where nothing did.
    std::string endAnnounced;
    std::optional<base::ExchangeId> endAnnouncedBy;
    /// All its exchanges have ids from here to there; others may lie between.
    std::optional<base::ExchangeId> firstExchange, lastExchange;
};

/// What both sides of a TLS connection said in the clear; each may be empty. From traffic.
struct TlsHellos {
    std::string version;     ///< that the server chose: "TLS 1.3"
    std::string serverName;  ///< SNI (RFC 6066 section 3)
    /// ALPN (RFC 7301): the protocol that the server chose where it said so in the clear, else
    /// those that the client offered, separated by spaces.
    std::string protocols;
};

/// What the bytes of a connection were taken for.
struct Protocol {
    std::string
        name;  ///< "HTTP/1.1", "HTTP/1.0", "TLS", "HTTP/2", "QUIC", "SSH", "unknown", "no data" …
    std::string detail;  ///< one line: SNI, ALPN, version … ; may quote traffic
    TlsHellos tls;
    /// What was odd in the bytes and belongs to no exchange.
    std::vector<base::Anomaly> anomalies;
};

/// A connection opened or is closed: what the transport knows of it, and how HTTP used it.
struct ConnectionBegan {
    const tcp::Connection& connection;
};
struct ConnectionEnded {
    const tcp::Connection& connection;
    const Protocol& protocol;
    const KeepAlive& keepAlive;
};

/// What was odd below the connections, such as fragments that contradict each other.
struct NetworkAnomaly {
    const base::Anomaly& anomaly;
};

/// In packet order, so that a session learns of a Set-Cookie when its head arrives, not when a
/// ten-minute body ends. A connection's Began comes before its exchanges, its Ended after them.
using Event = std::variant<ConnectionBegan, Began, RequestHeadSeen, ResponseHeadSeen, ContentSeen,
                           Ended, ConnectionEnded, NetworkAnomaly>;

class Sink {
public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
};

}  // namespace hark::exchange
