// Hellos of TLS: the input is both directions of a stream, in pieces as long as a byte before each
// says, whose lowest bit is the direction.

#include <cstddef>
#include <cstdint>

#include "core/base/byte_reader.h"
#include "core/tls/handshake_observer.h"
#include "tests/fuzz/memory_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hark;
    const base::Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
    static_cast<void>(tls::readClientHello(bytes));
    static_cast<void>(tls::readServerHello(bytes));
    tls::HandshakeObserver observer({.helloBytes = 300});
    base::ByteReader input(bytes);
    while (input.remaining() > 1) {
        const unsigned control = input.u8();
        const auto direction = (control & 1U) != 0 ? stream::Direction::ServerToClient
                                                   : stream::Direction::ClientToServer;
        const std::size_t length = std::min<std::size_t>(control / 2 + 1, input.remaining());
        observer.on(stream::Data{direction, 0, input.take(length), {}});
    }
    observer.on(stream::End{stream::Direction::ClientToServer, 0, {}, {}});
    observer.on(stream::End{stream::Direction::ServerToClient, 0, {}, {}});
    fuzz::require(observer.client().serverName.size() <= 300);
    fuzz::require(observer.client().protocols.size() <= 8);
    fuzz::require(observer.server().protocol.size() <= 255);
    return 0;
}
