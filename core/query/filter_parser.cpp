#include "core/query/filter_parser.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/query/filter_lexer.h"

namespace hark::query {

namespace {

// Recursive descent; each function returns nothing once problem_ is set.
class Parser {
public:
    explicit Parser(std::string_view text) : lexer_(text) {}

    std::variant<FilterNode, FilterProblem> parse() {
        lexer_.skipSpace();
        if (lexer_.atEnd()) return FilterNode{};
        auto node = parseOr();
        lexer_.skipSpace();
        if (node && !lexer_.atEnd()) fail("there is no parenthesis that this one closes");
        if (!node || problem_) return *problem_;
        return std::move(*node);
    }

private:
    using Node = std::optional<FilterNode>;

    std::nullopt_t fail(std::string message) { return failAt(lexer_.column(), std::move(message)); }
    std::nullopt_t failAt(std::size_t column, std::string message) {
        if (!problem_) problem_ = FilterProblem{column, std::move(message)};
        return std::nullopt;
    }

    Node parseOr() {
        auto first = parseAnd();
        if (!first) return std::nullopt;
        FilterNode node{FilterNode::Kind::Or, {}, {}};
        node.children.push_back(std::move(*first));
        for (lexer_.skipSpace(); lexer_.take("||") || lexer_.takeKeyword("or");
             lexer_.skipSpace()) {
            auto next = parseAnd();
            if (!next) return std::nullopt;
            node.children.push_back(std::move(*next));
        }
        return node.children.size() == 1 ? std::move(node.children.front()) : std::move(node);
    }

    bool atEndOfAnd() {
        lexer_.skipSpace();
        if (lexer_.atEnd() || lexer_.peek() == ')' || lexer_.startsWith("||")) return true;
        const std::size_t here = lexer_.position();
        const bool isOr = lexer_.takeKeyword("or");
        lexer_.rewind(here);
        return isOr;
    }

    Node parseAnd() {
        FilterNode node{FilterNode::Kind::And, {}, {}};
        do {
            auto next = parseUnary();
            if (!next) return std::nullopt;
            node.children.push_back(std::move(*next));
            lexer_.skipSpace();
            // Between terms that stand side by side "and" may be left out.
            if (lexer_.take("&&") || lexer_.takeKeyword("and")) continue;
            if (atEndOfAnd()) break;
        } while (true);
        return node.children.size() == 1 ? std::move(node.children.front()) : std::move(node);
    }

    Node parseUnary() {
        lexer_.skipSpace();
        if (++depth_ > FilterLimits::kDepth) return fail("this is nested too deep");
        const bool negated = lexer_.take("!") || lexer_.take("-") || lexer_.takeKeyword("not");
        auto node = negated ? parseUnary() : parsePrimary();
        --depth_;
        if (!negated || !node) return node;
        FilterNode inverse{FilterNode::Kind::Not, {}, {}};
        inverse.children.push_back(std::move(*node));
        return inverse;
    }

    Node parsePrimary() {
        const std::size_t column = lexer_.column();
        if (lexer_.take("(")) {
            auto inner = parseOr();
            if (!inner) return std::nullopt;
            lexer_.skipSpace();
            if (!lexer_.take(")")) {
                return fail(fmt::format("the parenthesis of column {} is not closed", column));
            }
            return inner;
        }
        if (++terms_ > FilterLimits::kTerms) return fail("these are too many terms");
        return parseTerm();
    }

    Node parseTerm() {
        FilterNode node{FilterNode::Kind::Term, {}, {}};
        FilterTerm& term = node.term;
        term.column = lexer_.column();
        const std::size_t begin = lexer_.position();
        const std::string_view name = lexer_.takeName();
        std::optional<std::string> field;
        if (!name.empty() && lexer_.peek() == '[') {
            field = parseField();
            if (!field) return std::nullopt;
        }
        const bool isUrl = (name == "http" || name == "https") && lexer_.startsWith("://");
        if (!name.empty() && !isUrl && parseValues(term)) {
            if (problem_ || !resolve(name, field, term)) return std::nullopt;
            return node;
        }
        if (problem_) return std::nullopt;
        lexer_.rewind(begin);
        return parseFreeText(std::move(node));
    }

    Node parseFreeText(FilterNode node) {
        const std::size_t column = lexer_.column();
        const bool quoted = lexer_.peek() == '"';
        if (lexer_.atEnd()) return failAt(column, "something must follow here");
        auto value = lexer_.takeValue(FilterLexer::Until::Operator);
        if (!value) {
            return failAt(column, quoted ? "this quote is not closed" : "a term is expected here");
        }
        node.term.comparison = Comparison::Contains;
        node.term.values.push_back(std::move(*value));
        return node;
    }

    // The field name in header[name].
    std::optional<std::string> parseField() {
        const std::size_t column = lexer_.column();
        lexer_.take("[");
        std::string field;
        while (!lexer_.atEnd() && lexer_.peek() != ']') {
            field += lexer_.peek();
            lexer_.rewind(lexer_.position() + 1);
        }
        if (!lexer_.take("]")) return failAt(column, "this bracket is not closed");
        if (field.empty()) return failAt(column, "a field name is expected in the brackets");
        return field;
    }

    // What follows a name. False where it isn't the name of a term at all.
    bool parseValues(FilterTerm& term) {
        if (lexer_.take(":")) {
            lexer_.skipSpace();
            term.comparison = Comparison::Equal;
            return parseValue(term, FilterLexer::Until::Space);
        }
        lexer_.skipSpace();
        if (const auto comparison = lexer_.takeComparison()) {
            term.comparison = *comparison;
            lexer_.skipSpace();
            return parseValue(term, FilterLexer::Until::Operator);
        }
        if (lexer_.takeKeyword("contains")) {
            term.comparison = Comparison::Contains;
            lexer_.skipSpace();
            return parseValue(term, FilterLexer::Until::Operator);
        }
        const std::size_t column = lexer_.column();
        if (lexer_.take("~") || lexer_.takeKeyword("matches")) {
            failAt(column, "regular expressions are not understood: use contains, or * in a value");
            return true;
        }
        return lexer_.takeKeyword("in") && parseList(term);
    }

    bool parseValue(FilterTerm& term, FilterLexer::Until until) {
        const std::size_t column = lexer_.column();
        const bool quoted = lexer_.peek() == '"';
        auto value = lexer_.takeValue(until);
        if (!value) {
            failAt(column, quoted ? "this quote is not closed" : "a value is expected here");
            return true;
        }
        term.values.push_back(std::move(*value));
        return true;
    }

    // {a, b c}: "in" without the brace is free text.
    bool parseList(FilterTerm& term) {
        lexer_.skipSpace();
        const std::size_t column = lexer_.column();
        if (!lexer_.take("{")) return false;
        term.comparison = Comparison::Equal;
        for (lexer_.skipSpace(); !lexer_.take("}"); lexer_.skipSpace()) {
            if (lexer_.take(",")) continue;
            if (lexer_.atEnd()) {
                failAt(column, "this brace is not closed");
                return true;
            }
            if (++terms_ > FilterLimits::kTerms) {
                fail("these are too many values");
                return true;
            }
            parseValue(term, FilterLexer::Until::ListEnd);
            if (problem_) return true;
        }
        if (term.values.empty()) failAt(column, "a value is expected in the braces");
        return true;
    }

    bool resolve(std::string_view name, const std::optional<std::string>& field, FilterTerm& term) {
        term.name = findFilterName(name);
        if (term.name == nullptr) {
            const std::string_view nearest = nearestFilterName(name);
            failAt(term.column,
                   fmt::format("\"{}\" is no name of a filter{}", name,
                               nearest.empty() ? std::string()
                                               : fmt::format(": did you mean \"{}\"?", nearest)));
            return false;
        }
        const bool isHeader = term.name->field == FilterField::Header ||
                              term.name->field == FilterField::RequestHeader ||
                              term.name->field == FilterField::ResponseHeader;
        const bool needsField = isHeader && term.name->header.empty();
        if (needsField != field.has_value()) {
            failAt(term.column,
                   needsField ? fmt::format("which field? {0}[name]:value, such as {0}[accept]:*",
                                            term.name->name)
                              : fmt::format("\"{}\" takes no [name]", term.name->name));
            return false;
        }
        term.field = needsField ? *field : std::string(term.name->header);
        return true;
    }

    FilterLexer lexer_;
    std::optional<FilterProblem> problem_;
    std::size_t depth_ = 0;
    std::size_t terms_ = 0;
};

}  // namespace

std::string FilterProblem::line() const {
    return fmt::format("column {}: {}", column, message);
}

std::variant<FilterNode, FilterProblem> parseFilterTree(std::string_view text) {
    if (text.size() > FilterLimits::kBytes) {
        return FilterProblem{FilterLimits::kBytes, "the filter is too long"};
    }
    return Parser(text).parse();
}

}  // namespace hark::query
