#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/row_printer.h"
#include "core/query/rows.h"

namespace hark::cli {

/// "192.0.2.7:80", "[2001:db8::7]:80".
[[nodiscard]] std::string endpointText(const query::Address& address);

/// "  marked" and "  note  …", a line each, further lines of the note below its first; nothing
/// where there is neither. Fit for a terminal.
[[nodiscard]] std::string noteText(bool isMarked, std::string_view note);

/// Cells of lists, from what rows hold.
namespace cells {

[[nodiscard]] Cell text(const std::optional<std::string>& value);
/// None where it is empty.
[[nodiscard]] Cell text(const std::string& value);
[[nodiscard]] Cell bytes(const std::optional<std::uint64_t>& value);
/// Milliseconds for machines.
[[nodiscard]] Cell duration(const std::optional<std::int64_t>& ns);
/// The time of day for people, ISO 8601 for machines.
[[nodiscard]] Cell instant(std::int64_t ns);
[[nodiscard]] Cell endpoint(const query::Address& address);
[[nodiscard]] Cell yes(bool value);

template <typename T>
[[nodiscard]] Cell number(const std::optional<T>& value) {
    return value ? Cell{*value, {}} : Cell::none();
}

}  // namespace cells

}  // namespace hark::cli
