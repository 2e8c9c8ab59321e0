#include "core/analysis/pipeline.h"

#include <utility>
#include <variant>

#include "core/analysis/stream_line.h"
#include "core/link/decode.h"

namespace hark::analysis {

/// All that belongs to one connection above TCP.
class Pipeline::ConnectionLine final : public stream::Sink {
public:
    ConnectionLine(const tcp::Connection& connection, tcp::RoleCorrection& roles,
                   exchange::ExchangeIds& ids, exchange::Sink& sink, const Limits& limits)
        : assembler_(connection, false, ids, sink), line_(connection, &roles, assembler_, limits) {}

    void on(const stream::Event& event) override { line_.on(event); }

    void finish() { assembler_.finish(); }
    [[nodiscard]] exchange::Protocol protocol() {
        return {line_.protocolName(), line_.protocolDetail(), line_.tls(),
                std::move(assembler_.strayAnomalies())};
    }
    [[nodiscard]] const exchange::KeepAlive& keepAlive() const { return assembler_.keepAlive(); }

private:
    exchange::Assembler assembler_;
    StreamLine line_;
};

Pipeline::Pipeline(const Limits& limits, exchange::Sink& sink, const LastIds& before)
    : limits_(limits),
      sink_(sink),
      before_(before),
      ids_(before.exchange),
      connectionIds_(before.connection),
      ip_(*this, limits.ip),
      tcp_(limits.tcp, connectionIds_, *this),
      quicRows_(sink),
      quic_(limits.udp, connectionIds_, quicRows_) {}

Pipeline::~Pipeline() = default;

void Pipeline::onPacket(const capture::Packet& packet) {
    link::NetworkPacket network = link::decode(packet);
    do {
        ip_.on(network);
    } while (link::next(network));
}

void Pipeline::finish() {
    ip_.finish();
    tcp_.finish();
    quic_.finish();
}

void Pipeline::on(const ip::Event& event) {
    const auto* datagram = std::get_if<ip::Datagram>(&event);
    if (datagram == nullptr) {
        if (++networkAnomalies_ > limits_.networkAnomalies) return;
        sink_.on(exchange::NetworkAnomaly{std::get<base::Anomaly>(event)});
    } else if (datagram->protocol == ip::kProtocolTcp) {
        tcp_.onDatagram(*datagram);
    } else if (datagram->protocol == ip::kProtocolUdp) {
        onUdp(*datagram);
    }
}

void Pipeline::onUdp(const ip::Datagram& datagram) {
    ++udpDatagrams_;
    if (const auto udp = udp::readDatagram(datagram)) quic_.onDatagram(*udp);
}

void Pipeline::connectionOpened(const tcp::Connection& connection) {
    sink_.on(exchange::ConnectionBegan{connection});
}

std::unique_ptr<stream::Sink> Pipeline::streamOpened(const tcp::Connection& connection,
                                                     tcp::RoleCorrection& roles) {
    return std::make_unique<ConnectionLine>(connection, roles, ids_, sink_, limits_);
}

void Pipeline::connectionClosed(const tcp::Connection& connection, stream::Sink* sink) {
    if (sink == nullptr) {
        static const exchange::KeepAlive kUnused;
        sink_.on(exchange::ConnectionEnded{connection, {"no data", {}, {}, {}}, kUnused});
        return;
    }
    auto& line = static_cast<ConnectionLine&>(*sink);
    line.finish();
    const exchange::Protocol protocol = line.protocol();
    sink_.on(exchange::ConnectionEnded{connection, protocol, line.keepAlive()});
}

}  // namespace hark::analysis
