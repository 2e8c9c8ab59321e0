#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/session/credential.h"
#include "core/session/name_book.h"

namespace hark::session {

/// What the user says about names of cookies and parameters, which is believed.
struct Overrides {
    std::vector<std::string> sessionNames;
    std::vector<std::string> otherNames;
};

/// What each name of the book is taken for, by the evidence so far: the names that frameworks use,
/// attributes, what the values look like, how many clients hold the same one, whether the service
/// makes a fresh one for each client, what happens to it at login and logout. By NameBook's
/// numbers. `decided`: what was said before, which tells between names that are equal otherwise.
[[nodiscard]] std::vector<Verdict> classify(const NameBook& names, const Overrides& overrides,
                                            const std::vector<Verdict>& decided = {});

}  // namespace hark::session
