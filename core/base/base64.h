#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hark::base {

/// What base64 text stands for, in the standard alphabet or the one for URLs (RFC 4648 sections 4
/// and 5), also mixed; padding may be missing but not stand where none is needed. Nothing where
/// another character is in it or where its length fits no number of octets; bits that are left over
/// are not looked at. The result is three quarters of the text's length.
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view text);

}  // namespace hark::base
