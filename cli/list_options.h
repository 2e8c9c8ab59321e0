#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"
#include "cli/session_names.h"
#include "core/query/case.h"

namespace hark::cli {

enum class Format : std::uint8_t { Table, Json, Ndjson, Csv };

void addFormatOption(CLI::App& command, Format& format);

/// An id as text, for the option of that name; `what` it is of. Throws CLI::ValidationError.
[[nodiscard]] std::uint64_t parseId(const std::string& option, const std::string& text,
                                    std::string_view what);
/// The number of an exchange, a connection or a session as a positional argument.
void addIdArgument(CLI::App& command, std::uint64_t& id);

/// The options that all commands share which print something of a case.
struct CaseOptions {
    std::string file;
    Format format = Format::Table;
    bool numeric = false;  ///< changes nothing: names are never looked up
    SessionNames sessionNames;

    void addTo(CLI::App& command);
};

/// And those of the commands that print a list.
struct ListOptions : CaseOptions {
    std::vector<std::string> words;  ///< the filter, in words
    std::string expression;          ///< -Y
    std::vector<std::string> columns;
    std::uint64_t limit = 0;
    std::string sort;  ///< a column, "-" before it for descending

    void addTo(CLI::App& command);
    /// Some of these options, for what lists nothing but takes a filter.
    void addFilterTo(CLI::App& command);
    void addLimitTo(CLI::App& command, const std::string& description);
    [[nodiscard]] bool hasFilter() const { return !words.empty() || !expression.empty(); }
    /// Nothing where the filter makes no sense, after a line on standard error.
    [[nodiscard]] std::optional<query::Filter> filter() const;
    /// Nothing where there is no such column, after a line on standard error.
    [[nodiscard]] std::optional<query::Sort> sorting(query::Subject subject) const;
};

/// Turns arguments such as `-method:POST`, which are negated filter terms, into words that an
/// option parser leaves alone, and joins `-Y` and `--sort` with a value that begins like an option.
[[nodiscard]] std::vector<std::string> withNegatedTerms(int argc, char** argv);

}  // namespace hark::cli
