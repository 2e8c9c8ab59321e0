#pragma once

#include <string_view>

namespace hark::query {

/// What filters and the tree of paths take for the path of a request target: RFC 3986 section 3.3,
/// of an origin-form or absolute-form target, "/" where the latter has none. Other forms are taken
/// as they are.
[[nodiscard]] inline std::string_view pathOfTarget(std::string_view target) {
    if (!target.starts_with("/")) {
        const std::size_t scheme = target.find("://");
        if (scheme != std::string_view::npos) {
            const std::size_t path = target.find_first_of("/?#", scheme + 3);
            target = path == std::string_view::npos ? "/" : target.substr(path);
        }
    }
    return target.substr(0, target.find_first_of("?#"));
}

}  // namespace hark::query
