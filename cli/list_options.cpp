#include "cli/list_options.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>
#include <variant>

#include <fmt/format.h>

#include "cli/choice_option.h"
#include "cli/terminal.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

// SQLite counts rows in a signed number; nobody has more.
std::uint64_t parseLimit(const std::string& text) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) {
        throw CLI::ValidationError("--limit", text + " is no number of rows");
    }
    return std::min(base::parseDecimal(text).value_or(kMost), kMost);
}

// A second capture is easily given where a filter is meant, and then found nowhere.
void hintAtFiles(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        std::error_code error;
        if (!std::filesystem::is_regular_file(word, error)) continue;
        complain(
            fmt::format("{} is a file, but is looked for as a word of the filter here: `hark "
                        "import` makes one case of several captures",
                        word));
    }
}

// A line for each name, with its synonyms.
std::string filterHelp() {
    std::size_t width = 0;
    for (const query::FilterName& name : query::filterNames())
        width = std::max(width, name.name.size());
    std::string text;
    for (const query::FilterName& name : query::filterNames()) {
        text += fmt::format("{}{:<{}}  {}", text.empty() ? "" : "\n", name.name, width, name.help);
        if (!name.synonyms.empty()) text += fmt::format(" (or {})", name.synonyms);
    }
    return text;
}

}  // namespace

void addFormatOption(CLI::App& command, Format& format) {
    addChoice<Format>(command, "--format", format,
                      {{"table", Format::Table},
                       {"json", Format::Json},
                       {"ndjson", Format::Ndjson},
                       {"csv", Format::Csv}},
                      "table, json, ndjson (one object a line) or csv")
        ->type_name("FORMAT");
}

std::uint64_t parseId(const std::string& option, const std::string& text, std::string_view what) {
    const auto id = base::parseDecimal(text);
    if (!id) throw CLI::ValidationError(option, fmt::format("{} is no number of {}", text, what));
    return *id;
}

void addIdArgument(CLI::App& command, std::uint64_t& id) {
    command
        .add_option_function<std::string>(
            "ID",
            [&id](const std::string& text) {
                id = parseId("ID", text, "an exchange, connection or session");
            },
            "Its number")
        ->required();
}

void CaseOptions::addTo(CLI::App& command) {
    command.add_option("FILE,-r", file, "A case, or a capture, which is imported on the fly")
        ->required()
        ->type_name("CASE|FILE");
    addFormatOption(command, format);
    command.add_flag("-n", numeric, "Accepted as in tcpdump: names are never looked up");
    sessionNames.addTo(command);
}

void ListOptions::addFilterTo(CLI::App& command) {
    command.add_option("FILTER", words, "Which rows; the words are joined, -name:value negates");
    command.add_option("-Y", expression, "A filter in one argument")->type_name("FILTER");
    // Like --version: prints and ends, whatever else is asked for.
    command.add_flag_callback(
        "--filters", [] { throw CLI::CallForVersion(filterHelp(), CLI::ExitCodes::Success); },
        "List the names that filters know");
}

void ListOptions::addLimitTo(CLI::App& command, const std::string& description) {
    command
        .add_option_function<std::string>(
            "--limit,-c", [this](const std::string& text) { limit = parseLimit(text); },
            description)
        ->type_name("N");
}

void ListOptions::addTo(CLI::App& command) {
    CaseOptions::addTo(command);
    addFilterTo(command);
    command.add_option("--columns", columns, "Which columns, in order")
        ->delimiter(',')
        ->type_name("A,B,C");
    addLimitTo(command, "At most so many rows; 0 for all");
    command.add_option("--sort", sort, "By this column; -COLUMN for descending")
        ->type_name("COLUMN");
}

std::optional<query::Filter> ListOptions::filter() const {
    hintAtFiles(words);
    std::string text = fmt::format("{}", fmt::join(words, " "));
    if (!expression.empty()) {
        text = text.empty() ? expression : fmt::format("({}) and ({})", expression, text);
    }
    auto parsed = query::parseFilter(text);
    if (const auto* problem = std::get_if<query::FilterProblem>(&parsed)) {
        complain(fmt::format("the filter \"{}\" makes no sense at {}", text, problem->line()));
        return std::nullopt;
    }
    return std::get<query::Filter>(std::move(parsed));
}

std::optional<query::Sort> ListOptions::sorting(query::Subject subject) const {
    if (sort.empty()) return query::Sort{};
    const bool descending = sort.front() == '-';
    const query::Sort result{sort.substr(descending ? 1 : 0), descending};
    const auto known = query::Case::sortColumns(subject);
    if (std::find(known.begin(), known.end(), result.column) == known.end()) {
        complain(fmt::format("can't sort by \"{}\"; there are: {}", result.column,
                             fmt::join(known, ", ")));
        return std::nullopt;
    }
    return result;
}

std::vector<std::string> withNegatedTerms(int argc, char** argv) {
    std::vector<std::string> arguments;
    const auto isName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    };
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if ((argument == "-Y" || argument == "--sort") && i + 1 < argc && argv[i + 1][0] == '-') {
            const std::string_view joint = argument == "-Y" ? "" : "=";
            arguments.push_back(fmt::format("{}{}{}", argument, joint, argv[++i]));
            continue;
        }
        const auto* end = std::find_if_not(argument.begin(), argument.end(), isName);
        const bool isTerm = argument.size() > 2 && argument[0] == '-' && argument[1] != '-' &&
                            end != argument.end() && (*end == ':' || *end == '[');
        if (isTerm) {
            arguments.emplace_back("not");
            arguments.emplace_back(argument.substr(1));
        } else {
            arguments.emplace_back(argument);
        }
    }
    return arguments;
}

}  // namespace hark::cli
