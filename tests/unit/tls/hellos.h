#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace hark::tls::test {

inline std::string number(std::size_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
}
inline std::string sized(const std::string& bytes, int sizeBytes) {
    return number(bytes.size(), sizeBytes) + bytes;
}
inline std::string extension(std::size_t type, const std::string& body) {
    return number(type, 2) + sized(body, 2);
}
inline std::string serverName(const std::string& name) {
    return extension(0, sized('\0' + sized(name, 2), 2));
}
inline std::string alpn(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names)
        list += sized(name, 1);
    return extension(16, sized(list, 2));
}
inline std::string versions(const std::string& list) {
    return extension(43, sized(list, 1));
}
/// A ClientHello, with its handshake header.
inline std::string clientHello(const std::string& extensions, std::size_t legacyVersion = 0x0303) {
    const std::string body = number(legacyVersion, 2) + std::string(32, 'r') + sized("session", 1) +
                             sized("\x13\x01\x13\x02", 2) + sized(std::string(1, '\0'), 1) +
                             (extensions.empty() ? "" : sized(extensions, 2));
    return "\x01" + sized(body, 3);
}

/// A ServerHello, with its handshake header.
inline std::string serverHello(const std::string& extensions, std::size_t version = 0x0303) {
    const std::string body = number(version, 2) + std::string(32, 'r') + sized("session", 1) +
                             std::string("\x13\x01\0", 3) +
                             (extensions.empty() ? "" : sized(extensions, 2));
    return "\x02" + sized(body, 3);
}
/// A record that holds a message, or a piece of one.
inline std::string record(const std::string& bytes, char type = '\x16') {
    return type + ("\x03\x01" + sized(bytes, 2));
}

}  // namespace hark::tls::test
