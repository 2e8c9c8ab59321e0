#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/capture/pcapng_reader.h"

namespace hark::capture {

using namespace pcapng;

std::optional<InterfaceStatistics> PcapngFile::statistics() const {
    std::optional<InterfaceStatistics> sum = earlierSections_;
    for (const Interface& interface : interfaces_)
        add(sum, interface.lost());
    return sum;
}

/// Section 4.1. The section's length is not asked: blocks say where they end.
PcapngFile::Outcome PcapngFile::needSection(Section& section) {
    if (!buffer().need(kBlockFrame)) return ended();
    const auto order = orderOf(buffer().data());
    if (!order) return damaged("a section has no byte-order mark");
    const std::uint32_t length = order->u32(buffer().data() + 4);
    if (length % 4 != 0) return impossibleLength(length);
    const ByteOrder before = std::exchange(order_, *order);
    const Outcome bad = needBlock(length, kSectionBody + kBlockFrame, kMaximumBlock);
    order_ = before;
    if (bad) return bad;
    const std::uint16_t major = order->u16(buffer().data() + kBlockFrame);
    const std::uint16_t minor = order->u16(buffer().data() + kBlockFrame + 2);
    if (major != 1 || (minor != 0 && minor != 2)) {
        return damaged(fmt::format("a section has the unknown version {}.{}", major, minor));
    }
    section = {*order, length};
    return std::nullopt;
}

PcapngFile::Outcome PcapngFile::readSection() {
    Section section;
    if (const Outcome bad = needSection(section)) return bad;
    order_ = section.order;
    earlierSections_ = statistics();
    interfaces_.clear();
    takeComments(body(section.length).subspan(kSectionBody));
    buffer().consume(section.length);
    return std::nullopt;
}

PcapngFile::Outcome PcapngFile::readInterface(std::uint32_t length) {
    if (const Outcome bad = needBlock(length, kInterfaceBody + kBlockFrame, kMaximumDescription)) {
        return bad;
    }
    if (interfaces_.size() == kMaximumInterfaces) {
        return damaged("there are too many interfaces", length);
    }
    interfaces_.push_back(parseInterface(body(length), order_));
    takeComments(body(length).subspan(kInterfaceBody));
    buffer().consume(length);
    return std::nullopt;
}

/// Section 4.6. The counts go on from block to block, so that the last one holds.
PcapngFile::Outcome PcapngFile::readStatistics(std::uint32_t length) {
    if (const Outcome bad = needBlock(length, kStatisticsBody + kBlockFrame, kMaximumDescription)) {
        return bad;
    }
    const std::uint32_t interface = order_.u32(body(length).data());
    const base::Bytes options = body(length).subspan(kStatisticsBody);
    if (interface < interfaces_.size()) {
        interfaces_[interface].statistics = parseStatistics(options, order_);
    }
    takeComments(options);
    buffer().consume(length);
    return std::nullopt;
}

PcapngFile::Outcome PcapngFile::readHostNames(std::uint32_t length) {
    if (const Outcome bad = needBlock(length, kBlockFrame, kMaximumBlock)) return bad;
    HostNames names(body(length), order_);
    while (const auto name = names.next())
        take(*name);
    takeComments(names.options());
    buffer().consume(length);
    return std::nullopt;
}

PcapngFile::Outcome PcapngFile::readSecrets(std::uint32_t length) {
    if (const Outcome bad = needBlock(length, kSecretsBody + kBlockFrame, kMaximumBlock)) {
        return bad;
    }
    const auto block = parseSecrets(body(length), order_);
    if (block) {
        take(block->secrets);
        takeComments(block->options);
    } else {
        ++passed().unknownBlocks;
    }
    buffer().consume(length);
    return std::nullopt;
}

/// Section 4.3: what comes behind the packet. The flags say how long the frame check sequence is
/// where it isn't always the same.
void PcapngFile::readPacketOptions(Interface& from, base::Bytes room, Packet& packet) {
    constexpr unsigned kFrameCheckShift = 5;
    constexpr std::uint32_t kFrameCheckMask = 0xf;
    std::uint32_t frameCheck = from.frameCheck;
    base::Bytes options = room.subspan(std::min(padded(packet.bytes.size()), room.size()));
    for (Option o = nextOption(options, order_); o.code != 0; o = nextOption(options, order_)) {
        if (o.code == kComment) {
            take(Comment{nextNumber(), base::asText(o.value)});
        } else if (o.code == kPacketFlags && o.value.size() == sizeof(std::uint32_t)) {
            const std::uint32_t flags = order_.u32(o.value.data());
            const std::uint32_t length = flags >> kFrameCheckShift & kFrameCheckMask;
            if (length > 0) frameCheck = frameCheckLength(from.linkType, length);
        } else if (o.code == kPacketDrops && o.value.size() == sizeof(std::uint64_t)) {
            from.drops += order_.u64(o.value.data());
        }
    }
    cutFrameCheck(packet, frameCheck);
}

void PcapngFile::takeComments(base::Bytes options) {
    for (Option o = nextOption(options, order_); o.code != 0; o = nextOption(options, order_)) {
        if (o.code == kComment) take(Comment{0, base::asText(o.value)});
    }
}

PcapngFile::Outcome PcapngFile::passOver(std::uint32_t length, std::uint64_t& count) {
    if (const Outcome bad = needBlock(length, kBlockFrame, kMaximumBlock)) return bad;
    ++count;
    buffer().consume(length);
    return std::nullopt;
}

// Apart from those who call them, which then need no room for the text of messages: that would cost
// every packet.

ReadStatus PcapngFile::impossibleLength(std::uint32_t length) {
    return damaged(fmt::format("a block claims an impossible length of {}", length));
}

ReadStatus PcapngFile::differingLengths(std::uint32_t length) {
    return damaged(fmt::format("the two lengths of a block of {} bytes differ", length));
}

ReadStatus PcapngFile::unknownInterface(std::uint32_t interface, std::uint32_t length) {
    return damaged(fmt::format("a packet is of interface {}, and {} {} described", interface,
                               interfaces_.size(), interfaces_.size() == 1 ? "is" : "are"),
                   length);
}

ReadStatus PcapngFile::noRoom(std::uint32_t captured, std::size_t room, std::uint32_t length) {
    return damaged(fmt::format("a packet claims {} captured bytes in a block with room for {}",
                               captured, room),
                   length);
}

}  // namespace hark::capture
