#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "core/base/bytes.h"
#include "core/query/database.h"

namespace hark::query {

/// Reads one content of a case as it was transferred: framing removed, content coding kept. One
/// piece, of at most a part's size, is in memory at a time. Must not outlive its Case.
class ContentReader {
public:
    struct Gap {
        std::uint64_t length;  ///< sent and not captured
    };
    /// Bytes live until the next call.
    using Piece = std::variant<base::Bytes, Gap>;

    /// Of no content yet.
    explicit ContentReader(sqlite3* database);
    ContentReader(sqlite3* database, std::uint64_t content) : ContentReader(database) {
        open(content);
    }

    /// From here on the reader reads that content, from its beginning.
    void open(std::uint64_t content) { open(content, 0); }
    /// The same from a byte on that is not after `from`: the first of its piece, see position().
    void open(std::uint64_t content, std::uint64_t from);
    /// Where the piece that comes next begins.
    [[nodiscard]] std::uint64_t position() const { return position_; }

    /// Both are 0 for a content that is not there.
    [[nodiscard]] std::uint64_t length() const { return length_; }
    [[nodiscard]] std::uint64_t missing() const { return missing_; }
    /// The next piece in order, nothing at the end.
    [[nodiscard]] std::optional<Piece> next();
    /// A read failed: what came so far is not all.
    [[nodiscard]] bool hasFailed() const { return leaf_.hasFailed() || parts_.hasFailed(); }

private:
    Rows leaf_;
    Rows parts_;
    std::uint64_t length_ = 0;
    std::uint64_t missing_ = 0;
    std::uint64_t position_ = 0;
    enum class State : std::uint8_t { Leaf, Parts, Ended } state_ = State::Ended;
};

}  // namespace hark::query
