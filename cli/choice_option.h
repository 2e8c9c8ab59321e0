#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace hark::cli {

/// The names that an option's value may have, in the order in which they are told.
template <typename T>
using Choices = std::vector<std::pair<std::string, T>>;

/// An option that takes one of these names and nothing else. `value` must outlive the parsing.
template <typename T>
CLI::Option* addChoice(CLI::App& command, const std::string& name, T& value, Choices<T> choices,
                       const std::string& description) {
    const auto choose = [name, &value, choices = std::move(choices)](const std::string& text) {
        std::vector<std::string> names;
        for (const auto& [known, meaning] : choices) {
            if (known == text) {
                value = meaning;
                return;
            }
            names.push_back(known);
        }
        throw CLI::ValidationError(
            name, names.size() == 1
                      ? fmt::format("{} is not {}", text, names.front())
                      : fmt::format("{} is none of {}", text, fmt::join(names, ", ")));
    };
    return command.add_option_function<std::string>(name, choose, description);
}

/// For an option whose value is the name of a file: an empty one is none.
inline CLI::Validator hasName() {
    return {[](std::string& name) {
                return name.empty() ? std::string("an empty name is none") : std::string();
            },
            ""};
}

}  // namespace hark::cli
