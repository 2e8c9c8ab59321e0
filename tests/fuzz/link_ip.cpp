// A capture file in memory goes through capture, link and ip; what comes out must hold together.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/capture/pcap_file.h"
#include "core/capture/pcapng_file.h"
#include "core/ip/decoder.h"
#include "core/link/decode.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;

using fuzz::MemoryInput;
using fuzz::require;

class Checker final : public ip::Sink {
public:
    void on(const ip::Event& event) override {
        const auto* datagram = std::get_if<ip::Datagram>(&event);
        if (datagram == nullptr) return;
        ++datagrams;
        require(datagram->payload.size() <= datagram->payloadLength);
        fuzz::touch(datagram->payload);
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
        link::NetworkPacket network = link::decode(packet);
        do {
            require(network.wireLength >= network.payload.size());
            require(network.followingWireLength >= network.following.size());
            decoder.on(network);
        } while (link::next(network));
    }
    decoder.finish();
    const ip::Counters& counters = decoder.counters();
    require(counters.datagrams == checker.datagrams);
    require(counters.packets == counters.ipv4 + counters.ipv6 + counters.otherNetwork +
                                    counters.malformedLink + counters.encryptedLink +
                                    counters.unsupportedLink);
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
