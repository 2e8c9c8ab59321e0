#pragma once

#include <optional>
#include <string_view>

#include "core/base/time.h"
#include "core/tcp/connection.h"

namespace hark::exchange {

/// Knows what was looked up before a connection was opened.
class Lookups {
public:
    virtual ~Lookups() = default;
    /// How long the connection's client waited for the address of `host`, which was seen to lead
    /// to the connection's server; nothing where it did not wait, or that was not captured.
    [[nodiscard]] virtual std::optional<base::Duration> timeOf(const tcp::Connection& connection,
                                                               std::string_view host) = 0;
};

}  // namespace hark::exchange
