#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/query/rows.h"

namespace hark::cli {

/// Draws exchanges as bars over a common span of time.
class Waterfall {
public:
    /// `width` columns stand for [beginNs, endNs].
    Waterfall(std::int64_t beginNs, std::int64_t endNs, std::size_t width, bool colour);

    /// connect `c`, blocked `·`, send and wait `░`, receive `█`, all in one character at least; an
    /// unfinished one ends in `>`.
    [[nodiscard]] std::string bar(const query::ExchangeRow& row) const;
    /// A ruler of round times relative to the beginning.
    [[nodiscard]] std::string ruler() const;
    [[nodiscard]] static std::string legend();

private:
    [[nodiscard]] std::size_t columnOf(std::int64_t ns) const;

    std::int64_t begin_;
    std::int64_t end_;
    std::size_t width_;
    bool colour_;
};

}  // namespace hark::cli
