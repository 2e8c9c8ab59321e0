#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

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
    /// Several in one line; where they overlap, the later one is in front.
    [[nodiscard]] std::string lane(std::span<const query::ExchangeRow> rows) const;
    /// Signs at their moments, which must be in order; one whose place is taken moves to the right.
    [[nodiscard]] std::string marks(std::span<const std::pair<std::int64_t, char>> signs) const;
    /// A ruler of round times relative to the beginning.
    [[nodiscard]] std::string ruler() const;
    [[nodiscard]] static std::string legend();

private:
    enum class Phase : std::uint8_t { None, Dns, Connect, Blocked, Send, Wait, Receive, Cut };
    [[nodiscard]] std::size_t columnOf(std::int64_t ns) const;
    void paint(const query::ExchangeRow& row, std::vector<Phase>& cells) const;
    [[nodiscard]] std::string drawn(const std::vector<Phase>& cells) const;

    std::int64_t begin_;
    std::int64_t end_;
    std::size_t width_;
    bool colour_;
};

}  // namespace hark::cli
