#include "core/tls/server_hello.h"

#include <cstdint>

#include "core/base/byte_reader.h"
#include "core/tls/extensions.h"
#include "core/tls/version.h"

namespace hark::tls {

namespace {

constexpr std::uint8_t kServerHello = 2;
constexpr std::size_t kRandomLength = 32;

}  // namespace

ServerHello readServerHello(base::Bytes message) {
    ServerHello hello;
    base::ByteReader reader(message);
    if (reader.u8() != kServerHello) return hello;
    reader.skip(3);
    std::uint16_t version = reader.u16be();
    reader.skip(kRandomLength);
    reader.skip(reader.u8());
    reader.skip(3);  // cipher suite and compression method
    eachExtension(reader, [&](Extension type, base::ByteReader body) {
        if (type == Extension::Alpn) {
            const auto protocols = readProtocols(body);
            if (!protocols.empty()) hello.protocol = protocols.front();
        }
        // RFC 8446 section 4.2.1: the version stands here from 1.3 on, and 1.2 before it.
        if (type == Extension::SupportedVersions && body.remaining() >= 2) version = body.u16be();
    });
    hello.version = versionName(version);
    return hello;
}

}  // namespace hark::tls
