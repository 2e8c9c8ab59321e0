#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace hark::base {

/// The stable name of a kind of anomaly, such as "tcp-overlap-differs". Each folder declares its
/// own as constants, prefixed with its protocol; the text has static storage.
struct AnomalyCode {
    std::string_view name;
    friend constexpr bool operator==(const AnomalyCode&, const AnomalyCode&) = default;
};

/// Something in the traffic, legal or not, that is worth showing. Never stops a decoder.
struct Anomaly {
    AnomalyCode code;
    std::string detail;  ///< one line; may quote traffic, so it is escaped where it is shown
    PacketRef packet;
    std::uint64_t offset = 0;  ///< in the byte stream, where there is one

    friend bool operator==(const Anomaly&, const Anomaly&) = default;
};

}  // namespace hark::base
