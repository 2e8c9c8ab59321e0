#pragma once

#include <memory>
#include <string>

#include "core/base/bytes.h"

namespace hark::base {

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(Bytes bytes);
    /// Lower-case hex; nothing may be added after it.
    [[nodiscard]] std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hark::base
