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

/// DNS said that a name leads to an address; told once for each two. The name is plain ASCII.
struct AddressNamed {
    const ip::Address& address;
    std::string_view name;
    stream::Origin origin;
};

/// Who says that a host speaks HTTP/3.
enum class OfferSource : std::uint8_t {
    AltSvc,    ///< an Alt-Svc field (RFC 7838)
    DnsHttps,  ///< an HTTPS record (RFC 9460)
};
[[nodiscard]] constexpr std::string_view toString(OfferSource source) {
    return source == OfferSource::AltSvc ? "alt-svc" : "dns-https";
}

/// A host was said to speak HTTP/3; told once for each host, port, source and alternative. Text is
/// from traffic.
struct Http3Offered {
    std::string_view host;
    std::uint16_t port;  ///< of the origin
    OfferSource source;
    std::string_view alternative;  ///< host:port as offered; the host may be empty in Alt-Svc
    base::ExchangeId exchange;     ///< whose response it was; not set for DNS
    stream::Origin origin;
};

/// In packet order, so that a session learns of a Set-Cookie when its head arrives, not when a
/// ten-minute body ends. A connection's Began comes before its exchanges, its Ended after them.
using Event = std::variant<ConnectionBegan, Began, RequestHeadSeen, ResponseHeadSeen, ContentSeen,
                           Ended, ConnectionEnded, NetworkAnomaly, AddressNamed, Http3Offered>;

class Sink {
public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
};

}  // namespace hark::exchange
