#include "core/tls/client_hello.h"

#include <algorithm>
#include <cstdint>

#include "core/base/byte_reader.h"
#include "core/tls/extensions.h"
#include "core/tls/version.h"

namespace hark::tls {

namespace {

constexpr std::uint8_t kClientHello = 1;
constexpr std::size_t kRandomLength = 32;

std::string readServerName(base::ByteReader list) {
    list.skip(2);
    if (list.u8() != 0) return {};  // host_name is the only type there is
    return std::string(base::asText(list.take(list.u16be())));
}

// A draft comes right before what it became.
std::uint32_t rank(std::uint16_t version) {
    constexpr std::uint32_t kDrafts = 0x030380;
    return isDraft(version) ? kDrafts : std::uint32_t{version} << 8U;
}

std::uint16_t highestVersion(base::ByteReader list, std::uint16_t legacy) {
    list.skip(1);
    std::uint16_t highest = legacy;
    while (list.remaining() >= 2) {
        const std::uint16_t version = list.u16be();
        const bool isKnown = !versionName(version).empty();  // not GREASE
        if (isKnown && rank(version) > rank(highest)) highest = version;
    }
    return highest;
}

}  // namespace

ClientHello readClientHello(base::Bytes message) {
    ClientHello hello;
    base::ByteReader reader(message);
    if (reader.u8() != kClientHello) return hello;
    reader.skip(3);
    std::uint16_t version = reader.u16be();
    reader.skip(kRandomLength);
    reader.skip(reader.u8());
    reader.skip(reader.u16be());
    reader.skip(reader.u8());
    eachExtension(reader, [&](Extension type, const base::ByteReader& body) {
        if (type == Extension::ServerName) hello.serverName = readServerName(body);
        if (type == Extension::Alpn) hello.protocols = readProtocols(body);
        if (type == Extension::SupportedVersions) version = highestVersion(body, version);
    });
    hello.version = versionName(version);
    return hello;
}

}  // namespace hark::tls
