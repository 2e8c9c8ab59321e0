#pragma once

#include <cstddef>

namespace hark::tls {

/// What is kept of a handshake that is only looked at.
struct Limits {
    /// Bytes of each side's first handshake message. Hellos with the largest key shares of today
    /// (ML-KEM, 1.2 KB), encrypted client hellos and tickets take 4 KB; what a longer one says
    /// later is not read.
    std::size_t helloBytes = 8192;
};

}  // namespace hark::tls
