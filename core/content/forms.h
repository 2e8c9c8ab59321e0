#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <absl/functional/function_ref.h>

namespace hark::content {

/// Calls `take` with each parameter of application/x-www-form-urlencoded content or of a query, in
/// order, as the parser of the URL standard (section 5.1) has them: plus signs and percent-encoding
/// undone, never failing; what has no "=" is a name with an empty value. The views are good for the
/// call. False where it stopped after kMaximumParameters.
bool forEachParameter(std::string_view text,
                      absl::FunctionRef<void(std::string_view name, std::string_view value)> take);

/// One part of multipart/form-data (RFC 7578 section 4). Good for the call.
struct FormPart {
    std::string_view name;                     ///< %22, %0D and %0A undone, as browsers write them
    std::optional<std::string_view> fileName;  ///< there for files, maybe empty; undone as well
    std::string_view contentType;              ///< as received; empty where there is none
    std::string_view value;                    ///< a view into the content
    bool complete = false;  ///< a delimiter ends it; else the value may end within the delimiter
};

/// Calls `take` with each part, in order. `boundary` is Content-Type's parameter
/// (mediaTypeParameter). Content that is cut or damaged gives what can be read: lines may end in a
/// bare LF, a part without name has an empty one, what comes before the first delimiter and after
/// the last is passed over. A head that is cut gives no part. False where it stopped after
/// kMaximumParts.
bool forEachFormPart(std::string_view content, std::string_view boundary,
                     absl::FunctionRef<void(const FormPart&)> take);

}  // namespace hark::content
