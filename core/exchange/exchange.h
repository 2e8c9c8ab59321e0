#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/container/inlined_vector.h>

#include "core/base/anomaly.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/http/message.h"
#include "core/http/target_uri.h"

namespace hark::exchange {

/// The packets of one input in which a message travelled.
struct PacketRange {
    std::uint32_t capture = 0;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// One for each input, which is nearly always one.
using PacketRanges = absl::InlinedVector<PacketRange, 1>;

/// What is known of a request or of a final response besides its head; grows until the end.
struct MessageRecord {
    std::uint64_t bodyBytes = 0;     ///< content as transferred, captured or not
    std::uint64_t missingBytes = 0;  ///< of bodyBytes, not captured
    bool complete = false;           ///< the framing's end was seen
    base::Timestamp firstByte;
    base::Timestamp lastByte;
    PacketRanges packets;
    std::optional<http::Fields> trailers;
};

/// Absent where not applicable or not known. RFC 9110 has no words for these; they are those of
/// browsers' developer tools.
struct Timing {
    std::optional<base::Duration> dns;      ///< query to answer, on a connection's first exchange
    std::optional<base::Duration> connect;  ///< TCP handshake, on a connection's first exchange
    std::optional<base::Duration> tls;
    std::optional<base::Duration> send;     ///< first to last byte of the request
    std::optional<base::Duration> wait;     ///< request's end to the response's first byte, not < 0
    std::optional<base::Duration> blocked;  ///< the part of wait behind earlier responses
    std::optional<base::Duration> receive;  ///< first to last byte of the response
};

/// A request with its responses (RFC 9110 section 3.4), or what was captured of it.
struct Exchange {
    base::ExchangeId id;
    base::ConnectionId connection;
    base::ExchangeId previous;  ///< that began before it on its connection; none for the first
    std::optional<std::uint64_t> ordinal;  ///< 0-based among its connection's requests
    std::optional<std::uint64_t> stream;   ///< HTTP/2 and HTTP/3
    http::Version protocol = http::Version::Http11;
    base::Timestamp started;  ///< the request's first byte, else the response's

    std::optional<http::RequestHead> requestHead;
    std::optional<http::ResponseHead> responseHead;
    std::vector<http::ResponseHead> interim;
    std::optional<http::TargetUri> uri;  ///< where there is a request head
    std::optional<MessageRecord> request;
    std::optional<MessageRecord> response;
    Timing timing;
    std::vector<base::Anomaly> anomalies;
};

}  // namespace hark::exchange
