#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>

#include "core/query/content_reader.h"
#include "core/query/database.h"

namespace hark::query {

/// Looks for one text in decoded contents. What was found out about a content is remembered, since
/// many exchanges share one. Streams: memory doesn't grow with the content.
class BodySearch {
public:
    BodySearch(sqlite3* database, std::string_view text);

    /// Whether the content, decoded as the field lines of `head` say, holds the text; ASCII letters
    /// of either case are the same. Text never spans a gap.
    [[nodiscard]] bool holds(std::uint64_t content, std::uint64_t head);

private:
    std::string codingOf(std::uint64_t head);
    bool search(std::uint64_t content, std::string_view coding);
    bool feed(std::string_view bytes);

    ContentReader reader_;
    Rows head_;
    std::string text_;
    std::string window_;  ///< what an occurrence could have begun in
    absl::flat_hash_map<std::string, std::uint64_t> codings_;
    absl::flat_hash_map<std::uint64_t, bool> known_;  ///< by content and coding
};

}  // namespace hark::query
