// Segments between two or three pairs of endpoints. Every stream must tile and end once.
//
// A segment is a control byte (bit 0 the direction, bits 1 to 2 the port, bit 3 cut by the snap
// length, bits 4 to 7 the time that passed and the urgent pointer), the flags, sequence number and
// acknowledgment as 16 bits near a base, and a length with that many bytes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/byte_reader.h"
#include "core/tcp/reassembler.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

class Stream final : public stream::Sink {
public:
    explicit Stream(tcp::RoleCorrection* roles) : roles_(roles) {}
    void on(const stream::Event& event) override {
        std::visit([this](const auto& e) { check(e); }, event);
    }
    [[nodiscard]] bool isOver() const { return ended_[0] && ended_[1]; }

private:
    void check(const stream::Data& data) {
        fuzz::touch(data.bytes);
        follow(data.direction, data.offset, data.bytes.size());
        if (roles_ == nullptr) return;
        std::swap(next_[0], next_[1]);
        std::swap(ended_[0], ended_[1]);
        std::exchange(roles_, nullptr)->swapRoles();
    }
    void check(const stream::Gap& gap) { follow(gap.direction, gap.offset, gap.length); }
    void check(const stream::End& end) {
        const std::size_t i = stream::index(end.direction);
        require(!ended_[i] && end.offset == next_[i]);
        ended_[i] = true;
    }
    void follow(stream::Direction direction, std::uint64_t offset, std::uint64_t length) {
        const std::size_t i = stream::index(direction);
        require(!ended_[i] && offset == next_[i] && length > 0);
        next_[i] += length;
    }
    tcp::RoleCorrection* roles_;
    std::array<std::uint64_t, 2> next_{};
    std::array<bool, 2> ended_{};
};

class Listener final : public tcp::ConnectionListener {
public:
    void connectionOpened(const tcp::Connection& connection) override {
        require(connection.id.value == ++opened);
    }
    std::unique_ptr<stream::Sink> streamOpened(const tcp::Connection& connection,
                                               tcp::RoleCorrection& roles) override {
        const bool swaps = !connection.startSeen && connection.id.value % 2 == 0;
        return std::make_unique<Stream>(swaps ? &roles : nullptr);
    }
    void connectionClosed(const tcp::Connection& /*connection*/, stream::Sink* sink) override {
        ++closed;
        if (sink != nullptr) require(static_cast<Stream*>(sink)->isOver());
    }
    std::uint64_t opened = 0;
    std::uint64_t closed = 0;
};

void put16(std::vector<std::byte>& out, std::uint32_t value) {
    out.push_back(static_cast<std::byte>(value >> 8U & 0xffU));
    out.push_back(static_cast<std::byte>(value & 0xffU));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::ByteReader reader({reinterpret_cast<const std::byte*>(data), size});
    Listener listener;
    base::ConnectionIds ids;
    // Small limits, so that short inputs reach them.
    constexpr std::size_t kWaiting = 1000;
    tcp::Reassembler reassembler({.connections = 2,
                                  .waitingBytesPerDirection = 400,
                                  .waitingSegmentsPerDirection = 8,
                                  .waitingBytes = kWaiting,
                                  .latePackets = 8,
                                  .rememberedConnections = 2,
                                  .recentSegments = 8,
                                  .comparedSegments = 4},
                                 ids, listener);
    ip::Datagram datagram;
    datagram.protocol = ip::kProtocolTcp;
    datagram.origin.packet = {1, 0};
    while (reader.remaining() >= 7) {
        const unsigned control = reader.u8();
        const unsigned flags = reader.u8();
        const std::uint32_t sequence = 0xffffff00U + reader.u16be();
        const std::uint32_t acknowledgment = 0xffffff00U + reader.u16be();
        const base::Bytes payload =
            reader.take(std::min<std::size_t>(reader.u8(), reader.remaining()));
        const bool fromClient = (control & 1U) == 0;
        const std::uint32_t port = 50000 + (control >> 1U & 3U);
        std::vector<std::byte> segment;
        put16(segment, fromClient ? port : 80);
        put16(segment, fromClient ? 80 : port);
        put16(segment, sequence >> 16U);
        put16(segment, sequence);
        put16(segment, acknowledgment >> 16U);
        put16(segment, acknowledgment);
        put16(segment, 0x5000U | flags);
        put16(segment, 65535);
        put16(segment, 0);
        put16(segment, control >> 4U);  // the urgent pointer
        segment.insert(segment.end(), payload.begin(), payload.end());
        datagram.source.octets[0] = fromClient ? 1 : 2;
        datagram.destination.octets[0] = fromClient ? 2 : 1;
        datagram.payloadLength = static_cast<std::uint32_t>(segment.size());
        const std::size_t cut = (control & 8U) != 0 ? payload.size() / 2 : 0;
        datagram.payload = base::Bytes(segment).first(segment.size() - cut);
        ++datagram.origin.packet.number;
        datagram.origin.time += std::chrono::milliseconds((control >> 4U) * 50U);
        reassembler.onDatagram(datagram);
        require(reassembler.waitingBytes() <= kWaiting + 256);
    }
    reassembler.finish();
    require(listener.opened == listener.closed && reassembler.waitingBytes() == 0);
    return 0;
}
