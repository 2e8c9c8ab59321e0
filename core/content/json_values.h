#pragma once

#include <cstdint>
#include <string_view>

#include <absl/functional/function_ref.h>

namespace hark::content {

enum class JsonType : std::uint8_t { Null, Boolean, Number, String };

/// One scalar of a JSON text. Good for the call.
struct JsonValue {
    /// The keys that lead to it, with a dot between; elements of an array have "[]":
    /// "data.users[].name"; empty for a text that is one scalar.
    std::string_view path;
    std::string_view key;  ///< the innermost object's key, "name"; also of an array's elements
    JsonType type = JsonType::Null;
    std::string_view text;  ///< a string's characters in UTF-8; a number as written; true, false
};

/// How far a text could be read.
enum class JsonEnd : std::uint8_t {
    Whole,      ///< one JSON text, and white space
    Cut,        ///< it ends too early
    Malformed,  ///< no JSON in UTF-8 from some place on, or a number that no double holds
    Limit,      ///< deeper or longer than `limits.h` allows
};

/// The text without a byte order mark, and without `)]}'` and what follows it on its line.
[[nodiscard]] std::string_view withoutJsonPrefix(std::string_view text);

/// Calls `take` with each scalar of a JSON text (RFC 8259) in order, up to where it is cut,
/// malformed or beyond the limits; a string or number at which the text is cut is not among them. A
/// byte order mark and the line `)]}'`, which keeps scripts from reading the text, are passed over.
JsonEnd forEachJsonValue(std::string_view text, absl::FunctionRef<void(const JsonValue&)> take);

/// Whether it is a JSON text from its beginning to its end, whatever its size and depth.
[[nodiscard]] bool isJson(std::string_view text);

}  // namespace hark::content
