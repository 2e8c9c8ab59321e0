#include "core/http/target_parts.h"

#include <algorithm>
#include <string>

#include "core/base/percent.h"

namespace hark::http {

namespace {

// The target from its path on: "//" and an authority come before it in absolute-form.
std::string_view fromPath(std::string_view target) {
    if (target.starts_with('/')) return target;
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos || scheme > target.find_first_of("/?#")) return {};
    target.remove_prefix(scheme + 3);
    return target.substr(std::min(target.find_first_of("/?#"), target.size()));
}

}  // namespace

std::string_view pathOf(std::string_view target) {
    std::string_view rest = fromPath(target);
    rest = rest.substr(0, rest.find('#'));  // one octet is found faster than one of several
    return rest.substr(0, rest.find('?'));
}

std::string_view queryOf(std::string_view target) {
    std::string_view rest = fromPath(target);
    rest = rest.substr(0, rest.find('#'));
    const std::size_t mark = rest.find('?');
    return mark == std::string_view::npos ? std::string_view{} : rest.substr(mark + 1);
}

void forEachPathParameter(
    std::string_view target,
    absl::FunctionRef<void(std::string_view name, std::string_view value)> take) {
    std::string_view path = pathOf(target);
    std::string nameRoom;
    std::string valueRoom;
    for (std::size_t at = path.find(';'); at != std::string_view::npos; at = path.find(';')) {
        path.remove_prefix(at + 1);
        const std::string_view parameter = path.substr(0, path.find_first_of(";/"));
        if (parameter.empty()) continue;
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
        take(base::percentDecoded(parameter.substr(0, equals), nameRoom),
             base::percentDecoded(value, valueRoom));
    }
}

}  // namespace hark::http
