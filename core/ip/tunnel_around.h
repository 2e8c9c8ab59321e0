#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/ip/address.h"

namespace hark::ip {

enum class TunnelKind : std::uint8_t {
    Gre,
    Nvgre,
    Pptp,
    Geneve,
    Vxlan,
    Gtp,
    L2tp,
    Teredo,
    Ayiya,
    Ip,
};

/// "GRE", "VXLAN" …
[[nodiscard]] constexpr std::string_view toString(TunnelKind kind) {
    switch (kind) {
        case TunnelKind::Gre:
            return "GRE";
        case TunnelKind::Nvgre:
            return "NVGRE";
        case TunnelKind::Pptp:
            return "PPTP";
        case TunnelKind::Geneve:
            return "Geneve";
        case TunnelKind::Vxlan:
            return "VXLAN";
        case TunnelKind::Gtp:
            return "GTP-U";
        case TunnelKind::L2tp:
            return "L2TP";
        case TunnelKind::Teredo:
            return "Teredo";
        case TunnelKind::Ayiya:
            return "AYIYA";
        case TunnelKind::Ip:
            return "IP";
    }
    return "";
}

/// A tunnel in which a packet travelled, with those around it. Borrowed for a call.
struct TunnelAround {
    TunnelKind kind = TunnelKind::Ip;
    Address source;  ///< of the outer packet
    Address destination;
    const TunnelAround* outer = nullptr;  ///< null for the outermost one
    std::size_t depth = 1;                ///< how many there are
};

/// "GRE 192.0.2.1 > 192.0.2.2, VXLAN 10.0.0.1 > 10.0.0.2", the outermost first; empty for none.
[[nodiscard]] std::string describe(const TunnelAround* innermost);

}  // namespace hark::ip
