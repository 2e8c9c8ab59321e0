#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace hark::query {

using Parameter = std::variant<std::int64_t, std::string>;

/// An SQL expression with its parameters, in the order of their question marks.
struct Condition {
    std::string sql;
    std::vector<Parameter> parameters;
};

}  // namespace hark::query
