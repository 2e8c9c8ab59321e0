#include "core/query/completion.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/query/filter_lexer.h"
#include "core/query/filter_text.h"
#include "core/query/seen_values.h"

namespace hark::query {

namespace {

using Place = std::optional<CompletionPlace>;
using Kind = CompletionPlace::Kind;

bool takesField(const FilterName& name) {
    const bool isHeader = name.field == FilterField::Header ||
                          name.field == FilterField::RequestHeader ||
                          name.field == FilterField::ResponseHeader;
    return isHeader && name.header.empty();
}

// What a value says, of which quotes and escapes of quotes may still be open.
std::string unquoted(std::string_view text) {
    if (!text.starts_with('"')) return std::string(text);
    std::string plain;
    for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
        const bool escapes =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        plain += escapes ? text[++i] : text[i];
    }
    return plain;
}

// Walks over the terms as the parser does, but minds no order between them, up to the one in which
// the cursor stands.
class Walker {
public:
    Walker(std::string_view text, std::size_t cursor)
        : text_(text), cursor_(std::min(cursor, text.size())), lexer_(text) {}

    Place find() {
        while (true) {
            const std::size_t done = lexer_.position();
            if (cursor_ < done) return std::nullopt;  // between a name and what compares it
            lexer_.skipSpace();
            if (isInFront()) return placeOf(Kind::Name, cursor_, cursor_);
            if (isBetweenTerms()) continue;
            if (auto found = term()) return *found;
        }
    }

private:
    [[nodiscard]] CompletionPlace placeOf(Kind kind, std::size_t begin, std::size_t end) const {
        CompletionPlace place;
        place.kind = kind;
        place.begin = begin;
        place.end = end;
        place.typed = unquoted(text_.substr(begin, cursor_ - begin));
        return place;
    }

    // The cursor is where a term may begin, and no word begins right there.
    [[nodiscard]] bool isInFront() const {
        if (cursor_ != lexer_.position()) return cursor_ < lexer_.position();
        FilterLexer ahead = lexer_;
        return ahead.takeName().empty();
    }

    // Takes what stands between terms and in front of them.
    bool isBetweenTerms() {
        static constexpr std::array<std::string_view, 6> kSigns{"(", ")", "!", "-", "&&", "||"};
        static constexpr std::array<std::string_view, 3> kWords{"and", "or", "not"};
        return std::any_of(kSigns.begin(), kSigns.end(),
                           [&](std::string_view sign) { return lexer_.take(sign); }) ||
               std::any_of(kWords.begin(), kWords.end(),
                           [&](std::string_view word) { return takeWord(word); });
    }

    // While the cursor is at its end it may become a longer word.
    bool takeWord(std::string_view word) {
        const std::size_t begin = lexer_.position();
        if (lexer_.takeKeyword(word) && cursor_ > lexer_.position()) return true;
        lexer_.rewind(begin);
        return false;
    }

    // The place in this term, which may be none; nothing where the cursor is behind it.
    std::optional<Place> term() {
        const std::size_t begin = lexer_.position();
        const std::string_view name = lexer_.takeName();
        const std::size_t nameEnd = lexer_.position();
        if (!name.empty() && cursor_ <= nameEnd) {
            CompletionPlace place = placeOf(Kind::Name, begin, nameEnd);
            place.isNameDone = goesOn();
            return Place(std::move(place));
        }
        known_ = name.empty() ? nullptr : findFilterName(name);
        field_.clear();
        if (!name.empty() && lexer_.peek() == '[') {
            if (auto found = field()) return found;
        }
        const bool isUrl = (name == "http" || name == "https") && lexer_.startsWith("://");
        if (!name.empty() && !isUrl) {
            bool isTerm = false;
            auto found = values(isTerm);
            if (isTerm) return found;
        }
        lexer_.rewind(begin);
        return freeText();
    }

    // Whether a name is followed by what makes it one.
    bool goesOn() {
        if (lexer_.peek() == ':' || lexer_.peek() == '[') return true;
        lexer_.skipSpace();
        return lexer_.takeComparison().has_value();
    }

    std::optional<Place> field() {
        lexer_.take("[");
        const std::size_t begin = lexer_.position();
        const std::size_t close = text_.find(']', begin);
        const std::size_t end = close == std::string_view::npos ? cursor_ : close;
        if (cursor_ >= begin && cursor_ <= end) {
            if (known_ == nullptr || !takesField(*known_)) return Place();
            CompletionPlace place = placeOf(Kind::Field, begin, end);
            place.name = known_;
            place.isNameDone = close != std::string_view::npos;
            return Place(std::move(place));
        }
        if (close == std::string_view::npos) return Place();
        field_ = text_.substr(begin, close - begin);
        lexer_.rewind(close + 1);
        return std::nullopt;
    }

    std::optional<Place> values(bool& isTerm) {
        isTerm = true;
        if (lexer_.take(":")) return value(FilterLexer::Until::Space);
        lexer_.skipSpace();
        if (lexer_.takeComparison() || lexer_.takeKeyword("contains"))
            return value(FilterLexer::Until::Operator);
        if (lexer_.takeKeyword("in")) {
            lexer_.skipSpace();
            if (lexer_.take("{")) return list();
        }
        isTerm = false;
        return std::nullopt;
    }

    std::optional<Place> list() {
        while (true) {
            if (auto found = value(FilterLexer::Until::ListEnd)) return found;
            lexer_.skipSpace();
            if (lexer_.take("}") || lexer_.atEnd()) return std::nullopt;
            if (!lexer_.take(",") && lexer_.position() == last_) return std::nullopt;
            last_ = lexer_.position();
        }
    }

    std::optional<Place> value(FilterLexer::Until until) {
        const std::size_t earliest = lexer_.position();
        lexer_.skipSpace();
        const std::size_t begin = lexer_.position();
        if (cursor_ >= earliest && cursor_ < begin) return valuePlace(cursor_, cursor_);
        const std::size_t end = endOfValue(until);
        if (cursor_ >= begin && cursor_ <= end) return valuePlace(begin, end);
        lexer_.rewind(end);
        return std::nullopt;
    }

    // Where quotes are open the value ends at the cursor: what is behind it is another matter.
    std::size_t endOfValue(FilterLexer::Until until) {
        const std::size_t begin = lexer_.position();
        const bool isTaken = lexer_.takeValue(until).has_value();
        const std::size_t end = lexer_.position();
        lexer_.rewind(begin);
        if (isTaken) return end;
        return lexer_.peek() == '"' ? std::max(cursor_, begin + 1) : begin;
    }

    std::optional<Place> valuePlace(std::size_t begin, std::size_t end) {
        if (known_ == nullptr || (takesField(*known_) && field_.empty())) return Place();
        CompletionPlace place = placeOf(Kind::Value, begin, end);
        place.name = known_;
        place.field = field_.empty() ? std::string(known_->header) : field_;
        return Place(std::move(place));
    }

    std::optional<Place> freeText() {
        const std::size_t begin = lexer_.position();
        lexer_.rewind(endOfValue(FilterLexer::Until::Operator));
        // A sign that begins nothing is passed over.
        if (lexer_.position() == begin) lexer_.rewind(begin + 1);
        if (cursor_ <= lexer_.position()) return Place();
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t cursor_;
    FilterLexer lexer_;
    const FilterName* known_ = nullptr;  ///< that of the term
    std::string field_;
    std::size_t last_ = 0;
};

/// How well a spelling of a name fits what is typed.
enum class Fit : std::uint8_t { Begins, Holds, None };

Fit fitOf(std::string_view spelling, const std::string& typed) {
    const std::size_t at = spelling.find(typed);
    if (at == 0) return Fit::Begins;
    return at == std::string_view::npos ? Fit::None : Fit::Holds;
}

// The spelling of a name that fits best; the first one where several do.
std::pair<Fit, std::string_view> bestSpelling(const FilterName& name, const std::string& typed) {
    std::pair<Fit, std::string_view> best{fitOf(name.name, typed), name.name};
    std::string_view rest = name.synonyms;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view synonym = rest.substr(0, end);
        if (const Fit fit = fitOf(synonym, typed); fit < best.first) best = {fit, synonym};
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return best;
}

std::vector<Candidate> nameCandidates(const CompletionPlace& place, std::size_t most) {
    const std::string typed = base::toLower(place.typed);
    std::vector<Candidate> found;
    for (const Fit wanted : {Fit::Begins, Fit::Holds}) {
        for (const FilterName& name : filterNames()) {
            const auto [fit, spelling] = bestSpelling(name, typed);
            if (fit != wanted || found.size() == most) continue;
            std::string insert(spelling);
            if (!place.isNameDone) insert += takesField(name) ? '[' : ':';
            found.push_back({std::move(insert), std::string(spelling), name.help, 0});
        }
    }
    return found;
}

}  // namespace

std::optional<CompletionPlace> completionPlace(std::string_view text, std::size_t cursor) {
    return Walker(text.substr(0, FilterLimits::kBytes), cursor).find();
}

base::Result<std::vector<Candidate>> candidates(Case& from, const CompletionPlace& place,
                                                std::size_t most) {
    if (place.kind == Kind::Name) return nameCandidates(place, most);
    const auto values = seenValues(from, *place.name, place.field, place.typed, most);
    if (!values) return values.error();
    std::vector<Candidate> found;
    for (const SeenValue& value : *values) {
        std::string insert = value.text;
        if (place.kind == Kind::Field && insert.find(']') != std::string::npos) continue;
        if (place.kind == Kind::Value) insert = filterValue(value.text);
        if (place.kind == Kind::Field && !place.isNameDone) insert += "]:";
        found.push_back({std::move(insert), value.text, {}, value.count});
    }
    return found;
}

}  // namespace hark::query
