#include "cli/row_printer.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

constexpr std::size_t kRowsToMeasure = 500;
constexpr std::size_t kWidestWithoutTerminal = 200;

std::string plainText(const Cell& cell) {
    if (!cell.text.empty()) return cell.text;
    if (cell.value.is_null()) return "–";
    return cell.value.is_string() ? cell.value.get<std::string>() : dumpJson(cell.value);
}

// RFC 4180; a leading apostrophe keeps spreadsheets from taking text for a formula. Control
// characters are made visible, since this too is looked at on terminals.
std::string csvCell(const Cell& cell) {
    if (cell.value.is_null()) return {};
    std::string text;
    if (cell.value.is_string()) {
        text = base::printable(cell.value.get_ref<const std::string&>());
        if (!text.empty() &&
            std::string_view("=+-@").find(text.front()) != std::string_view::npos) {
            text.insert(0, 1, '\'');
        }
    } else {
        text = dumpJson(cell.value);  // a number, or a list in one cell
    }
    if (text.find_first_of("\",") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

struct Character {
    std::size_t bytes;
    std::size_t width;
};

// The text is valid UTF-8: printable() has seen to that.
Character characterAt(std::string_view text, std::size_t at) {
    const auto first = static_cast<std::uint8_t>(text[at]);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t value = bytes == 1 ? first : first & (0x7fU >> bytes);
    for (std::size_t i = 1; i < bytes && at + i < text.size(); ++i) {
        value = value << 6U | (static_cast<std::uint8_t>(text[at + i]) & 0x3fU);
    }
    const bool wide =
        (value >= 0x1100 && value <= 0x115f) || (value >= 0x2e80 && value <= 0xa4cf) ||
        (value >= 0xac00 && value <= 0xd7a3) || (value >= 0xf900 && value <= 0xfaff) ||
        (value >= 0xfe30 && value <= 0xfe6f) || (value >= 0xff00 && value <= 0xff60) ||
        (value >= 0x1f300 && value <= 0x1faff) || (value >= 0x20000 && value <= 0x3fffd);
    const bool combining = (value >= 0x300 && value <= 0x36f) || value == 0x200b || value == 0x200d;
    return {std::min(bytes, text.size() - at), combining ? std::size_t{0}
                                               : wide    ? std::size_t{2}
                                                         : std::size_t{1}};
}

}  // namespace

void putCell(Json& object, const std::string& key, const Cell& cell) {
    if (cell.value.is_string()) {
        putText(object, key, cell.value.get_ref<const std::string&>());
    } else {
        object[key] = cell.value;
    }
}

void printFlat(const Json& object, Output& output) {
    RowPrinter printer(Format::Csv, {{"name", false, false, 4}, {"value", true, false, 4}}, output);
    const Json flat = object.flatten();
    for (const auto& [name, value] : flat.items()) {
        if (!value.is_null()) printer.row({Cell::string(name.substr(1)), Cell{value, {}}});
    }
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character c = characterAt(text, at);
        width += c.width;
        at += c.bytes;
    }
    return width;
}

std::string fitted(std::string_view text, std::size_t width) {
    if (displayWidth(text) <= width) return std::string(text);
    if (width == 0) return {};
    std::size_t used = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const Character c = characterAt(text, at);
        if (used + c.width > width - 1) break;
        used += c.width;
        at += c.bytes;
    }
    return std::string(text.substr(0, at)) + "…";
}

RowPrinter::RowPrinter(Format format, std::vector<ColumnStyle> columns, Output& output)
    : format_(format), columns_(std::move(columns)), output_(output) {
    if (format_ == Format::Csv) {
        std::vector<Cell> names;
        for (const ColumnStyle& column : columns_)
            names.push_back(Cell::string(column.name));
        csvRow(names);
    }
}

void RowPrinter::row(std::vector<Cell> cells) {
    switch (format_) {
        case Format::Csv:
            csvRow(cells);
            return;
        case Format::Json:
        case Format::Ndjson: {
            Json object = Json::object();
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                putCell(object, columns_[i].name, cells[i]);
            }
            jsonRow(object);
            return;
        }
        case Format::Table:
            break;
    }
    std::vector<std::string> texts;
    texts.reserve(cells.size());
    for (const Cell& cell : cells)
        texts.push_back(base::printable(plainText(cell)));
    if (fitted_) {
        tableRow(texts);
        return;
    }
    waiting_.push_back(std::move(texts));
    if (waiting_.size() >= kRowsToMeasure) flushTable();
}

void RowPrinter::object(const Json& object) {
    jsonRow(object);
}

void RowPrinter::jsonRow(const Json& object) {
    if (format_ == Format::Json) output_.write(any_ ? ",\n" : "[\n");
    output_.write(dumpJson(object));
    if (format_ == Format::Ndjson) output_.write("\n");
    any_ = true;
}

void RowPrinter::csvRow(const std::vector<Cell>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += ',';
        line += csvCell(cells[i]);
    }
    output_.write(line + "\r\n");
}

// Elastic columns give way, the widest first, until the row fits the terminal.
void RowPrinter::fitWidths() {
    widths_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = displayWidth(columns_[i].name);
        for (const auto& row : waiting_)
            width = std::max(width, displayWidth(row[i]));
        widths_.push_back(width);
    }
    const std::size_t terminal = terminalWidth();
    const std::size_t available = terminal > 0 ? terminal : kWidestWithoutTerminal;
    const auto total = [this] {
        std::size_t sum = widths_.empty() ? 0 : 2 * (widths_.size() - 1);
        for (const std::size_t width : widths_)
            sum += width;
        return sum;
    };
    while (total() > available) {
        std::size_t widest = columns_.size();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!columns_[i].isElastic || widths_[i] <= columns_[i].minimum) continue;
            if (widest == columns_.size() || widths_[i] > widths_[widest]) widest = i;
        }
        if (widest == columns_.size()) break;
        --widths_[widest];
    }
}

void RowPrinter::flushTable() {
    fitWidths();
    fitted_ = true;
    const bool colour = wantsColour(STDOUT_FILENO);
    std::vector<std::string> names;
    for (const ColumnStyle& column : columns_)
        names.push_back(column.name);
    if (colour) output_.write("\x1b[1m");
    tableRow(names);
    if (colour) output_.write("\x1b[0m");
    for (const auto& row : waiting_)
        tableRow(row);
    waiting_.clear();
}

void RowPrinter::tableRow(const std::vector<std::string>& texts) {
    std::string line;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string text = columns_[i].isElastic ? fitted(texts[i], widths_[i]) : texts[i];
        const std::size_t width = displayWidth(text);
        const std::string blanks(widths_[i] > width ? widths_[i] - width : 0, ' ');
        if (i > 0) line += "  ";
        line += columns_[i].isNumber ? blanks + text : text + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    output_.write(line + "\n");
}

void RowPrinter::finish() {
    if (format_ == Format::Json) output_.write(any_ ? "\n]\n" : "[]\n");
    if (format_ == Format::Table && !fitted_) flushTable();
}

}  // namespace hark::cli
