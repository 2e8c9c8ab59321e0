#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace hark::report {

/// Members stay in the order in which they were put.
using Json = nlohmann::ordered_json;

/// ASCII JSON; what is not UTF-8 shows U+FFFD.
[[nodiscard]] std::string dumpJson(const Json& value, int indent = -1);

/// Text from traffic as a JSON string, under `key` of `object`; with its bytes in base64 beside it
/// where it is not UTF-8.
void putText(Json& object, const std::string& key, std::string_view text);

}  // namespace hark::report
