#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "core/dns/observer.h"
#include "core/stream/event.h"

namespace hark::dns {

/// Takes a TCP connection of DNS apart: messages with two bytes of length before each (RFC 1035
/// section 4.2.2). After a gap nothing more of that direction is read.
class StreamReader final : public stream::Sink {
public:
    /// What all readers share.
    struct Budget {
        std::size_t held = 0;       ///< bytes
        std::uint64_t refused = 0;  ///< directions that were given up
    };
    /// References must outlive this.
    StreamReader(const ip::Endpoint& client, const ip::Endpoint& server, std::uint32_t scope,
                 const Limits& limits, Budget& budget, Observer& observer);
    ~StreamReader() override;
    StreamReader(const StreamReader&) = delete;
    StreamReader& operator=(const StreamReader&) = delete;

    void on(const stream::Event& event) override;

    /// Whether a message was read.
    [[nodiscard]] bool isDns() const { return isDns_; }

private:
    void feed(const stream::Data& data);
    void stop(std::size_t side);

    ip::Endpoint client_;
    ip::Endpoint server_;
    std::uint32_t scope_;
    const Limits& limits_;
    Budget& budget_;
    Observer& observer_;
    std::array<std::string, 2> held_;  // by stream::index(Direction)
    std::array<bool, 2> stopped_{};
    bool isDns_ = false;
};

}  // namespace hark::dns
