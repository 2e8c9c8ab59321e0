#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/bytes.h"

namespace hark::capture {

/// What somebody wrote down in a capture.
struct Comment {
    std::uint64_t packet = 0;  ///< the number of the packet it is about; 0: the capture as a whole
    std::string_view text;     ///< as it is in the file, UTF-8 or not
};

/// A name of an address, as the capturing machine resolved it.
struct HostName {
    base::Bytes address;  ///< four octets (IPv4) or sixteen (IPv6), in network order
    std::string_view name;
};

/// Keys that decrypt packets of the capture.
struct Secrets {
    std::uint32_t type =
        0;  ///< as draft-ietf-opsawg-pcapng registers them, section "Secrets Types"
    base::Bytes bytes;
};

/// What a capture carries besides packets. Views live during the call that hands them out.
using Note = std::variant<Comment, HostName, Secrets>;

/// NSS key log lines, as in SSLKEYLOGFILE.
inline constexpr std::uint32_t kTlsKeyLog = 0x544c'534b;

/// "tls-key-log" and the like; the number in hexadecimal where the type has no name here.
[[nodiscard]] std::string secretsKind(std::uint32_t type);

}  // namespace hark::capture
