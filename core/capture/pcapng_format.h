#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of the pcapng file format (draft-ietf-opsawg-pcapng), for its reader and its writer.
namespace hark::capture::pcapng {

// Block types, section 11.1.
inline constexpr std::uint32_t kSectionHeader = 0x0a0d'0d0a;
inline constexpr std::uint32_t kInterfaceDescription = 1;
inline constexpr std::uint32_t kObsoletePacket = 2;
inline constexpr std::uint32_t kSimplePacket = 3;
inline constexpr std::uint32_t kNameResolution = 4;
inline constexpr std::uint32_t kInterfaceStatistics = 5;
inline constexpr std::uint32_t kEnhancedPacket = 6;
inline constexpr std::uint32_t kDecryptionSecrets = 10;
inline constexpr std::uint32_t kCustom = 0x0bad;
inline constexpr std::uint32_t kCustomNotToCopy = 0x4000'0bad;

inline constexpr std::uint32_t kByteOrderMagic = 0x1a2b'3c4d;

// Bytes around every block's body, and before the variable part of the bodies.
inline constexpr std::size_t kBlockHeader = 8;
inline constexpr std::size_t kBlockTrailer = 4;
inline constexpr std::size_t kBlockFrame = kBlockHeader + kBlockTrailer;
inline constexpr std::size_t kSectionBody = 16;
inline constexpr std::size_t kInterfaceBody = 8;
inline constexpr std::size_t kStatisticsBody = 12;
inline constexpr std::size_t kPacketBody = 20;
inline constexpr std::size_t kSimplePacketBody = 4;
inline constexpr std::size_t kSecretsBody = 8;

// Options, sections 3.5, 4.2, 4.3 and 4.6.
inline constexpr std::uint16_t kEndOfOptions = 0;
inline constexpr std::uint16_t kComment = 1;
inline constexpr std::uint16_t kInterfaceName = 2;
inline constexpr std::uint16_t kTimeResolution = 9;
inline constexpr std::uint16_t kFrameCheckLength = 13;
inline constexpr std::uint16_t kTimeOffset = 14;
inline constexpr std::uint16_t kUserApplication = 4;
inline constexpr std::uint16_t kPacketFlags = 2;
inline constexpr std::uint16_t kPacketDrops = 4;
inline constexpr std::uint16_t kReceived = 4;
inline constexpr std::uint16_t kDroppedByInterface = 5;
inline constexpr std::uint16_t kDroppedBySystem = 7;

/// Bodies and option values are padded to a multiple of four bytes.
[[nodiscard]] constexpr std::size_t padded(std::size_t length) {
    return (length + 3) / 4 * 4;
}

}  // namespace hark::capture::pcapng
