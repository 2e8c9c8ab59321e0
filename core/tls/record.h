#pragma once

#include "core/base/bytes.h"

namespace hark::tls {

/// Whether the bytes begin like a TLS record of any type and version (RFC 8446 section 5.1); fewer
/// than five bytes never do.
[[nodiscard]] bool looksLikeRecord(base::Bytes bytes);

}  // namespace hark::tls
