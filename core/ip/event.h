#pragma once

#include <variant>

#include "core/base/anomaly.h"
#include "core/ip/datagram.h"

namespace hark::ip {

using Event = std::variant<Datagram, base::Anomaly>;

class Sink {
public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
};

}  // namespace hark::ip
