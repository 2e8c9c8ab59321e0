#include "core/content/media_type.h"

#include <algorithm>

#include "core/base/text.h"

namespace hark::content {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char c) { return base::isBlank(c) || c == '\r' || c == '\n'; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

// A quoted string's text; `rest` begins behind its first quote and then behind its last.
std::string takeQuoted(std::string_view& rest) {
    std::string text;
    while (!rest.empty()) {
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c == '"') break;
        const bool escapes = c == '\\' && !rest.empty() && (rest[0] == '"' || rest[0] == '\\');
        text += escapes ? rest.front() : c;
        if (escapes) rest.remove_prefix(1);
    }
    return text;
}

}  // namespace

std::string_view mediaTypeOf(std::string_view contentType) {
    return trimmed(contentType.substr(0, contentType.find_first_of(";,")));
}

MediaKind mediaKindOf(std::string_view contentType) {
    constexpr std::string_view kJsonSuffix = "+json";  // RFC 6839 section 3.1
    const std::string_view type = mediaTypeOf(contentType);
    const auto is = [type](std::string_view name) { return base::equalsIgnoringCase(type, name); };
    if (is("text/html") || is("application/xhtml+xml")) return MediaKind::Html;
    if (is("application/x-www-form-urlencoded")) return MediaKind::UrlEncodedForm;
    if (is("multipart/form-data")) return MediaKind::MultipartForm;
    const std::size_t suffix = type.size() - std::min(type.size(), kJsonSuffix.size());
    if (is("application/json") || is("text/json") ||
        base::equalsIgnoringCase(type.substr(suffix), kJsonSuffix))
        return MediaKind::Json;
    return MediaKind::Other;
}

std::optional<std::string> mediaTypeParameter(std::string_view field, std::string_view name) {
    std::string_view rest = field.substr(std::min(field.find(';'), field.size()));
    while (!rest.empty()) {
        rest.remove_prefix(1);  // the semicolon
        const std::size_t end = std::min(rest.find_first_of("=;"), rest.size());
        const bool isWanted = base::equalsIgnoringCase(trimmed(rest.substr(0, end)), name);
        rest.remove_prefix(end);
        if (!rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        while (!rest.empty() && trimmed(rest.substr(0, 1)).empty())
            rest.remove_prefix(1);
        std::string value;
        if (rest.starts_with('"')) {
            rest.remove_prefix(1);
            value = takeQuoted(rest);
            rest.remove_prefix(std::min(rest.find(';'), rest.size()));
        } else {
            const std::size_t valueEnd = std::min(rest.find(';'), rest.size());
            value = trimmed(rest.substr(0, valueEnd));
            rest.remove_prefix(valueEnd);
        }
        if (isWanted) return value;
    }
    return std::nullopt;
}

}  // namespace hark::content
