#include "core/capture/note.h"

#include <fmt/format.h>

namespace hark::capture {

std::string secretsKind(std::uint32_t type) {
    constexpr struct {
        std::uint32_t type;
        std::string_view name;
    } kKinds[] = {
        {kTlsKeyLog, "tls-key-log"},        {0x5353'484b, "ssh-key-log"},
        {0x5747'4b4c, "wireguard-key-log"}, {0x5a4e'574b, "zigbee-network-key"},
        {0x5a41'5053, "zigbee-aps-key"},    {0x5541'4b4c, "opc-ua-key-log"},
    };
    for (const auto& kind : kKinds) {
        if (kind.type == type) return std::string(kind.name);
    }
    return fmt::format("0x{:08x}", type);
}

}  // namespace hark::capture
