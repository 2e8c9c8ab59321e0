#include "core/tls/client_hello.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/base/byte_reader.h"

namespace hark::tls {

namespace {

constexpr std::uint16_t kServerNameExtension = 0;
constexpr std::uint16_t kAlpnExtension = 16;
constexpr std::uint16_t kSupportedVersionsExtension = 43;
// Offers beyond this say nothing more to a reader.
constexpr std::size_t kMaximumProtocols = 8;

std::string_view versionName(std::uint16_t version) {
    switch (version) {
        case 0x0300:
            return "SSL 3.0";
        case 0x0301:
            return "TLS 1.0";
        case 0x0302:
            return "TLS 1.1";
        case 0x0303:
            return "TLS 1.2";
        case 0x0304:
            return "TLS 1.3";
        default:
            return "";
    }
}

void readServerName(base::ByteReader list, ClientHello& hello) {
    list.skip(2);
    if (list.u8() != 0) return;  // host_name is the only type there is
    hello.serverName = base::asText(list.take(list.u16be()));
}

void readProtocols(base::ByteReader list, ClientHello& hello) {
    list.skip(2);
    while (!list.failed() && list.remaining() > 0 && hello.protocols.size() < kMaximumProtocols) {
        const std::string_view name = base::asText(list.take(list.u8()));
        if (!name.empty()) hello.protocols.emplace_back(name);
    }
}

std::uint16_t highestVersion(base::ByteReader list, std::uint16_t legacy) {
    list.skip(1);
    std::uint16_t highest = legacy;
    while (!list.failed() && list.remaining() >= 2) {
        const std::uint16_t version = list.u16be();
        if (!versionName(version).empty()) highest = std::max(highest, version);  // not GREASE
    }
    return highest;
}

}  // namespace

bool looksLikeRecord(base::Bytes bytes) {
    base::ByteReader reader(bytes);
    const std::uint8_t type = reader.u8();
    const std::uint8_t major = reader.u8();
    const std::uint8_t minor = reader.u8();
    const std::uint16_t length = reader.u16be();
    constexpr std::uint16_t kLongestRecord = (1U << 14U) + 2048;  // RFC 5246 section 6.2.3
    return !reader.failed() && type >= 20 && type <= 24 && major == 3 && minor <= 4 && length > 0 &&
           length <= kLongestRecord;
}

ClientHello readClientHello(base::Bytes bytes) {
    ClientHello hello;
    base::ByteReader reader(bytes);
    if (reader.u8() != 22) return hello;  // handshake
    reader.skip(4);
    if (reader.u8() != 1) return hello;  // client_hello
    reader.skip(3);
    std::uint16_t version = reader.u16be();
    reader.skip(32);
    reader.skip(reader.u8());
    reader.skip(reader.u16be());
    reader.skip(reader.u8());
    reader.skip(2);
    while (!reader.failed() && reader.remaining() >= 4) {
        const std::uint16_t type = reader.u16be();
        const std::uint16_t length = reader.u16be();
        const auto available = std::min<std::size_t>(length, reader.remaining());
        const base::ByteReader body(reader.take(available));
        if (type == kServerNameExtension) readServerName(body, hello);
        if (type == kAlpnExtension) readProtocols(body, hello);
        if (type == kSupportedVersionsExtension) version = highestVersion(body, version);
    }
    hello.version = versionName(version);
    return hello;
}

}  // namespace hark::tls
