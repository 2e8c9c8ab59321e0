#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/anomaly.h"
#include "core/http/message.h"

namespace hark::http1 {

/// How the length of a message's content is known (RFC 9112 section 6.3).
struct Framing {
    enum class Kind : std::uint8_t {
        None,        ///< no content
        Length,      ///< `length` bytes
        Chunked,     ///< chunked transfer coding
        UntilClose,  ///< all that comes until the connection closes
        Tunnel,      ///< what follows is no message any more
    };
    Kind kind = Kind::None;
    std::uint64_t length = 0;
    std::vector<base::AnomalyCode> anomalies;  ///< what was ambiguous or wrong
};

[[nodiscard]] Framing framingOf(const http::RequestHead& head);

/// `method` is that of the request which this answers, as far as it is known.
[[nodiscard]] Framing framingOf(const http::ResponseHead& head,
                                std::optional<std::string_view> method);

}  // namespace hark::http1
