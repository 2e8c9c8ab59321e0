#include "core/store/deduplicator.h"

#include <limits>
#include <utility>

namespace hark::store {

namespace {

constexpr std::size_t kSmallestTable = 64;  // buckets

}  // namespace

const std::uint32_t* Deduplicator::Table::find(const Digest& digest) const {
    if (buckets_.empty()) return nullptr;
    for (std::size_t at = place(digest);; at = (at + 1) & (buckets_.size() - 1)) {
        const Bucket& bucket = buckets_[at];
        for (std::size_t i = 0; i < bucket.used; ++i) {
            if (bucket.digests[i] == digest) return &bucket.ids[i];
        }
        if (bucket.used < kEntries) return nullptr;  // a fuller table would have gone on here
    }
}

std::pair<std::uint32_t&, bool> Deduplicator::Table::add(const Digest& digest, std::uint32_t id) {
    // Three quarters full, so that few digests lie outside their own bucket.
    if (size_ >= buckets_.size() * kEntries / 4 * 3) grow();
    for (std::size_t at = place(digest);; at = (at + 1) & (buckets_.size() - 1)) {
        Bucket& bucket = buckets_[at];
        for (std::size_t i = 0; i < bucket.used; ++i) {
            if (bucket.digests[i] == digest) return {bucket.ids[i], false};
        }
        if (bucket.used == kEntries) continue;
        ++size_;
        bucket.digests[bucket.used] = digest;
        bucket.ids[bucket.used] = id;
        return {bucket.ids[bucket.used++], true};
    }
}

void Deduplicator::Table::grow() {
    const std::vector<Bucket> before = std::exchange(buckets_, {});
    buckets_.resize(before.empty() ? kSmallestTable : 2 * before.size());
    size_ = 0;
    for (const Bucket& bucket : before) {
        for (std::size_t i = 0; i < bucket.used; ++i)
            add(bucket.digests[i], bucket.ids[i]);
    }
}

std::optional<std::uint64_t> Deduplicator::find(const Digest& digest) {
    if (const std::uint32_t* id = younger_.find(digest)) return *id;
    const std::uint32_t* found = older_.find(digest);
    if (found == nullptr) return std::nullopt;
    const std::uint64_t id = *found;
    remember(digest, id);
    return id;
}

std::optional<std::uint64_t> Deduplicator::findOrRemember(const Digest& digest, std::uint64_t id) {
    if (id > std::numeric_limits<std::uint32_t>::max() || younger_.size() >= capacity_) {
        const auto found = find(digest);
        if (!found) remember(digest, id);
        return found;
    }
    const auto [kept, isNew] = younger_.add(digest, static_cast<std::uint32_t>(id));
    if (!isNew) return kept;
    const std::uint32_t* earlier = older_.find(digest);
    if (earlier == nullptr) return std::nullopt;
    kept = *earlier;
    return kept;
}

void Deduplicator::remember(const Digest& digest, std::uint64_t id) {
    if (id > std::numeric_limits<std::uint32_t>::max()) return;
    if (younger_.size() >= capacity_) older_ = std::exchange(younger_, {});
    younger_.add(digest, static_cast<std::uint32_t>(id));
}

}  // namespace hark::store
