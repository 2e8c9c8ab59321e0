#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/query/case.h"

namespace hark::query {

/// What is being written at a place of a filter.
struct CompletionPlace {
    enum class Kind : std::uint8_t {
        Name,   ///< of a term
        Field,  ///< between the brackets of header[…]
        Value,  ///< behind a name
    };
    Kind kind = Kind::Name;
    std::size_t begin = 0;  ///< what a candidate takes the place of, in bytes
    std::size_t end = 0;
    std::string typed;                 ///< of it, up to the cursor; without quotes
    const FilterName* name = nullptr;  ///< of a Field and a Value
    std::string field;                 ///< of a Value: that of header[field], as written
    bool isNameDone = false;           ///< of a Name: what goes on behind it is there already
};

/// Whatever the text is, also where it makes no sense as a filter yet. `cursor` is an offset in
/// bytes. Nothing where what stands there is free text, or the value of no known name.
[[nodiscard]] std::optional<CompletionPlace> completionPlace(std::string_view text,
                                                             std::size_t cursor);

/// Something that can be written there.
struct Candidate {
    std::string insert;       ///< in place of [begin, end): quoted where that is needed
    std::string label;        ///< the name, or the value as it is; may be from traffic
    std::string_view help;    ///< of a name; static storage
    std::uint64_t count = 0;  ///< of a value: see SeenValue
};

/// For a name the names that begin with what is typed, then those with it inside, by their
/// synonyms too; for values seenValues(). At most `most`.
[[nodiscard]] base::Result<std::vector<Candidate>> candidates(Case& from,
                                                              const CompletionPlace& place,
                                                              std::size_t most);

}  // namespace hark::query
