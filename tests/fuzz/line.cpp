// The whole line: a capture file in memory becomes exchanges, and what is said must hold together.

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/analysis/pipeline.h"
#include "core/capture/pcap_file.h"
#include "core/capture/pcapng_file.h"
#include "tests/fuzz/exchange_checker.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;

constexpr std::size_t kNames = 4;
constexpr std::size_t kOffers = 2;

// Small limits, so that short inputs reach them.
analysis::Limits smallLimits() {
    analysis::Limits limits;
    limits.ip.partialDatagrams = 8;
    limits.ip.partialBytes = 100'000;
    limits.tcp.connections = 4;
    limits.tcp.waitingBytesPerDirection = 2000;
    limits.tcp.waitingBytes = 5000;
    limits.tcp.rememberedConnections = 4;
    limits.http1.headBytes = 1000;
    limits.http1.outstanding = 8;
    limits.http1.heldBytes = 500;
    limits.undecidedBytes = 100;
    limits.tls.helloBytes = 300;
    limits.udp.quicConnections = 2;
    limits.dns.pendingQueries = 2;
    limits.dns.streamBytes = 200;
    limits.resolvedAddresses = 2;
    limits.names = kNames;
    limits.offers = kOffers;
    return limits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
    capture::RecordBuffer buffer(std::make_unique<fuzz::MemoryInput>(bytes));
    auto source = capture::isPcap(bytes) ? capture::openPcap(std::move(buffer), "input", 1)
                                         : capture::openPcapng(std::move(buffer), "input", 1);
    if (!source) return 0;
    fuzz::ExchangeChecker checker(kNames, kOffers);
    analysis::Pipeline pipeline(smallLimits(), checker);
    capture::Packet packet;
    while ((*source)->next(packet) == capture::ReadStatus::Packet)
        pipeline.onPacket(packet);
    pipeline.finish();
    checker.finish();
    return 0;
}
