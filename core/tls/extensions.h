#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/byte_reader.h"

namespace hark::tls {

/// Of the registry "TLS ExtensionType Values".
enum class Extension : std::uint16_t { ServerName = 0, Alpn = 16, SupportedVersions = 43 };

/// Calls `take(type, body)` for each extension of a hello (RFC 8446 section 4.2), as far as they
/// are there; the last body may be cut. `reader` stands before the list's length.
template <typename Take>
void eachExtension(base::ByteReader& reader, Take take) {
    constexpr std::size_t kHeaderLength = 4;
    const std::size_t listLength = reader.u16be();
    base::ByteReader list(reader.rest().first(std::min(listLength, reader.remaining())));
    while (list.remaining() >= kHeaderLength) {
        const auto type = static_cast<Extension>(list.u16be());
        const std::size_t length = list.u16be();
        take(type, base::ByteReader(list.take(std::min(length, list.remaining()))));
    }
}

/// The names of an ALPN extension (RFC 7301 section 3.1), reserved ones (RFC 8701) left out.
[[nodiscard]] std::vector<std::string> readProtocols(base::ByteReader body);

}  // namespace hark::tls
