#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/fields.h"

namespace hark::http1 {

/// Splits the field lines of a client's requests. Most clients say the same in each request of a
/// connection but for the request line; then it is not read again.
class RepeatedFields {
public:
    /// As http::splitFieldLines(); `maximumLines` is the same each time.
    [[nodiscard]] http::FieldLines split(std::string_view head, std::size_t begin,
                                         std::size_t maximumLines);

private:
    /// Longer ones are not worth the memory of every open connection.
    static constexpr std::size_t kLongest = 2048;

    std::string bytes_;  // of the last head, from `begin` on; empty where it was not regular
    std::vector<http::Fields::Line> lines_;  // places in bytes_
};

}  // namespace hark::http1
