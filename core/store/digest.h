#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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

}  // namespace hark::store
