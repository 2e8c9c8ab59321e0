#pragma once

#include <optional>
#include <string_view>

#include "core/session/credential.h"

namespace hark::session {

/// What frameworks and services use that name for, by resources/credentials/names.tsv, in any case;
/// nothing where the name is not known. One input of classification, never the only one.
[[nodiscard]] std::optional<CredentialClass> knownClass(std::string_view name);

/// Whose name it is: "Django", "many"; empty where it is not known.
[[nodiscard]] std::string_view knownOrigin(std::string_view name);

}  // namespace hark::session
