#include "core/report/json.h"

#include "core/base/text.h"

namespace hark::report {

std::string dumpJson(const Json& value, int indent) {
    return value.dump(indent, ' ', true, Json::error_handler_t::replace);
}

void putText(Json& object, const std::string& key, std::string_view text) {
    if (base::isUtf8(text)) {
        object[key] = text;
        return;
    }
    object[key] = base::toValidUtf8(text);
    object[key + "_base64"] = base::toBase64(base::asBytes(text));
}

}  // namespace hark::report
