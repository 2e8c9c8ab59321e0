#include "core/tls/extensions.h"

#include <string_view>

namespace hark::tls {

namespace {

// Offers beyond this say nothing more to a reader.
constexpr std::size_t kMaximumProtocols = 8;

// 0x0a0a, 0x1a1a … (RFC 8701 section 2), which say only that a client sends what nobody knows.
bool isReserved(std::string_view name) {
    constexpr unsigned kLowNibble = 0x0f;
    return name.size() == 2 && name[0] == name[1] &&
           (static_cast<unsigned char>(name[0]) & kLowNibble) == 0x0aU;
}

}  // namespace

std::vector<std::string> readProtocols(base::ByteReader body) {
    std::vector<std::string> protocols;
    body.skip(2);
    while (!body.failed() && body.remaining() > 0 && protocols.size() < kMaximumProtocols) {
        const std::string_view name = base::asText(body.take(body.u8()));
        if (!name.empty() && !isReserved(name)) protocols.emplace_back(name);
    }
    return protocols;
}

}  // namespace hark::tls
