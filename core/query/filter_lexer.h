#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/query/filter.h"

namespace hark::query {

/// Walks over the text of a filter. What a run of characters means depends on where it stands
/// (`-` negates before a name and is part of a value), so the parser asks for what it expects.
class FilterLexer {
public:
    explicit FilterLexer(std::string_view text) : text_(text) {}

    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] std::size_t column() const { return position_ + 1; }
    void rewind(std::size_t position) { position_ = position; }

    void skipSpace();
    [[nodiscard]] bool atEnd() const { return position_ >= text_.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : text_[position_]; }
    [[nodiscard]] bool startsWith(std::string_view text) const {
        return text_.substr(position_).starts_with(text);
    }

    /// Each consumes what it names, or nothing and says so.
    bool take(std::string_view symbol);
    /// In any case, and not as the beginning of a longer word.
    bool takeKeyword(std::string_view keyword);
    /// Letters, digits, `_`, `.` and `-`, beginning with a letter; empty where there is none.
    std::string_view takeName();
    std::optional<Comparison> takeComparison();

    /// How far a value without quotes goes: to white space or an unbalanced `)` always.
    enum class Until : std::uint8_t { Space, Operator, ListEnd };
    /// A value, quoted or not. Nothing where there is none or its quotes aren't closed.
    std::optional<FilterValue> takeValue(Until until);

private:
    std::optional<FilterValue> takeQuoted();

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace hark::query
