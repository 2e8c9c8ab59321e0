#include "core/store/digest.h"

#include <cstring>
#include <random>

#include "core/base/xxh3.h"

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

}  // namespace hark::store
