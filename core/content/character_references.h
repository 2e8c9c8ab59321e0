#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hark::content {

/// Where HTML text stands: in attributes, names without semicolon are kept before "=" and letters.
enum class HtmlPlace : std::uint8_t { Text, Attribute };

/// Undoes the character references of HTML (HTML standard, section 13.2.5.72): numeric ones and the
/// names in common use; others stay. Where there is nothing to undo, the result is `text` itself;
/// else it is a view of `room` in UTF-8, which is overwritten and may be used again.
[[nodiscard]] std::string_view withoutCharacterReferences(std::string_view text, std::string& room,
                                                          HtmlPlace place);

}  // namespace hark::content
