#include "core/query/filter_lexer.h"

#include "core/base/text.h"

namespace hark::query {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isNameCharacter(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

}  // namespace

void FilterLexer::skipSpace() {
    while (!atEnd() && isSpace(peek())) {
        ++position_;
    }
}

bool FilterLexer::take(std::string_view symbol) {
    if (!startsWith(symbol)) return false;
    position_ += symbol.size();
    return true;
}

bool FilterLexer::takeKeyword(std::string_view keyword) {
    if (!base::equalsIgnoringCase(text_.substr(position_, keyword.size()), keyword)) return false;
    const std::size_t end = position_ + keyword.size();
    if (end < text_.size() && (isNameCharacter(text_[end]) || text_[end] == ':')) return false;
    position_ = end;
    return true;
}

std::string_view FilterLexer::takeName() {
    const std::size_t begin = position_;
    if (!isLetter(peek())) return {};
    while (!atEnd() && isNameCharacter(peek())) {
        ++position_;
    }
    return text_.substr(begin, position_ - begin);
}

std::optional<Comparison> FilterLexer::takeComparison() {
    if (take("==")) return Comparison::Equal;
    if (take("!=")) return Comparison::Differs;
    if (take(">=")) return Comparison::GreaterOrEqual;
    if (take("<=")) return Comparison::LessOrEqual;
    if (take(">")) return Comparison::Greater;
    if (take("<")) return Comparison::Less;
    if (take("=")) return Comparison::Equal;
    return std::nullopt;
}

std::optional<FilterValue> FilterLexer::takeQuoted() {
    FilterValue value;
    value.quoted = true;
    value.column = column();
    for (std::size_t i = position_ + 1; i < text_.size(); ++i) {
        const char c = text_[i];
        if (c == '"') {
            position_ = i + 1;
            value.isPrefix = take("*");
            return value;
        }
        const bool escapes =
            c == '\\' && i + 1 < text_.size() && (text_[i + 1] == '"' || text_[i + 1] == '\\');
        value.text += escapes ? text_[++i] : c;
    }
    return std::nullopt;
}

std::optional<FilterValue> FilterLexer::takeValue(Until until) {
    if (peek() == '"') return takeQuoted();
    FilterValue value;
    value.column = column();
    std::size_t depth = 0;
    for (; !atEnd() && !isSpace(peek()); ++position_) {
        const char c = peek();
        if (c == '(') ++depth;
        if (c == ')' && depth-- == 0) break;
        if (until == Until::ListEnd && (c == ',' || c == '}')) break;
        if (until == Until::Operator && (startsWith("&&") || startsWith("||"))) break;
        value.text += c;
    }
    if (value.text.empty()) return std::nullopt;
    return value;
}

}  // namespace hark::query
