#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/list_options.h"
#include "cli/output.h"
#include "core/report/json.h"

namespace hark::cli {

using report::dumpJson;
using report::Json;
using report::putText;

/// How a column looks in a table; names and values are the same in every format.
struct ColumnStyle {
    std::string name;
    bool isNumber = false;    ///< aligned to the right
    bool isElastic = false;   ///< gives way first where the terminal is narrow
    std::size_t minimum = 4;  ///< and no further than this
};

/// A cell: what a machine reads, and what a person does.
struct Cell {
    Json value;
    std::string text;  ///< empty: the value as it is

    static Cell number(std::uint64_t n) { return {n, {}}; }
    static Cell string(std::string s) { return {std::move(s), {}}; }
    static Cell none() { return {nullptr, "–"}; }
};

/// What a machine reads of a cell, under `key` of `object`; text as putText has it.
void putCell(Json& object, const std::string& key, const Cell& cell);

/// A nested object as CSV: a row "path/to/member,value" for each value in it.
void printFlat(const Json& object, Output& output);

/// Prints rows in any format, as they come. A table's widths are found from its first rows.
class RowPrinter {
public:
    RowPrinter(Format format, std::vector<ColumnStyle> columns, Output& output);

    /// One cell for each column.
    void row(std::vector<Cell> cells);
    /// A ready object, for the JSON formats alone.
    void object(const Json& object);
    /// After the last row.
    void finish();

private:
    void tableRow(const std::vector<std::string>& texts);
    void flushTable();
    void fitWidths();
    void csvRow(const std::vector<Cell>& cells);
    void jsonRow(const Json& object);

    Format format_;
    std::vector<ColumnStyle> columns_;
    Output& output_;
    std::vector<std::vector<std::string>> waiting_;
    std::vector<std::size_t> widths_;
    bool fitted_ = false;
    bool any_ = false;
};

/// Columns on a terminal that printable UTF-8 text takes (East Asian wide characters take two).
[[nodiscard]] std::size_t displayWidth(std::string_view text);
/// The text cut to that width, with "…" where something was cut.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t width);

}  // namespace hark::cli
