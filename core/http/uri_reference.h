#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hark::http {

/// No reference is read that is longer, nor a base: servers and browsers take no longer URIs.
inline constexpr std::size_t kLongestReference = std::size_t{64} << 10U;

/// What a URI reference, such as the value of Location (RFC 9110 section 10.2.2), means in a
/// response to a request of the target URI `base` (RFC 3986 section 5.2), as TargetUri::url()
/// writes URIs: scheme and host in lower case, the default port, user information and fragment
/// left out, "/" for an empty path. Dot segments are removed; nothing else is decoded or made
/// alike. Empty for another scheme than http and https, and what is too long.
[[nodiscard]] std::string resolveReference(std::string_view base, std::string_view reference);

}  // namespace hark::http
