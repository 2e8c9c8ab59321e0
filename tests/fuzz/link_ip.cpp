// A capture file in memory goes through capture, link and ip; what comes out must hold together.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "core/capture/pcap_file.h"
#include "core/capture/pcapng_file.h"
#include "core/ip/decoder.h"
#include "core/link/decode.h"

namespace {

using namespace hark;

void require(bool holds) {
    if (!holds) std::abort();
}

/// Hands its bytes out in pieces of growing size, so that records lie across them.
class MemoryInput final : public capture::ByteInput {
public:
    explicit MemoryInput(base::Bytes bytes) : bytes_(bytes) {}

    std::size_t read(std::span<std::byte> room) override {
        const std::size_t count = std::min({room.size(), bytes_.size() - position_, ++piece_});
        if (count > 0) std::memcpy(room.data(), bytes_.data() + position_, count);
        position_ += count;
        return count;
    }
    [[nodiscard]] const std::string& error() const override { return error_; }
    [[nodiscard]] std::uint64_t bytesRead() const override { return position_; }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const override { return {}; }

private:
    base::Bytes bytes_;
    std::size_t position_ = 0;
    std::size_t piece_ = 23;
    std::string error_;
};

class Checker final : public ip::Sink {
public:
    void on(const ip::Event& event) override {
        const auto* datagram = std::get_if<ip::Datagram>(&event);
        if (datagram == nullptr) return;
        ++datagrams;
        require(datagram->payload.size() <= datagram->payloadLength);
        unsigned sum = 0;
        for (const std::byte byte : datagram->payload)
            sum += std::to_integer<unsigned>(byte);
        static_cast<void>(*const_cast<volatile unsigned*>(&sum));  // every byte can be read
        require(ip::parseAddress(ip::toString(datagram->source)) == datagram->source);
    }
    std::uint64_t datagrams = 0;
};

void run(capture::PacketSource& source) {
    Checker checker;
    // Small limits, so that short inputs reach them.
    ip::Decoder decoder(checker, {.partialDatagrams = 8, .partialBytes = 100'000});
    capture::Packet packet;
    while (source.next(packet) == capture::ReadStatus::Packet) {
        require(packet.wireLength >= packet.bytes.size());
        const link::NetworkPacket network = link::decode(packet);
        require(network.wireLength >= network.payload.size());
        decoder.on(network);
    }
    decoder.finish();
    const ip::Counters& counters = decoder.counters();
    require(counters.datagrams == checker.datagrams);
    require(counters.packets == counters.ipv4 + counters.ipv6 + counters.otherNetwork +
                                    counters.malformedLink + counters.unsupportedLink);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
    capture::RecordBuffer buffer(std::make_unique<MemoryInput>(bytes));
    auto source = capture::isPcap(bytes) ? capture::openPcap(std::move(buffer), "input", 1)
                                         : capture::openPcapng(std::move(buffer), "input", 1);
    if (source) run(**source);
    return 0;
}
