#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

namespace hark::base {

/// Lets containers of std::string be asked with a std::string_view, without a copy of it; that of
/// Debian's Abseil is a type of its own.
struct TextHash {
    // NOLINTNEXTLINE(readability-identifier-naming): the containers ask for it
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return absl::Hash<absl::string_view>()(absl::string_view(text.data(), text.size()));
    }
};

template <typename Value>
using TextMap = absl::flat_hash_map<std::string, Value, TextHash, std::equal_to<>>;
using TextSet = absl::flat_hash_set<std::string, TextHash, std::equal_to<>>;

}  // namespace hark::base
