#include "core/content/forms.h"

#include <algorithm>

#include "core/base/percent.h"
#include "core/content/limits.h"

namespace hark::content {

bool forEachParameter(std::string_view text,
                      absl::FunctionRef<void(std::string_view name, std::string_view value)> take) {
    std::string nameRoom;
    std::string valueRoom;
    std::size_t count = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view parameter = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (parameter.empty()) continue;
        if (++count > kMaximumParameters) return false;
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
        take(base::percentDecoded(parameter.substr(0, equals), nameRoom, base::Plus::Space),
             base::percentDecoded(value, valueRoom, base::Plus::Space));
    }
    return true;
}

}  // namespace hark::content
