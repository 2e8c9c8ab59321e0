#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/stream/event.h"

namespace hark::analysis {

enum class Protocol : std::uint8_t { Undecided, Http1, Http2, Tls, Ssh, Unknown };

[[nodiscard]] std::string_view toString(Protocol protocol);

/// What the first bytes of one direction of a stream say.
struct Recognition {
    Protocol protocol = Protocol::Undecided;
    /// Only the other side can have sent this; the roles were guessed wrong.
    bool rolesAreSwapped = false;
};

/// Looks at the first bytes of a direction, wherever they come from and whatever the port.
/// Undecided where more bytes could tell.
[[nodiscard]] Recognition recognise(base::Bytes bytes, stream::Direction direction);

}  // namespace hark::analysis
