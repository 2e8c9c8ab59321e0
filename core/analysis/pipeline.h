#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/analysis/commons.h"
#include "core/analysis/limits.h"
#include "core/analysis/name_book.h"
#include "core/analysis/quic_rows.h"
#include "core/analysis/resolutions.h"
#include "core/capture/packet.h"
#include "core/dns/observer.h"
#include "core/dns/stream_reader.h"
#include "core/exchange/assembler.h"
#include "core/exchange/event.h"
#include "core/ip/decoder.h"
#include "core/tcp/reassembler.h"
#include "core/udp/quic_connections.h"

namespace hark::analysis {

/// The line as one object: packets in, exchange events out. Sans-IO, deterministic, for one thread.
class Pipeline final : private ip::Sink, private tcp::ConnectionListener, private dns::Listener {
public:
    /// The highest ids that the case has given already.
    struct LastIds {
        std::uint64_t connection = 0;
        std::uint64_t exchange = 0;
    };

    /// The sink must outlive the pipeline.
    Pipeline(const Limits& limits, exchange::Sink& sink) : Pipeline(limits, sink, LastIds{}) {}
    Pipeline(const Limits& limits, exchange::Sink& sink, const LastIds& before);
    ~Pipeline() override;
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// The packet's bytes are not kept.
    void onPacket(const capture::Packet& packet);
    /// The capture has ended: everything that is still open ends.
    void finish();

    /// That have begun here.
    [[nodiscard]] std::uint64_t exchanges() const { return ids_.last() - before_.exchange; }
    [[nodiscard]] const ip::Counters& ipCounters() const { return ip_.counters(); }
    [[nodiscard]] const tcp::Counters& tcpCounters() const { return tcp_.counters(); }
    /// Of packets below the connections, beyond Limits::networkAnomalies.
    [[nodiscard]] std::uint64_t networkAnomaliesDropped() const {
        return networkAnomalies_ - std::min(networkAnomalies_, limits_.networkAnomalies);
    }
    [[nodiscard]] std::uint64_t udpDatagrams() const { return udpDatagrams_; }
    [[nodiscard]] const udp::QuicConnections& quic() const { return quic_; }

    [[nodiscard]] const NameBook& names() const { return names_; }
    /// What of DNS was forgotten to stay within limits: queries, answers, bytes of streams.
    [[nodiscard]] std::uint64_t dnsForgotten() const {
        return dns_.forgotten() + resolutions_.forgotten() + dnsBudget_.refused;
    }

private:
    class ConnectionLine;

    void on(const ip::Event& event) override;
    void onUdp(const ip::Datagram& datagram);
    void resolved(const dns::Resolution& resolution) override;
    void connectionOpened(const tcp::Connection& connection) override;
    std::unique_ptr<stream::Sink> streamOpened(const tcp::Connection& connection,
                                               tcp::RoleCorrection& roles) override;
    void connectionClosed(const tcp::Connection& connection, stream::Sink* sink) override;

    Limits limits_;
    LastIds before_;
    NameBook names_;  // what all events go through
    exchange::Sink& sink_;
    exchange::ExchangeIds ids_;
    Resolutions resolutions_;
    dns::Observer dns_;
    dns::StreamReader::Budget dnsBudget_;
    base::ConnectionIds connectionIds_;
    Commons commons_;
    ip::Decoder ip_;
    tcp::Reassembler tcp_;
    QuicRows quicRows_;
    udp::QuicConnections quic_;
    std::uint64_t udpDatagrams_ = 0;
    std::size_t networkAnomalies_ = 0;
};

}  // namespace hark::analysis
