#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hark::content {

/// The kinds of content that there are readers for.
enum class MediaKind : std::uint8_t { Other, Html, Json, UrlEncodedForm, MultipartForm };

/// Type and subtype of a Content-Type (RFC 9110 section 8.3.1), case as written.
[[nodiscard]] std::string_view mediaTypeOf(std::string_view contentType);

/// text/html and application/xhtml+xml; application/json, text/json and +json; the two of forms.
[[nodiscard]] MediaKind mediaKindOf(std::string_view contentType);

/// A parameter of Content-Type or Content-Disposition, in any case of its name; of several the
/// first. Reads to the end of a quoted string: a backslash escapes only a quote or another
/// backslash there, as file names of Windows have it for themselves.
[[nodiscard]] std::optional<std::string> mediaTypeParameter(std::string_view field,
                                                            std::string_view name);

}  // namespace hark::content
