#pragma once

#include <cstdint>
#include <string>

namespace hark::udp::test {

inline std::string number32(std::uint32_t value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xffU);
    return out;
}

/// A packet with a long header (RFC 9000 section 17.2), padded to `size`.
inline std::string longPacket(char first, std::uint32_t version, const std::string& destination,
                              const std::string& source, std::size_t size) {
    std::string packet = first + number32(version);
    packet += static_cast<char>(destination.size()) + destination;
    packet += static_cast<char>(source.size()) + source;
    if (packet.size() < size) packet.resize(size, 'e');
    return packet;
}
inline std::string initial(const std::string& destination, const std::string& source = "",
                           std::size_t size = 1200, std::uint32_t version = 1) {
    return longPacket('\xc3', version, destination, source, size);
}
inline std::string handshake(const std::string& destination, const std::string& source) {
    return longPacket('\xe3', 1, destination, source, 600);
}
/// RFC 9000 section 17.2.1.
inline std::string versionNegotiation(const std::string& destination, const std::string& source,
                                      std::initializer_list<std::uint32_t> versions) {
    std::string packet = longPacket('\x8a', 0, destination, source, 0);
    for (const std::uint32_t version : versions)
        packet += number32(version);
    return packet;
}

}  // namespace hark::udp::test
