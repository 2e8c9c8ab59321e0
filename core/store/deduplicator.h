#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/store/digest.h"

namespace hark::store {

/// Remembers which id a digest got, in two generations: when the younger is full, the older is
/// forgotten. What comes again and again is thus found for ever, in bounded memory.
class Deduplicator {
public:
    /// `capacity`: digests per generation; 28 bytes each when it is full.
    explicit Deduplicator(std::size_t capacity) : capacity_(capacity) {}

    /// Asks the processor for the memory that find() and findOrRemember() will look at.
    void prefetch(const Digest& digest) const {
        younger_.prefetch(digest);
        older_.prefetch(digest);
    }
    [[nodiscard]] std::optional<std::uint64_t> find(const Digest& digest);
    void remember(const Digest& digest, std::uint64_t id);
    /// The id that the digest got before; else nothing, and from now on `id`.
    [[nodiscard]] std::optional<std::uint64_t> findOrRemember(const Digest& digest,
                                                              std::uint64_t id);

private:
    /// An open hash table whose buckets are a cache line each: a look costs one access to memory
    /// where a general table takes two. It grows with what is in it, and nothing is ever removed.
    class Table {
    public:
        void prefetch(const Digest& digest) const {
            if (!buckets_.empty()) __builtin_prefetch(&buckets_[place(digest)]);
        }
        /// Where the digest's id is; null where it is not there.
        [[nodiscard]] const std::uint32_t* find(const Digest& digest) const;
        /// The digest's id, and whether it was not there and has got `id` now.
        std::pair<std::uint32_t&, bool> add(const Digest& digest, std::uint32_t id);
        [[nodiscard]] std::size_t size() const { return size_; }

    private:
        static constexpr std::size_t kEntries = 3;
        struct alignas(64) Bucket {
            std::array<Digest, kEntries> digests;
            std::array<std::uint32_t, kEntries> ids{};
            std::uint32_t used = 0;
        };
        static_assert(sizeof(Bucket) == 64);

        [[nodiscard]] std::size_t place(const Digest& digest) const {
            return (std::size_t{digest.words[0]} << 32U | digest.words[1]) & (buckets_.size() - 1);
        }
        void grow();

        std::vector<Bucket> buckets_;  // a power of two of them, or none
        std::size_t size_ = 0;
    };

    std::size_t capacity_;
    Table younger_;
    Table older_;
};

}  // namespace hark::store
