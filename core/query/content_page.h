#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/content/coding_decoder.h"
#include "core/query/case.h"

namespace hark::query {

/// A content of a case, and how to read it.
struct ContentSource {
    std::uint64_t content = 0;
    std::string coding;  ///< Content-Encoding to be undone; empty: as transferred
    friend bool operator==(const ContentSource&, const ContentSource&) = default;
};

/// Some bytes of a content. Those that were not captured are zeros and named.
struct ContentPage {
    struct Missing {
        std::uint64_t offset = 0;  ///< in the content; may begin before the page, and end after it
        std::uint64_t length = 0;
    };
    std::uint64_t offset = 0;
    std::string bytes;
    std::vector<Missing> missing;  ///< that touch the page
    std::uint64_t length = 0;      ///< of the whole content, as far as it can be read
    content::DecodeState state = content::DecodeState::Running;
    bool hasFailed = false;  ///< the case could not be read
};

/// More is not decoded for a page: whoever looks at one must not wait for a decompression bomb.
/// The page's state is TooLarge then.
inline constexpr std::uint64_t kMaximumDecoded = std::uint64_t{64} << 20U;

/// Up to `size` bytes from `offset` on. What has no coding is read from there, whatever its size;
/// a coding is undone from the beginning each time.
[[nodiscard]] ContentPage readContent(Case& from, const ContentSource& source, std::uint64_t offset,
                                      std::size_t size);

}  // namespace hark::query
