#include "core/store/name_tables.h"

#include <algorithm>
#include <cstddef>
#include <functional>

#include "core/base/text.h"

namespace hark::store {

namespace {

constexpr std::size_t kLongest = 256;  // longer values are not remembered as they were

}  // namespace

OriginTable::OriginTable(Database& database, std::size_t capacity)
    : insert_(database, "INSERT INTO origin(id, scheme, host, port, prefix) VALUES(?, ?, ?, ?, ?)"),
      capacity_(capacity) {}

std::uint64_t OriginTable::store(const std::shared_ptr<const http::UriOrigin>& origin) {
    const std::size_t slot = std::hash<const void*>()(origin.get()) / alignof(std::max_align_t);
    Recent& recent = recent_[slot % kRecent];
    if (recent.origin != origin) recent = {origin, find(*origin)};
    return recent.id;
}

std::uint64_t OriginTable::find(const http::UriOrigin& origin) {
    // CONNECT has a host and no scheme of its own, so all parts are the key.
    key_.assign(origin.scheme).append(1, '\n').append(origin.host).append(1, '\n');
    key_.append({static_cast<char>(origin.port >> 8U), static_cast<char>(origin.port & 0xffU)});
    key_.append(origin.prefix);
    if (const auto found = known_.find(key_); found != known_.end()) return found->second;
    const std::uint64_t id = next_++;
    insert_.number(id).textOrNull(origin.scheme).text(origin.host).number(origin.port);
    insert_.text(origin.prefix).run();
    if (known_.size() < capacity_) known_.emplace(key_, id);
    return id;
}

MediaTypeTable::MediaTypeTable(Database& database, std::size_t capacity)
    : insert_(database, "INSERT INTO media_type(id, name) VALUES(?, ?)"), capacity_(capacity) {}

std::uint64_t MediaTypeTable::store(std::string_view contentType) {
    if (contentType.empty()) return 0;
    // The last letter and the length tell those apart that one server sends.
    Recent& recent =
        recent_[(contentType.size() + static_cast<unsigned char>(contentType.back())) % kRecent];
    if (recent.contentType != contentType) {
        recent.id = find(base::trimmed(contentType.substr(0, contentType.find(';'))));
        recent.contentType = contentType.size() < kLongest ? contentType : std::string_view();
    }
    return recent.id;
}

std::uint64_t MediaTypeTable::find(std::string_view type) {
    if (type.empty()) return 0;
    key_.assign(type);
    std::transform(key_.begin(), key_.end(), key_.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (const auto found = known_.find(key_); found != known_.end()) return found->second;
    const std::uint64_t id = next_++;
    insert_.number(id).text(key_).run();
    if (known_.size() < capacity_) known_.emplace(key_, id);
    return id;
}

}  // namespace hark::store
