// QUIC among datagrams: the first byte of each piece of the input says between whom it goes and how
// long it is on the wire, the second how much of it is there.

#include <cstddef>
#include <cstdint>
#include <set>

#include "core/base/byte_reader.h"
#include "core/udp/quic_connections.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

class Checker final : public udp::QuicListener {
public:
    void quicOpened(const udp::QuicConnection& connection) override {
        require(open_.insert(connection.id.value).second);
        require(open_.size() <= 2);
    }
    void quicClosed(const udp::QuicConnection& connection) override {
        require(open_.erase(connection.id.value) == 1);
        require(connection.counters[0].packets + connection.counters[1].packets > 0);
        require(!udp::quicVersionName(connection.version).empty() || connection.version == 0);
    }
    void finish() const { require(open_.empty()); }

private:
    std::set<std::uint64_t> open_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Checker checker;
    base::ConnectionIds ids;
    udp::QuicConnections quic({.quicConnections = 2, .quicIdle = std::chrono::seconds(60)}, ids,
                              checker);
    base::ByteReader input({reinterpret_cast<const std::byte*>(data), size});
    ip::Datagram datagram;
    datagram.protocol = ip::kProtocolUdp;
    while (input.remaining() >= 2) {
        const unsigned control = input.u8();
        const base::Bytes piece = input.take(std::min<std::size_t>(input.u8(), input.remaining()));
        const bool fromClient = (control & 1U) != 0;
        const auto client = static_cast<std::uint16_t>(50'000 + (control >> 1U & 3U));
        const std::uint16_t server = 443;
        datagram.source.octets[3] = fromClient ? 1 : 2;
        datagram.destination.octets[3] = fromClient ? 2 : 1;
        ++datagram.origin.packet.number;
        datagram.origin.time += std::chrono::seconds(control >> 4U);
        quic.onDatagram({datagram, fromClient ? client : server, fromClient ? server : client,
                         piece, (control & 8U) != 0 ? piece.size() : 1200});
    }
    quic.finish();
    checker.finish();
    return 0;
}
