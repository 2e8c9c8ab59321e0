#include "core/http/field_reader.h"

namespace hark::http {

std::optional<std::string> FieldReader::quotedString() {
    if (!take('"')) return std::nullopt;
    std::string found;
    while (!text_.empty()) {
        const char c = text_.front();
        text_.remove_prefix(1);
        if (c == '"') return found;
        if (c == '\\' && !text_.empty()) {
            found += text_.front();
            text_.remove_prefix(1);
        } else {
            found += c;
        }
    }
    return std::nullopt;
}

}  // namespace hark::http
