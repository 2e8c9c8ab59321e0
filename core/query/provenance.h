#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hark::query {

struct InputRow {
    std::uint64_t id = 0;
    std::string name, digest, format, linkTypes, note;
    std::uint64_t bytes = 0, packets = 0;
    std::optional<std::int64_t> firstNs, lastNs;
    bool complete = true;
};

/// What somebody wrote down in a capture.
struct CommentRow {
    std::uint64_t capture = 0;
    std::optional<std::uint64_t> packet;  ///< absent: about the capture as a whole
    std::string text;
};

/// Keys that captures brought along; what they are stays in the case.
struct SecretsRow {
    std::uint64_t capture = 0;
    std::string kind;
    std::uint64_t blocks = 0, bytes = 0;
};

/// What a case was made from, and how.
struct Provenance {
    bool isPartial = false;
    std::string reason;                                     ///< why it is partial
    std::vector<std::pair<std::string, std::string>> meta;  ///< all keys, in order
    std::vector<InputRow> inputs;
    std::vector<std::pair<std::string, std::uint64_t>> counters;
    /// The first kComments of them; a page that people read, and the rest is one query away.
    std::vector<CommentRow> comments;
    std::uint64_t commentsTotal = 0;
    std::uint64_t hostNames = 0;  ///< distinct pairs of address and name
    std::vector<SecretsRow> secrets;
    static constexpr std::uint64_t kComments = 1000;
};

using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

/// Text is from traffic.
struct Http3OfferRow {
    std::string host;
    std::uint16_t port = 0;
    std::string source;       ///< "alt-svc" or "dns-https"
    std::string alternative;  ///< host:port as offered
    std::optional<std::uint64_t> exchange;
};

/// Counts are in descending order.
struct Statistics {
    std::uint64_t exchanges = 0, connections = 0, sessions = 0, anomalies = 0, packets = 0;
    std::uint64_t visitors = 0;  ///< of the sessions
    std::uint64_t users = 0;     ///< names that logged in, by service
    std::uint64_t logins = 0;    ///< that succeeded
    std::uint64_t requestBodyBytes = 0, responseBodyBytes = 0, missingBytes = 0;
    std::uint64_t withoutResponse = 0, withoutRequest = 0, incomplete = 0;
    std::optional<std::int64_t> firstNs, lastNs;
    Counts methods, statuses, types, hosts, protocols, connectionProtocols, anomalyCodes;
    /// Of connections that carried HTTP.
    struct KeepAlive {
        std::uint64_t connections = 0, reused = 0, exchanges = 0, maximumExchanges = 0,
                      handshakesPaid = 0, handshakesSaved = 0, pipelinedRequests = 0;
        std::int64_t blockedNs = 0, idleNs = 0;
    } keepAlive;
    /// Hosts that were said to speak HTTP/3.
    struct Http3Offers {
        std::uint64_t hosts = 0, byAltSvc = 0, byDns = 0;  ///< hosts with their ports
    } http3Offers;
    std::vector<Http3OfferRow> http3OfferRows;  ///< by host and port
    std::uint64_t names = 0, namedAddresses = 0;
    Counts counters;  ///< by name

    /// Messages that are not whole, by "request" or "response" and whyIncomplete()'s reason.
    Counts incompleteByReason;
    Counts connectionsByAnomaly;  ///< how many connections have an anomaly of the code
    /// What was captured of a direction of all TCP connections, and what was sent besides.
    struct Way {
        std::uint64_t bytes = 0, missing = 0;
        std::uint64_t absent = 0;  ///< connections with bytes of the other direction alone
    } fromClient, fromServer;
    struct Tcp {
        std::uint64_t connections = 0, withBytes = 0, withoutStart = 0, openAtEnd = 0;
    } tcp;
};

}  // namespace hark::query
