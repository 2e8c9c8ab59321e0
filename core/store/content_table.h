#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "core/base/bytes.h"
#include "core/store/deduplicator.h"
#include "core/store/digest.h"
#include "core/store/insert.h"
#include "core/store/limits.h"

namespace hark::store {

/// Stores contents as they stream by, each distinct one once, in parts of bounded size.
///
/// A content without gaps that fits into one part is one row. Any other is a list of parts, which
/// are contents themselves, and gaps; the list is identified by its own digest.
class ContentTable {
public:
    ContentTable(Database& database, const Hasher& hasher, const Limits& limits);

    /// More content of the message that the caller knows by `key`, or a gap in it.
    void append(std::uint64_t key, base::Bytes bytes);
    void appendGap(std::uint64_t key, std::uint64_t length);
    /// finish() comes soon: begins to look for the content among those that are stored.
    void prepare(std::uint64_t key);
    /// The message has ended: the id of its content, or nothing where there was none.
    std::optional<std::uint64_t> finish(std::uint64_t key);

private:
    struct Part {
        std::uint64_t offset;
        std::uint64_t length;
        std::uint64_t content;  ///< 0: a gap
    };
    struct Open {
        std::vector<std::byte> buffer;
        std::optional<Digest> digest;  ///< of the buffer, where it is all there is and prepared
        std::vector<Part> parts;
        std::uint64_t length = 0;  ///< in parts, without the buffer
        std::uint64_t missing = 0;
        std::uint64_t spilledAs =
            0;  ///< its id, where some of its parts are in the database already
        [[nodiscard]] std::size_t weight() const {
            return buffer.size() + parts.size() * sizeof(Part);
        }
    };

    Open& open(std::uint64_t key);
    std::unique_ptr<Open> take(std::uint64_t key);
    void recycle(std::unique_ptr<Open> open);
    void flushBuffer(Open& message);
    void spillParts(Open& message);
    void relieve();
    std::uint64_t storeLeaf(base::Bytes bytes, const Digest& digest);
    std::uint64_t storeComposite(Open& message);

    const Hasher& hasher_;
    Limits limits_;
    Insert insert_;
    Insert insertPart_;
    Deduplicator known_;
    absl::flat_hash_map<std::uint64_t, std::unique_ptr<Open>> open_;
    std::vector<std::unique_ptr<Open>> spare_;
    std::uint64_t lastKey_ = 0;
    Open* last_ = nullptr;  ///< that of lastKey_
    std::size_t waiting_ = 0;
    std::uint64_t next_;
};

}  // namespace hark::store
