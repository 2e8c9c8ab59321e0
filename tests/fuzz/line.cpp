// The whole line: a capture file in memory becomes exchanges, and what is said must hold together.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

#include "core/analysis/pipeline.h"
#include "core/capture/pcap_file.h"
#include "core/capture/pcapng_file.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

class Checker final : public exchange::Sink {
public:
    void on(const exchange::Event& event) override {
        std::visit([this](const auto& e) { check(e); }, event);
    }
    void finish() const { require(open_.empty() && connections_ == 0); }

private:
    void check(const exchange::ConnectionBegan& /*event*/) { ++connections_; }
    void check(const exchange::Began& event) {
        require(event.exchange.id.value == ++lastId_);
        open_[lastId_] = {};
    }
    void check(const exchange::RequestHeadSeen& event) {
        require(event.exchange.requestHead.has_value() && event.exchange.uri.has_value());
        const http::RequestHead& head = *event.exchange.requestHead;
        require(!head.method().empty());
        checkFields(head.fields);
        require(open_.contains(event.exchange.id.value));
    }
    void check(const exchange::ResponseHeadSeen& event) {
        require(event.exchange.responseHead.has_value() || !event.exchange.interim.empty());
        if (event.exchange.responseHead) checkFields(event.exchange.responseHead->fields);
        require(open_.contains(event.exchange.id.value));
    }
    void check(const exchange::ContentSeen& event) {
        std::uint64_t& count = open_.at(event.exchange.id.value)[stream::index(event.direction)];
        if (const auto* content = std::get_if<http::Content>(&event.what)) {
            fuzz::touch(content->bytes);
            count += content->bytes.size();
        } else {
            count += std::get<http::ContentGap>(event.what).length;
        }
    }
    void check(const exchange::Ended& event) {
        const exchange::Exchange& e = event.exchange;
        const auto& counts = open_.at(e.id.value);
        if (e.request) require(e.request->bodyBytes == counts[0]);
        if (e.response) require(e.response->bodyBytes == counts[1]);
        if (e.request) require(e.request->missingBytes <= e.request->bodyBytes);
        if (e.response) require(e.response->missingBytes <= e.response->bodyBytes);
        if (e.timing.blocked) require(*e.timing.blocked <= *e.timing.wait);
        open_.erase(e.id.value);
    }
    void check(const exchange::ConnectionEnded& /*event*/) {
        require(connections_ > 0);
        --connections_;
    }
    static void checkFields(const http::Fields& fields) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            fuzz::touch(base::asBytes(fields[i].name));
            fuzz::touch(base::asBytes(fields[i].value));
        }
    }

    std::map<std::uint64_t, std::array<std::uint64_t, 2>> open_;
    std::uint64_t lastId_ = 0;
    std::uint64_t connections_ = 0;
};

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
    return limits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
    capture::RecordBuffer buffer(std::make_unique<fuzz::MemoryInput>(bytes));
    auto source = capture::isPcap(bytes) ? capture::openPcap(std::move(buffer), "input", 1)
                                         : capture::openPcapng(std::move(buffer), "input", 1);
    if (!source) return 0;
    Checker checker;
    analysis::Pipeline pipeline(smallLimits(), checker);
    capture::Packet packet;
    while ((*source)->next(packet) == capture::ReadStatus::Packet)
        pipeline.onPacket(packet);
    pipeline.finish();
    checker.finish();
    return 0;
}
