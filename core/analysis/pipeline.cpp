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
                   Pipeline& pipeline)
        : assembler_(connection, false, pipeline.ids_, pipeline.sink_, &pipeline.resolutions_),
          line_(connection, &roles, assembler_, pipeline.commons_, pipeline.limits_) {
        if (connection.server.port == dns::kPort) {
            dns_ = std::make_unique<dns::StreamReader>(connection.client, connection.server,
                                                       connection.scope, pipeline.limits_.dns,
                                                       pipeline.dnsBudget_, pipeline.dns_);
        }
    }

    void on(const stream::Event& event) override {
        if (dns_) dns_->on(event);
        line_.on(event);
    }

    void finish() { assembler_.finish(); }
    [[nodiscard]] exchange::Protocol protocol() {
        if (dns_ && dns_->isDns()) return {"DNS", {}, {}, std::move(assembler_.strayAnomalies())};
        return {line_.protocolName(), line_.protocolDetail(), line_.tls(),
                std::move(assembler_.strayAnomalies())};
    }
    [[nodiscard]] const exchange::KeepAlive& keepAlive() const { return assembler_.keepAlive(); }

private:
    exchange::Assembler assembler_;
    StreamLine line_;
    std::unique_ptr<dns::StreamReader> dns_;  // at the port of DNS
};

Pipeline::Pipeline(const Limits& limits, exchange::Sink& sink, const LastIds& before)
    : limits_(limits),
      before_(before),
      names_(limits, sink),
      sink_(names_),
      ids_(before.exchange),
      resolutions_(limits),
      dns_(limits.dns, *this),
      connectionIds_(before.connection),
      ip_(*this, limits.ip),
      tcp_(limits.tcp, connectionIds_, *this),
      quicRows_(sink_),
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
    const auto udp = udp::readDatagram(datagram);
    if (!udp) return;
    quic_.onDatagram(*udp);
    dns_.onDatagram(*udp);
}

void Pipeline::resolved(const dns::Resolution& resolution) {
    resolutions_.add(resolution);
    names_.add(resolution);
}

void Pipeline::connectionOpened(const tcp::Connection& connection) {
    resolutions_.connectionOpened(connection);
    sink_.on(exchange::ConnectionBegan{connection});
}

std::unique_ptr<stream::Sink> Pipeline::streamOpened(const tcp::Connection& connection,
                                                     tcp::RoleCorrection& roles) {
    return std::make_unique<ConnectionLine>(connection, roles, *this);
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
