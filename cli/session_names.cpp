#include "cli/session_names.h"

#include <algorithm>

#include <fmt/format.h>

namespace hark::cli {

void SessionNames::addTo(CLI::App& command) {
    const auto add = [&command](const char* option, std::vector<std::string>& names,
                                const std::vector<std::string>& others, const char* description) {
        const auto check = [&others](const std::string& name) -> std::string {
            if (name.empty()) return "an empty name is none";
            // The parser has set the one that was added first when it comes to the other.
            if (std::find(others.begin(), others.end(), name) == others.end()) return {};
            return fmt::format("{} can't carry sessions and not carry them", name);
        };
        command.add_option(option, names, description)
            ->allow_extra_args(false)
            ->check(check)
            ->type_name("NAME");
    };
    add("--session-cookie", cookies, notCookies,
        "A cookie that carries sessions, whatever it looks like; may be given again");
    add("--not-session-cookie", notCookies, cookies,
        "A cookie that carries none, whatever it looks like; may be given again");
}

void SessionNames::passOn(analysis::ImportOptions& options) const {
    options.sessionCookies = cookies;
    options.notSessionCookies = notCookies;
}

}  // namespace hark::cli
