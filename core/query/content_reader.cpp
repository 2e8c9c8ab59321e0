#include "core/query/content_reader.h"

namespace hark::query {

ContentReader::ContentReader(sqlite3* database)
    : leaf_(database, "SELECT length, missing, bytes FROM content WHERE id = ?"),
      parts_(database,
             "SELECT p.length, d.bytes FROM content_part p LEFT JOIN content d ON d.id = p.part "
             "WHERE p.content = ? ORDER BY p.offset") {}

void ContentReader::open(std::uint64_t content) {
    length_ = missing_ = 0;
    state_ = State::Ended;
    leaf_.reset();
    parts_.reset();
    if (!leaf_.bind(content).step()) return;
    length_ = leaf_.number(0);
    missing_ = leaf_.number(1);
    state_ = leaf_.isNull(2) ? State::Parts : State::Leaf;
    if (state_ == State::Parts) parts_.bind(content);
}

std::optional<ContentReader::Piece> ContentReader::next() {
    if (state_ == State::Leaf) {
        state_ = State::Ended;
        return Piece(base::asBytes(leaf_.text(2)));
    }
    if (state_ == State::Ended || !parts_.step()) {
        state_ = State::Ended;
        return std::nullopt;
    }
    if (parts_.isNull(1)) return Piece(Gap{parts_.number(0)});
    return Piece(base::asBytes(parts_.text(1)));
}

}  // namespace hark::query
