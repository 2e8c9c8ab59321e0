#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/fields.h"

namespace hark::http1 {

/// Splits the field lines of one client's requests. Most clients repeat them unchanged on a
/// connection; then they are not parsed again.
class FieldLineCache {
public:
    /// As http::splitFieldLines(), and says what is repeated; `maximumLines` is the same each time.
    [[nodiscard]] http::FieldLines split(std::string_view head, std::size_t begin,
                                         std::size_t maximumLines);

private:
    // More is not worth the memory of every open connection.
    static constexpr std::size_t kLongestBytes = 2048;
    static constexpr std::size_t kMostLines = 32;

    std::string bytes_;  // of the last head, from `begin` on; empty where it was not regular
    std::vector<http::Fields::Line> lines_;  // places in bytes_
};

}  // namespace hark::http1
