#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/filter.h"
#include "core/query/note_conditions.h"

namespace hark::query {

/// The target URI of `exchange x`, as the views make it.
extern const char* const kUrlSql;

/// The condition of one term of a filter.
class TermConditions : public NoteConditions {
public:
    /// Why a term could not be compiled.
    FilterProblem& problem() { return *problem_; }

protected:
    using NoteConditions::NoteConditions;

    /// False where a value is none that the name can take.
    bool compileTerm(const FilterTerm& term);

private:
    bool fail(const FilterValue& value, std::string message);
    bool compileFreeText(const FilterValue& value);
    [[nodiscard]] std::vector<std::string_view> ownText() const;
    bool compileValue(const FilterTerm& term, const FilterValue& value);
    bool compileText(const FilterTerm& term, const FilterValue& value);
    bool compileOrigin(std::string_view column, const Pattern& pattern);
    bool compileService(const Pattern& pattern);
    bool compileProtocol(const Pattern& pattern);
    bool compileFields(const FilterTerm& term, const Pattern& pattern);
    bool compileAddress(FilterField field, const FilterValue& value, Comparison comparison);
    void addFlags(unsigned flags, std::string_view sign);
    bool compileWord(const FilterTerm& term, const FilterValue& value);
    bool compileTime(const FilterTerm& term, const FilterValue& value);
    /// Of what `subject_` asks for: when it began, or was last alive.
    [[nodiscard]] std::string_view timeColumn(bool isEnd) const;
    bool compileNumber(const FilterTerm& term, const FilterValue& value);
    bool compareColumns(FilterField field, Comparison comparison,
                        const std::optional<NumberRange>& range);
    void addRangeOfConnection(std::int64_t connection);

    std::optional<FilterProblem> problem_;
};

}  // namespace hark::query
