#pragma once

#include "core/exchange/event.h"
#include "core/udp/quic_connections.h"

namespace hark::analysis {

/// Tells of QUIC connections as of those of TCP, which is how a case keeps them.
class QuicRows final : public udp::QuicListener {
public:
    /// The sink must outlive this.
    explicit QuicRows(exchange::Sink& sink) : sink_(sink) {}

    void quicOpened(const udp::QuicConnection& connection) override;
    void quicClosed(const udp::QuicConnection& connection) override;

private:
    exchange::Sink& sink_;
};

}  // namespace hark::analysis
