#include "core/store/digest.h"

#include <cstring>
#include <limits>
#include <random>
#include <utility>

#include <xxhash.h>

namespace hark::store {

Hasher::Hasher() {
    std::random_device device;
    for (std::size_t i = 0; i < secret_.size(); i += sizeof(std::uint32_t)) {
        const std::uint32_t word = device();
        std::memcpy(&secret_[i], &word, sizeof word);
    }
}

Digest Hasher::digest(base::Bytes bytes) const {
    const XXH128_hash_t hash =
        XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret_.data(), secret_.size());
    return {{static_cast<std::uint32_t>(hash.low64), static_cast<std::uint32_t>(hash.low64 >> 32U),
             static_cast<std::uint32_t>(hash.high64),
             static_cast<std::uint32_t>(hash.high64 >> 32U)}};
}

std::optional<std::uint64_t> Deduplicator::find(const Digest& digest) {
    if (const auto found = younger_.find(digest); found != younger_.end()) return found->second;
    const auto found = older_.find(digest);
    if (found == older_.end()) return std::nullopt;
    const std::uint64_t id = found->second;
    remember(digest, id);
    return id;
}

std::optional<std::uint64_t> Deduplicator::findOrRemember(const Digest& digest, std::uint64_t id) {
    if (id > std::numeric_limits<std::uint32_t>::max() || younger_.size() >= capacity_) {
        const auto found = find(digest);
        if (!found) remember(digest, id);
        return found;
    }
    const auto [at, isNew] = younger_.try_emplace(digest, static_cast<std::uint32_t>(id));
    if (!isNew) return at->second;
    if (older_.empty()) return std::nullopt;
    const auto found = older_.find(digest);
    if (found == older_.end()) return std::nullopt;
    at->second = found->second;
    return found->second;
}

void Deduplicator::remember(const Digest& digest, std::uint64_t id) {
    if (id > std::numeric_limits<std::uint32_t>::max()) return;
    if (younger_.size() >= capacity_) {
        older_ = std::exchange(younger_, {});
        younger_.reserve(capacity_);  // growing step by step would move every entry many times
    }
    younger_.emplace(digest, static_cast<std::uint32_t>(id));
}

}  // namespace hark::store
