#include <algorithm>

#include "core/capture/pcapng_reader.h"

namespace hark::capture {

using namespace pcapng;

ReadStatus PcapngFile::read(Packet& packet) {
    for (;;) {
        if (const Outcome outcome = readBlock(packet)) return *outcome;
    }
}

PcapngFile::Outcome PcapngFile::readBlock(Packet& packet) {
    if (!buffer().need(kBlockHeader)) return ended();
    const std::uint32_t type = order_.u32(buffer().data());
    if (type == kSectionHeader) return readSection();  // the same in either byte order
    const std::uint32_t length = order_.u32(buffer().data() + 4);
    if (length % 4 != 0 || length < kBlockFrame) return impossibleLength(length);
    switch (type) {
        case kEnhancedPacket:
            return readEnhancedPacket(length, packet, false);
        case kObsoletePacket:
            return readEnhancedPacket(length, packet, true);
        case kSimplePacket:
            return readSimplePacket(length, packet);
        case kInterfaceDescription:
            return readInterface(length);
        case kInterfaceStatistics:
            return readStatistics(length);
        case kNameResolution:
            return readHostNames(length);
        case kDecryptionSecrets:
            return readSecrets(length);
        case kCustom:
        case kCustomNotToCopy:
            return passOver(length, passed().customBlocks);
        default:
            return passOver(length, passed().unknownBlocks);
    }
}

PcapngFile::Outcome PcapngFile::needBlock(std::uint32_t length, std::size_t atLeast,
                                          std::size_t atMost) {
    if (length < atLeast || length > atMost) return impossibleLength(length);
    if (!buffer().need(length)) return ended();
    if (order_.u32(buffer().data() + length - kBlockTrailer) != length) {
        return differingLengths(length);
    }
    return std::nullopt;
}

/// Sections 4.3 and A; the obsolete form differs in the first four bytes alone.
PcapngFile::Outcome PcapngFile::readEnhancedPacket(std::uint32_t length, Packet& packet,
                                                   bool isObsolete) {
    if (const Outcome bad = needBlock(length, kPacketBody + kBlockFrame, kMaximumBlock)) {
        return bad;
    }
    const base::Bytes block = body(length);
    const std::uint32_t interface =
        isObsolete ? order_.u16(block.data()) : order_.u32(block.data());
    if (interface >= interfaces_.size()) return unknownInterface(interface, length);
    Interface& from = interfaces_[interface];
    const std::uint64_t high = order_.u32(block.data() + 4);
    packetTime_ = from.clock.at(high << 32U | order_.u32(block.data() + 8));
    if (isObsolete) {
        constexpr std::uint16_t kUnknownDrops = 0xffff;
        const std::uint16_t drops = order_.u16(block.data() + 2);
        if (drops != kUnknownDrops) from.drops += drops;
    }
    return deliver(from, block.subspan(kPacketBody), order_.u32(block.data() + 12),
                   order_.u32(block.data() + 16), length, packet);
}

/// Section 4.4: of the first interface, without a time; it is given that of the packet before.
PcapngFile::Outcome PcapngFile::readSimplePacket(std::uint32_t length, Packet& packet) {
    if (const Outcome bad = needBlock(length, kSimplePacketBody + kBlockFrame, kMaximumBlock)) {
        return bad;
    }
    if (interfaces_.empty()) {
        return damaged("a packet comes before any interface is described", length);
    }
    Interface& from = interfaces_.front();
    const std::uint32_t original = order_.u32(body(length).data());
    const std::uint32_t captured =
        from.snapLength == 0 ? original : std::min(original, from.snapLength);
    // There is no room for options, only for padding.
    const base::Bytes room = body(length).subspan(kSimplePacketBody);
    return deliver(from, room.first(std::min(room.size(), padded(captured))), captured, original,
                   length, packet);
}

PcapngFile::Outcome PcapngFile::deliver(Interface& from, base::Bytes room, std::uint32_t captured,
                                        std::uint32_t original, std::uint32_t blockLength,
                                        Packet& packet) {
    if (captured > room.size() || captured > from.maximum) {
        return noRoom(captured, room.size(), blockLength);
    }
    packet.time = packetTime_;
    packet.linkType = from.linkType;
    packet.wireLength = std::max(captured, original);
    packet.bytes = room.first(captured);
    hold(blockLength);
    const bool hasOptions = room.size() - captured >= sizeof(std::uint32_t);
    if (hasOptions || from.frameCheck > 0) readPacketOptions(from, room, packet);
    return ReadStatus::Packet;
}

}  // namespace hark::capture
