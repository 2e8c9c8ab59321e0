#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/analysis/import.h"

namespace hark::cli {

/// What somebody who knows the application says about its cookies, against hark's own judgement.
struct SessionNames {
    std::vector<std::string> cookies;     ///< these carry sessions
    std::vector<std::string> notCookies;  ///< these don't

    /// Adds --session-cookie and --not-session-cookie. Must outlive the parsing.
    void addTo(CLI::App& command);
    [[nodiscard]] bool isEmpty() const { return cookies.empty() && notCookies.empty(); }
    void passOn(analysis::ImportOptions& options) const;
};

}  // namespace hark::cli
