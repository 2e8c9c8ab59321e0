#pragma once

#include <string>
#include <string_view>

namespace hark::query {

/// What a User-Agent field (RFC 9110 section 10.1.5) says of the program and its system, in a few
/// words: "Firefox 128 on Linux", "Chrome 126 on Android", "curl 8.5.0". A claim of the client's,
/// not a fact. Browsers name their ancestors too; the one that is meant is told. Text from traffic
/// may be in it; at most some 80 bytes. Empty where the field is.
[[nodiscard]] std::string userAgentInWords(std::string_view field);

}  // namespace hark::query
