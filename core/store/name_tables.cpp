#include "core/store/name_tables.h"

#include <cstddef>
#include <functional>

#include "core/base/text.h"

namespace hark::store {

OriginTable::OriginTable(Database& database, const Limits& limits)
    : insert_(database, "origin", "id, scheme, host, port, prefix"),
      limits_(limits),
      next_(database.largestId("origin") + 1) {}

std::uint64_t OriginTable::store(const std::shared_ptr<const http::UriOrigin>& origin) {
    if (origin->prefix.size() > limits_.nameBytes) return insert(*origin);
    const std::size_t slot = std::hash<const void*>()(origin.get()) / alignof(std::max_align_t);
    Recent& recent = recent_[slot % kRecent];
    if (recent.origin != origin) recent = {origin, find(*origin)};
    return recent.id;
}

std::uint64_t OriginTable::find(const http::UriOrigin& origin) {
    // The prefix tells scheme, host and port.
    if (const auto found = known_.find(origin.prefix); found != known_.end()) return found->second;
    const std::uint64_t id = insert(origin);
    if (known_.size() < limits_.names) known_.emplace(origin.prefix, id);
    return id;
}

std::uint64_t OriginTable::insert(const http::UriOrigin& origin) {
    const std::uint64_t id = next_++;
    insert_.number(id).text(origin.scheme).text(origin.host).number(std::uint64_t{origin.port});
    insert_.text(origin.prefix).run();
    return id;
}

MediaTypeTable::MediaTypeTable(Database& database, const Limits& limits)
    : insert_(database, "media_type", "id, name"),
      limits_(limits),
      next_(database.largestId("media_type") + 1) {}

std::uint64_t MediaTypeTable::store(std::string_view contentType) {
    if (contentType.empty()) return 0;
    // The last letter and the length tell those apart that one server sends.
    Recent& recent =
        recent_[(contentType.size() + static_cast<unsigned char>(contentType.back())) % kRecent];
    if (recent.contentType != contentType) {
        recent.id = find(base::trimmed(contentType.substr(0, contentType.find(';'))));
        recent.contentType =
            contentType.size() <= limits_.nameBytes ? contentType : std::string_view();
    }
    return recent.id;
}

std::uint64_t MediaTypeTable::find(std::string_view type) {
    if (type.empty()) return 0;
    const std::string name = base::toLower(type);
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
    const std::uint64_t id = next_++;
    insert_.number(id).text(name).run();
    if (known_.size() < limits_.names && name.size() <= limits_.nameBytes) known_.emplace(name, id);
    return id;
}

}  // namespace hark::store
