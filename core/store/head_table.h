#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/http/fields.h"
#include "core/store/deduplicator.h"
#include "core/store/digest.h"
#include "core/store/insert.h"

namespace hark::store {

/// Stores heads and trailers, each distinct one once.
class HeadTable {
public:
    HeadTable(Database& database, const Hasher& hasher, std::size_t capacity);

    /// The id of `fields.bytes()` from `begin` on; `firstLine` is where its field lines begin.
    std::uint64_t store(const http::Fields& fields, std::size_t begin, std::size_t firstLine) {
        return store(fields, begin, firstLine, prepare(fields, begin, firstLine));
    }
    /// The same in two steps: prepare() begins to look for the bytes among those that are stored.
    [[nodiscard]] Digest prepare(const http::Fields& fields, std::size_t begin,
                                 std::size_t firstLine) const {
        Digest digest = hasher_.digest(base::asBytes(fields.bytes().substr(begin)));
        // The same bytes are other field lines where the first one is a status line.
        if (begin < firstLine) digest.words[3] = ~digest.words[3];
        known_.prefetch(digest);
        return digest;
    }
    std::uint64_t store(const http::Fields& fields, std::size_t begin, std::size_t firstLine,
                        const Digest& digest);

private:
    Insert insert_;
    const Hasher& hasher_;
    Deduplicator known_;
    std::uint64_t next_;
    std::string lines_;
};

/// Whether cutting the bytes at CRLF and each line at its first colon gives these field lines, and
/// nothing from `begin` on needs more than SQLite's own JSON functions to be shown; as above.
[[nodiscard]] bool isPlain(const http::Fields& fields, std::size_t begin, std::size_t firstLine);

/// The field lines as a JSON array of [name, value]; bytes that are not UTF-8 stay as they are.
void writeLines(const http::Fields& fields, std::string& out);

}  // namespace hark::store
