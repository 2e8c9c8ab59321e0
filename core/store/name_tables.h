#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>

#include "core/http/target_uri.h"
#include "core/store/insert.h"
#include "core/store/limits.h"

namespace hark::store {

/// The dictionary of target URIs' origins.
class OriginTable {
public:
    OriginTable(Database& database, const Limits& limits);
    std::uint64_t store(const std::shared_ptr<const http::UriOrigin>& origin);

private:
    std::uint64_t find(const http::UriOrigin& origin);
    std::uint64_t insert(const http::UriOrigin& origin);

    Insert insert_;
    Limits limits_;
    absl::flat_hash_map<std::string, std::uint64_t> known_;
    /// A connection's requests share theirs: those met last are known by address.
    struct Recent {
        std::shared_ptr<const http::UriOrigin> origin;
        std::uint64_t id = 0;
    };
    static constexpr std::size_t kRecent = 1024;
    std::array<Recent, kRecent> recent_;
    std::uint64_t next_;
};

/// The dictionary of media types.
class MediaTypeTable {
public:
    MediaTypeTable(Database& database, const Limits& limits);
    /// `contentType`: a Content-Type field's value; 0 where it names no type.
    std::uint64_t store(std::string_view contentType);

private:
    std::uint64_t find(std::string_view type);

    Insert insert_;
    Limits limits_;
    absl::flat_hash_map<std::string, std::uint64_t> known_;
    /// Those that were met last, by their text as it was; most responses repeat one of few.
    struct Recent {
        std::string contentType;
        std::uint64_t id = 0;
    };
    static constexpr std::size_t kRecent = 16;
    std::array<Recent, kRecent> recent_;
    std::uint64_t next_;
};

}  // namespace hark::store
