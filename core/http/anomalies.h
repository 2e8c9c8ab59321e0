#pragma once

#include "core/base/anomaly.h"

namespace hark::http {

/// HTTP/1.1 without a Host field (RFC 9112 section 3.2).
inline constexpr base::AnomalyCode kHostMissing{"http-host-missing"};
/// More than one Host field line; the first counts.
inline constexpr base::AnomalyCode kHostRepeated{"http-host-repeated"};
/// A Host or authority that is no uri-host [":" port] (RFC 9110 section 7.2).
inline constexpr base::AnomalyCode kHostMalformed{"http-host-malformed"};

}  // namespace hark::http
