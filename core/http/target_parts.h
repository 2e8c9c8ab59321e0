#pragma once

#include <string_view>

#include <absl/functional/function_ref.h>

namespace hark::http {

/// The path of a request target in origin-form or absolute-form, without query and fragment; as
/// received. Empty where there is none: "*", "http://h", "h:443".
[[nodiscard]] std::string_view pathOf(std::string_view target);

/// What follows the first "?" of a target, up to a fragment; empty where there is none. For
/// content::forEachParameter.
[[nodiscard]] std::string_view queryOf(std::string_view target);

/// Calls `take` with name and value of each parameter of the path's segments, in order
/// (RFC 3986 section 3.3): "/a;jsessionid=X/b?q" has jsessionid, X. Percent-decoded; the views are
/// good for the call. What has no "=" is a name with an empty value; empty parameters are passed
/// over.
void forEachPathParameter(
    std::string_view target,
    absl::FunctionRef<void(std::string_view name, std::string_view value)> take);

}  // namespace hark::http
