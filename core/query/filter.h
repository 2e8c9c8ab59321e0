#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/query/condition.h"
#include "core/query/filter_names.h"
#include "core/query/pattern.h"

namespace hark::query {

/// Bounds on what somebody types or pastes. SQLite's parser has a stack of 100, of which each level
/// of parentheses or negation takes several places.
struct FilterLimits {
    static constexpr std::size_t kBytes = std::size_t{16} << 10U;
    static constexpr std::size_t kTerms = 250;
    static constexpr std::size_t kDepth = 16;
};

enum class Comparison : std::uint8_t {
    Equal,
    Differs,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains
};

/// A value as written.
struct FilterValue {
    std::string text;       ///< without quotes and escapes of quotes
    bool quoted = false;    ///< then `*` is an asterisk
    bool isPrefix = false;  ///< quoted, and an asterisk behind the quotes: anything may follow
    std::size_t column = 0;
};

/// One thing that is asked for: `name comparison value`, or any of several values.
struct FilterTerm {
    const FilterName* name = nullptr;  ///< null: free text
    std::string field;                 ///< that of header[field]
    Comparison comparison = Comparison::Equal;
    std::vector<FilterValue> values;  ///< at least one; any of them
    std::size_t column = 0;           ///< 1-based, in bytes
};

struct FilterNode {
    enum class Kind : std::uint8_t { Everything, And, Or, Not, Term };
    Kind kind = Kind::Everything;
    std::vector<FilterNode> children;
    FilterTerm term;
};

/// Where a filter stops making sense.
struct FilterProblem {
    std::size_t column = 0;  ///< 1-based, in bytes
    std::string message;     ///< one line; may quote what was typed
    /// "column 7: …"
    [[nodiscard]] std::string line() const;
};

/// What a filter selects.
enum class Subject : std::uint8_t { Exchanges, Connections, Sessions, LifeEvents, Cookies };
constexpr std::size_t kSubjects = 5;

/// A filter that was understood: all of its forms are ready to be run.
class Filter {
public:
    /// Selects everything.
    Filter() = default;
    /// A condition on `exchange x`, `connection c`, `user_session s`, `life_event e` or
    /// `credential_name n`. A connection is selected by what names exchanges where one exchange
    /// that it carried matches all of the filter; the others are asked for what they know
    /// themselves, and for one exchange that matches all of what else stands side by side.
    [[nodiscard]] const Condition& condition(Subject subject) const {
        return conditions_[static_cast<std::size_t>(subject)];
    }
    [[nodiscard]] bool selectsEverything() const {
        return condition(Subject::Exchanges).sql.empty();
    }

private:
    friend std::variant<Filter, FilterProblem> parseFilter(std::string_view text);
    std::array<Condition, kSubjects> conditions_;
};

/// The filter language of the command line and of the filter bar:
///
///     method:POST status:4xx domain:*.example.test -mime-type:image/* (duration>500ms or size>=1M)
///     http.request.method == "POST" && !(http.response.code in {301, 302}) "free text"
///
/// Terms that stand side by side must all match. Names are in filterNames(). `*` in a value that is
/// not quoted stands for anything, and so does one right behind the quotes of a value. Text
/// compares without regard to the case of ASCII letters.
[[nodiscard]] std::variant<Filter, FilterProblem> parseFilter(std::string_view text);

}  // namespace hark::query
