#include "core/http/uri_reference.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/http/authority.h"

namespace hark::http {

namespace {

// The components of a URI reference but for its fragment (RFC 3986 section 3).
struct Reference {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
};

bool isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
bool isScheme(std::string_view text) {
    return !text.empty() && isAlpha(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return isAlpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
           });
}

Reference split(std::string_view text) {
    Reference reference;
    text = text.substr(0, text.find('#'));
    const std::size_t colon = text.find_first_of(":/?");
    if (colon != std::string_view::npos && text[colon] == ':' && isScheme(text.substr(0, colon))) {
        reference.scheme = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const std::size_t end = std::min(text.find_first_of("/?"), text.size());
        reference.authority = text.substr(0, end);
        text.remove_prefix(end);
    }
    const std::size_t mark = text.find('?');
    reference.path = text.substr(0, mark);
    if (mark != std::string_view::npos) reference.query = text.substr(mark + 1);
    return reference;
}

// RFC 3986 section 5.2.4, step by step as it stands there.
std::string withoutDotSegments(std::string_view input) {
    std::string output;
    output.reserve(input.size());
    while (!input.empty()) {
        if (input.starts_with("../")) {
            input.remove_prefix(3);  // A
        } else if (input.starts_with("./") || input.starts_with("/./")) {
            input.remove_prefix(2);  // A, B
        } else if (input == "/.") {
            input = "/";  // B
        } else if (input.starts_with("/../") || input == "/..") {
            input = input.size() == 3 ? std::string_view("/") : input.substr(3);  // C
            const std::size_t last = output.rfind('/');
            output.resize(last == std::string::npos ? 0 : last);
        } else if (input == "." || input == "..") {
            input = {};  // D
        } else {
            const std::size_t end = std::min(input.find('/', 1), input.size());  // E
            output += input.substr(0, end);
            input.remove_prefix(end);
        }
    }
    return output;
}

// RFC 3986 section 5.2.3.
std::string merged(const Reference& base, std::string_view path) {
    if (base.authority && base.path.empty()) return std::string("/").append(path);
    const std::size_t last = base.path.rfind('/');
    const std::string_view folder =
        last == std::string_view::npos ? std::string_view() : base.path.substr(0, last + 1);
    return std::string(folder).append(path);
}

}  // namespace

std::string resolveReference(std::string_view base, std::string_view reference) {
    if (base.size() > kLongestReference || reference.size() > kLongestReference) return {};
    const Reference from = split(base);
    const Reference given = split(reference);
    const std::string scheme =
        base::toLower(given.scheme ? *given.scheme : from.scheme.value_or(""));
    if (scheme != "http" && scheme != "https") return {};
    // RFC 3986 section 5.2.2.
    const bool isElsewhere = given.scheme || given.authority;
    const std::string_view authority =
        (isElsewhere ? given.authority : from.authority).value_or("");
    UriOrigin origin = uriOrigin(scheme, parseAuthority(authority));
    if (origin.host.empty()) return {};
    std::string path;
    std::optional<std::string_view> query = given.query;
    if (isElsewhere || given.path.starts_with('/')) {
        path = withoutDotSegments(given.path);
    } else if (given.path.empty()) {
        path = from.path;
        if (!query) query = from.query;
    } else {
        path = withoutDotSegments(merged(from, given.path));
    }
    std::string uri = std::move(origin.prefix);
    if (!path.starts_with('/')) uri += '/';
    uri += path;
    if (query) uri.append("?").append(*query);
    return uri;
}

}  // namespace hark::http
