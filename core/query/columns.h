#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/query/database.h"
#include "core/query/rows.h"

namespace hark::query {

/// Joins the analyst's note about a row to it, as `noted`: `subject` as resources/schema/note.sql
/// names them, `id` a column.
[[nodiscard]] inline std::string joinedNote(std::string_view subject, std::string_view id) {
    return fmt::format("LEFT JOIN note noted ON noted.subject = '{}' AND noted.id = {} ", subject,
                       id);
}

/// Reads the columns of a row from left to right.
class Columns {
public:
    explicit Columns(const Rows& rows) : rows_(rows) {}
    std::int64_t integer() { return rows_.integer(at_++); }
    std::uint64_t number() { return rows_.number(at_++); }
    bool flag() { return number() != 0; }
    std::string text() { return rows_.string(at_++); }
    /// Lives until the next step.
    std::string_view view() { return rows_.text(at_++); }
    std::optional<std::int64_t> maybeInteger() { return rows_.optionalInteger(at_++); }
    std::optional<std::uint64_t> maybeNumber() {
        const auto value = maybeInteger();
        if (!value) return std::nullopt;
        return static_cast<std::uint64_t>(*value);
    }
    std::optional<std::string> maybeText() {
        if (rows_.isNull(at_)) return ++at_, std::nullopt;
        return text();
    }
    Address address() {
        Address read;
        read.address = text();
        read.port = static_cast<std::uint16_t>(number());
        return read;
    }
    /// Of `noted.mark, noted.text`.
    Note note() {
        Note read;
        read.isMarked = flag();
        read.text = text();
        return read;
    }

private:
    const Rows& rows_;
    int at_ = 0;
};

/// Appends what `read` makes of the row of each id; ids without a row are left out. False on
/// failure.
template <typename Row>
bool readEach(Rows& rows, std::span<const std::uint64_t> ids, Row (*read)(const Rows&),
              std::vector<Row>& found) {
    found.reserve(ids.size());
    for (const std::uint64_t id : ids) {
        rows.reset();
        rows.bind(id);
        if (rows.step()) found.push_back(read(rows));
        if (rows.hasFailed()) return false;
    }
    rows.reset();
    return true;
}

}  // namespace hark::query
