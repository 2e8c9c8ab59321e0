#pragma once

#include <cstdint>
#include <utility>

#include "core/ip/address.h"

namespace hark::ip {

struct Endpoint {
    Address address;
    std::uint16_t port = 0;
    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// Two endpoints of one network in a fixed order, so that both directions find the same place.
struct EndpointPair {
    Endpoint low;
    Endpoint high;
    std::uint32_t scope = 0;  ///< Datagram::scope
    friend bool operator==(const EndpointPair&, const EndpointPair&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const EndpointPair& key) {
        return H::combine(std::move(state), key.low.address, key.low.port, key.high.address,
                          key.high.port, key.scope);
    }
};

}  // namespace hark::ip
