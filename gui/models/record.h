#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QString>

namespace hark::gui {

/// Where a record leads.
struct RecordLink {
    enum class Kind : std::uint8_t { None, Exchange, Connection, Session };
    Kind kind = Kind::None;
    std::uint64_t id = 0;
};

/// How a record is to be taken; shown by a sign as well as by a colour.
enum class RecordTone : std::uint8_t { Plain, Quiet, Bad, Here, Changed, Added, Removed };

/// A filter that a record offers.
struct RecordFilter {
    QString label;  ///< "Responses with this field"; nothing in it is from traffic
    QString text;
};

/// A line of a list of names and values: a field line, a cookie, a figure.
struct Record {
    /// As in traffic, to the byte, for copying; shown with shownText(). The first is the name.
    std::vector<std::string> cells;
    bool isHeading = false;  ///< of the records that follow: one cell across all columns
    RecordTone tone = RecordTone::Plain;
    RecordLink link;
    std::vector<RecordFilter> filters;
};
using Records = std::vector<Record>;

[[nodiscard]] inline Record headingRecord(const QString& text) {
    Record made;
    made.cells = {text.toStdString()};
    made.isHeading = true;
    return made;
}
[[nodiscard]] inline Record factRecord(const QString& name, std::string value) {
    Record made;
    made.cells = {name.toStdString(), std::move(value)};
    return made;
}
[[nodiscard]] inline Record factRecord(const QString& name, const QString& value) {
    return factRecord(name, value.toStdString());
}

}  // namespace hark::gui
