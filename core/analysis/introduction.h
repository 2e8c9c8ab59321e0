#pragma once

#include <string>
#include <variant>

#include "core/analysis/recognition.h"
#include "core/analysis/ssh_banners.h"
#include "core/exchange/event.h"
#include "core/stream/event.h"
#include "core/tls/handshake_observer.h"

namespace hark::analysis {

/// What the two sides of a stream that is not decoded say of themselves at its beginning.
class Introduction final : public stream::Sink {
public:
    /// Whether something is known to be said in such a stream.
    [[nodiscard]] static bool isMadeBy(Protocol protocol) {
        return protocol == Protocol::Tls || protocol == Protocol::Ssh;
    }
    Introduction(Protocol protocol, const tls::Limits& limits);

    void on(const stream::Event& event) override;

    /// One line; may quote traffic.
    [[nodiscard]] std::string detail() const;
    /// Empty for what is not TLS.
    [[nodiscard]] exchange::TlsHellos tls() const;

private:
    std::variant<tls::HandshakeObserver, SshBanners> observer_;
};

}  // namespace hark::analysis
