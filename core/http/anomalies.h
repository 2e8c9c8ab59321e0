#pragma once

#include "core/base/anomaly.h"

namespace hark::http {

/// HTTP/1.1 without a Host field (RFC 9112 section 3.2).
inline constexpr base::AnomalyCode kHostMissing{"http-host-missing"};
/// More than one Host field line; the first counts.
inline constexpr base::AnomalyCode kHostRepeated{"http-host-repeated"};
/// A Host or authority that is no uri-host [":" port] (RFC 9110 section 7.2).
inline constexpr base::AnomalyCode kHostMalformed{"http-host-malformed"};

/// Bytes of the message that were sent and never captured. The packet is the first one that shows
/// that they were, by acknowledging them or by coming behind them.
inline constexpr base::AnomalyCode kRequestLost{"request-lost"};
inline constexpr base::AnomalyCode kResponseLost{"response-lost"};
/// Bytes that the snap length cut off the packet.
inline constexpr base::AnomalyCode kRequestCut{"request-snap-length"};
inline constexpr base::AnomalyCode kResponseCut{"response-snap-length"};
/// Bytes that were not waited for any longer, as too many waited behind them.
inline constexpr base::AnomalyCode kRequestGivenUp{"request-waiting-limit"};
inline constexpr base::AnomalyCode kResponseGivenUp{"response-waiting-limit"};

}  // namespace hark::http
