#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/http/message.h"

namespace hark::http1 {

struct RequestLine {
    http::Span method;
    http::Span target;
    http::Version version = http::Version::Http11;
    bool wellFormed = true;  ///< by the letter of RFC 9112 section 3
};

struct StatusLine {
    std::uint16_t status = 0;
    http::Span reason;
    http::Version version = http::Version::Http11;
    bool wellFormed = true;  ///< by the letter of RFC 9112 section 4
};

/// A request line without its line end, read leniently: white space inside the target is kept, runs
/// of blanks are allowed. Nothing where it can't be one.
[[nodiscard]] std::optional<RequestLine> parseRequestLine(std::string_view line);
[[nodiscard]] std::optional<StatusLine> parseStatusLine(std::string_view line);

/// Whether bytes, perhaps cut, can be the beginning of a request line or a status line.
enum class Likeness : std::uint8_t {
    No,
    Possible,  ///< nothing speaks against it yet
    Yes,       ///< a registered method and a blank, or "HTTP/1."
};
[[nodiscard]] Likeness likenessToRequest(std::string_view bytes);
[[nodiscard]] Likeness likenessToResponse(std::string_view bytes);

}  // namespace hark::http1
