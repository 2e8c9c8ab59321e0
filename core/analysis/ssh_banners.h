#pragma once

#include <array>
#include <string>

#include "core/stream/event.h"

namespace hark::analysis {

/// Keeps the identification strings with which both sides of an SSH connection begin (RFC 4253
/// section 4.2).
class SshBanners final : public stream::Sink {
public:
    void on(const stream::Event& event) override;

    /// "client OpenSSH_9.2p1, server dropbear_2022.83"; a side that is not known is left out. May
    /// quote traffic.
    [[nodiscard]] std::string detail() const;

private:
    struct Banner {
        std::string line;  // as far as it came, without its end
        bool isDone = false;
    };
    std::array<Banner, 2> banners_;  // by stream::index(Direction)
};

}  // namespace hark::analysis
