#include "core/query/content_reader.h"

namespace hark::query {

ContentReader::ContentReader(sqlite3* database)
    : leaf_(database, "SELECT length, missing, bytes FROM content WHERE id = ?"),
      parts_(database,
             "SELECT p.length, d.bytes, p.offset FROM content_part p LEFT JOIN content d ON d.id = "
             "p.part "
             "WHERE p.content = ?1 AND p.offset >= (SELECT max(b.offset) FROM content_part b "
             "WHERE b.content = ?1 AND b.offset <= ?2) ORDER BY p.offset") {}

void ContentReader::open(std::uint64_t content, std::uint64_t from) {
    length_ = missing_ = position_ = 0;
    state_ = State::Ended;
    leaf_.reset();
    parts_.reset();
    if (!leaf_.bind(content).step()) return;
    length_ = leaf_.number(0);
    missing_ = leaf_.number(1);
    state_ = leaf_.isNull(2) ? State::Parts : State::Leaf;
    if (state_ == State::Leaf) return;
    // A statement ahead of its rows: where the first one begins.
    if (parts_.bind(content).bind(from).step()) position_ = parts_.number(2);
    parts_.reset();
    parts_.bind(content).bind(from);
}

std::optional<ContentReader::Piece> ContentReader::next() {
    if (state_ == State::Leaf) {
        state_ = State::Ended;
        position_ = length_;
        return Piece(base::asBytes(leaf_.text(2)));
    }
    if (state_ == State::Ended || !parts_.step()) {
        state_ = State::Ended;
        return std::nullopt;
    }
    position_ = parts_.number(2) + parts_.number(0);
    if (parts_.isNull(1)) return Piece(Gap{parts_.number(0)});
    return Piece(base::asBytes(parts_.text(1)));
}

}  // namespace hark::query
