#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/base/bytes.h"

namespace hark::dns {

/// Reads the name at `at` of a message (RFC 1035 section 4.1.4) and moves `at` behind it. Pointers
/// lead backward only, so there is no loop; a name is at most 255 bytes (section 3.1). The text is
/// as Message says. Nothing where it is malformed or cut.
[[nodiscard]] std::optional<std::string> readName(base::Bytes message, std::size_t& at);

}  // namespace hark::dns
