#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <absl/container/flat_hash_map.h>

#include "core/base/bytes.h"

namespace hark::store {

/// 128 bits that stand for a run of bytes, in four words so that a table of them is dense.
struct Digest {
    std::array<std::uint32_t, 4> words{};
    friend bool operator==(const Digest& a, const Digest& b) {
        return a.words[0] == b.words[0] && a.words[1] == b.words[1] && a.words[2] == b.words[2] &&
               a.words[3] == b.words[3];
    }
};

/// XXH3-128 keyed by random bytes of this process: it isn't a cryptographic hash, but traffic can't
/// be made to collide under a key that nobody outside knows. Digests are never stored.
class Hasher {
public:
    Hasher();
    [[nodiscard]] Digest digest(base::Bytes bytes) const;

private:
    static constexpr std::size_t kSecretBytes = 192;
    alignas(64) std::array<unsigned char, kSecretBytes> secret_{};
};

/// Remembers which id a digest got, in two generations: when the younger is full, the older is
/// forgotten. What comes again and again is thus found for ever, in bounded memory.
class Deduplicator {
public:
    explicit Deduplicator(std::size_t capacity) : capacity_(capacity) {
        younger_.reserve(capacity_);
    }

    [[nodiscard]] std::optional<std::uint64_t> find(const Digest& digest);
    void remember(const Digest& digest, std::uint64_t id);
    /// The id that the digest got before; else nothing, and from now on `id`. One look where find()
    /// and remember() take two.
    [[nodiscard]] std::optional<std::uint64_t> findOrRemember(const Digest& digest,
                                                              std::uint64_t id);

private:
    struct FirstWords {
        std::size_t operator()(const Digest& digest) const {
            return std::size_t{digest.words[0]} << 32U | digest.words[1];
        }
    };
    using Table = absl::flat_hash_map<Digest, std::uint32_t, FirstWords>;

    std::size_t capacity_;
    Table younger_;
    Table older_;
};

}  // namespace hark::store
