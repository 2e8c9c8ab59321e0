#include "cli/cells.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "cli/terminal.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace hark::cli {

std::string endpointText(const query::Address& address) {
    const bool isV6 = address.address.find(':') != std::string::npos;
    return isV6 ? fmt::format("[{}]:{}", address.address, address.port)
                : fmt::format("{}:{}", address.address, address.port);
}

std::string noteText(bool isMarked, std::string_view note) {
    std::string out = isMarked ? "  marked\n" : "";
    for (std::string_view lead = "  note  "; !note.empty(); lead = "        ") {
        const std::size_t lf = std::min(note.find('\n'), note.size());
        out += fmt::format("{}{}\n", lead, base::printable(note.substr(0, lf)));
        note.remove_prefix(std::min(lf + 1, note.size()));
    }
    return out;
}

namespace cells {

Cell text(const std::optional<std::string>& value) {
    return value ? Cell::string(*value) : Cell::none();
}

Cell text(const std::string& value) {
    return value.empty() ? Cell::none() : Cell::string(value);
}

Cell bytes(const std::optional<std::uint64_t>& value) {
    return value ? Cell{*value, humanSize(*value)} : Cell::none();
}

Cell duration(const std::optional<std::int64_t>& ns) {
    if (!ns) return Cell::none();
    return {static_cast<double>(*ns) / 1e6, humanDuration(std::chrono::nanoseconds(*ns))};
}

Cell instant(std::int64_t ns) {
    const std::string iso = base::toIso8601(base::Timestamp(base::Duration(ns)));
    constexpr std::size_t kTimeBegin = 11;  // behind the date
    constexpr std::size_t kToMicroseconds = 15;
    return {iso, iso.substr(kTimeBegin, kToMicroseconds)};
}

Cell endpoint(const query::Address& address) {
    return Cell::string(endpointText(address));
}

Cell yes(bool value) {
    return {value, value ? "yes" : "no"};
}

}  // namespace cells

}  // namespace hark::cli
