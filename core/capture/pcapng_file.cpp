#include "core/capture/pcapng_file.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/capture/byte_order.h"
#include "core/capture/file_source.h"
#include "core/capture/pcapng_format.h"
#include "core/capture/pcapng_time.h"

namespace hark::capture {
namespace {

using namespace pcapng;

/// No machine has as many; more only cost memory.
constexpr std::size_t kMaximumInterfaces = 65'536;
/// Interfaces and statistics carry names and addresses at most.
constexpr std::uint32_t kMaximumDescription = 1U << 20U;

struct Interface {
    LinkType linkType = 0;
    std::uint32_t snapLength = 0;  ///< 0 where there is no limit
    std::uint32_t maximum = 0;     ///< of a packet's captured length
    PcapngClock clock;
    std::optional<InterfaceStatistics> statistics;
};

struct Option {
    std::uint16_t code = kEndOfOptions;
    base::Bytes value;
};

/// Takes the next option off; the end of options where there is none, or none that makes sense.
Option nextOption(base::Bytes& options, ByteOrder order) {
    constexpr std::size_t kOptionHeader = 4;
    if (options.size() < kOptionHeader) return {};
    const std::uint16_t code = order.u16(options.data());
    const std::uint16_t length = order.u16(options.data() + 2);
    options = options.subspan(kOptionHeader);
    if (code == kEndOfOptions || length > options.size()) return {};
    const base::Bytes value = options.first(length);
    options = options.subspan(std::min(padded(length), options.size()));
    return {code, value};
}

Interface parseInterface(base::Bytes body, ByteOrder order) {
    Interface made;
    made.linkType = order.u16(body.data());
    made.snapLength = order.u32(body.data() + 4);
    made.maximum = maximumPacket(made.snapLength);
    std::uint8_t resolution = 6;
    std::int64_t offset = 0;
    base::Bytes options = body.subspan(kInterfaceBody);
    for (Option o = nextOption(options, order); o.code != 0; o = nextOption(options, order)) {
        if (o.code == kTimeResolution && !o.value.empty()) {
            resolution = std::to_integer<std::uint8_t>(o.value[0]);
        } else if (o.code == kTimeOffset && o.value.size() == sizeof offset) {
            offset = static_cast<std::int64_t>(order.u64(o.value.data()));
        }
    }
    made.clock = PcapngClock(resolution, offset);
    return made;
}

InterfaceStatistics parseStatistics(base::Bytes options, ByteOrder order) {
    InterfaceStatistics made;
    for (Option o = nextOption(options, order); o.code != 0; o = nextOption(options, order)) {
        if (o.value.size() != sizeof(std::uint64_t)) continue;
        const std::uint64_t value = order.u64(o.value.data());
        if (o.code == kReceived) made.received = value;
        if (o.code == kDroppedByInterface) made.droppedByInterface = value;
        if (o.code == kDroppedBySystem) made.droppedBySystem = value;
    }
    return made;
}

void add(std::optional<InterfaceStatistics>& sum, const std::optional<InterfaceStatistics>& more) {
    if (!more) return;
    if (!sum) sum.emplace();
    sum->received += more->received;
    sum->droppedByInterface += more->droppedByInterface;
    sum->droppedBySystem += more->droppedBySystem;
}

class PcapngFile final : public FileSource {
public:
    [[nodiscard]] std::string_view format() const override { return "pcapng"; }
    using FileSource::FileSource;

    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const override;
    /// Damaged where the capture's first block is not one that can be read.
    ReadStatus readFirstSection() { return readSection().value_or(ReadStatus::Packet); }

private:
    /// What a block turned out to be: nothing to hand out, so that reading goes on, or a status.
    using Outcome = std::optional<ReadStatus>;

    ReadStatus read(Packet& packet) override;
    Outcome readBlock(Packet& packet);
    Outcome readSection();
    Outcome readInterface(std::uint32_t length);
    Outcome readStatistics(std::uint32_t length);
    Outcome readEnhancedPacket(std::uint32_t length, Packet& packet, bool isObsolete);
    Outcome readSimplePacket(std::uint32_t length, Packet& packet);
    Outcome skipBlock(std::uint32_t length);

    /// Makes a whole block available, whose length must lie between the two.
    Outcome needBlock(std::uint32_t length, std::size_t atLeast, std::size_t atMost);
    Outcome deliver(const Interface& from, base::Bytes room, std::uint32_t captured,
                    std::uint32_t original, std::uint32_t blockLength, Packet& packet);
    [[nodiscard]] base::Bytes body(std::uint32_t length) {
        return {buffer().data() + kBlockHeader, length - kBlockFrame};
    }

    ByteOrder order_;
    std::vector<Interface> interfaces_;
    base::Timestamp lastTime_;
    std::optional<InterfaceStatistics> earlierSections_;
};

std::optional<InterfaceStatistics> PcapngFile::statistics() const {
    std::optional<InterfaceStatistics> sum = earlierSections_;
    for (const Interface& interface : interfaces_)
        add(sum, interface.statistics);
    return sum;
}

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
    if (length % 4 != 0 || length < kBlockFrame) {
        return damaged(fmt::format("a block claims an impossible length of {}", length));
    }
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
        default:
            return skipBlock(length);
    }
}

PcapngFile::Outcome PcapngFile::needBlock(std::uint32_t length, std::size_t atLeast,
                                          std::size_t atMost) {
    if (length < atLeast || length > atMost) {
        return damaged(fmt::format("a block claims an impossible length of {}", length));
    }
    if (!buffer().need(length)) return ended();
    if (order_.u32(buffer().data() + length - kBlockTrailer) != length) {
        return damaged(fmt::format("the two lengths of a block of {} bytes differ", length));
    }
    return std::nullopt;
}

/// Section 4.1. The section's length is not asked: blocks say where they end.
PcapngFile::Outcome PcapngFile::readSection() {
    if (!buffer().need(kBlockFrame)) return ended();
    const std::byte* block = buffer().data();
    const auto order = [&] {
        for (const bool isSwapped : {false, true}) {
            const ByteOrder candidate(isSwapped);
            if (candidate.u32(block + kBlockHeader) == kByteOrderMagic) {
                return std::optional(candidate);
            }
        }
        return std::optional<ByteOrder>();
    }();
    if (!order) return damaged("a section has no byte-order mark");
    order_ = *order;
    const std::uint32_t length = order_.u32(block + 4);
    if (length % 4 != 0) {
        return damaged(fmt::format("a block claims an impossible length of {}", length));
    }
    if (const Outcome bad =
            needBlock(length, kSectionBody + kBlockFrame, kMaximumPacket + kMaximumDescription)) {
        return bad;
    }
    const std::uint16_t major = order_.u16(buffer().data() + kBlockFrame);
    const std::uint16_t minor = order_.u16(buffer().data() + kBlockFrame + 2);
    if (major != 1 || (minor != 0 && minor != 2)) {
        return damaged(fmt::format("a section has the unknown version {}.{}", major, minor));
    }
    earlierSections_ = statistics();
    interfaces_.clear();
    buffer().consume(length);
    return std::nullopt;
}

PcapngFile::Outcome PcapngFile::readInterface(std::uint32_t length) {
    if (const Outcome bad = needBlock(length, kInterfaceBody + kBlockFrame, kMaximumDescription)) {
        return bad;
    }
    if (interfaces_.size() == kMaximumInterfaces) return damaged("there are too many interfaces");
    interfaces_.push_back(parseInterface(body(length), order_));
    buffer().consume(length);
    return std::nullopt;
}

/// Section 4.6. The counts go on from block to block, so that the last one holds.
PcapngFile::Outcome PcapngFile::readStatistics(std::uint32_t length) {
    if (const Outcome bad = needBlock(length, kStatisticsBody + kBlockFrame, kMaximumDescription)) {
        return bad;
    }
    const std::uint32_t interface = order_.u32(body(length).data());
    if (interface < interfaces_.size()) {
        interfaces_[interface].statistics =
            parseStatistics(body(length).subspan(kStatisticsBody), order_);
    }
    buffer().consume(length);
    return std::nullopt;
}

/// Sections 4.3 and A; the obsolete form differs in the first four bytes alone.
PcapngFile::Outcome PcapngFile::readEnhancedPacket(std::uint32_t length, Packet& packet,
                                                   bool isObsolete) {
    if (const Outcome bad =
            needBlock(length, kPacketBody + kBlockFrame, kMaximumPacket + kMaximumDescription)) {
        return bad;
    }
    const base::Bytes block = body(length);
    const std::uint32_t interface =
        isObsolete ? order_.u16(block.data()) : order_.u32(block.data());
    if (interface >= interfaces_.size()) {
        return damaged(fmt::format("a packet is of interface {}, and {} {} described", interface,
                                   interfaces_.size(), interfaces_.size() == 1 ? "is" : "are"));
    }
    const Interface& from = interfaces_[interface];
    const std::uint64_t high = order_.u32(block.data() + 4);
    lastTime_ = from.clock.at(high << 32U | order_.u32(block.data() + 8));
    return deliver(from, block.subspan(kPacketBody), order_.u32(block.data() + 12),
                   order_.u32(block.data() + 16), length, packet);
}

/// Section 4.4: of the first interface, without a time; it is given that of the packet before.
PcapngFile::Outcome PcapngFile::readSimplePacket(std::uint32_t length, Packet& packet) {
    if (const Outcome bad = needBlock(length, kSimplePacketBody + kBlockFrame,
                                      kMaximumPacket + kMaximumDescription)) {
        return bad;
    }
    if (interfaces_.empty()) return damaged("a packet comes before any interface is described");
    const Interface& from = interfaces_.front();
    const base::Bytes room = body(length).subspan(kSimplePacketBody);
    const std::uint32_t original = order_.u32(body(length).data());
    const std::uint32_t captured =
        from.snapLength == 0 ? original : std::min(original, from.snapLength);
    return deliver(from, room, captured, original, length, packet);
}

PcapngFile::Outcome PcapngFile::deliver(const Interface& from, base::Bytes room,
                                        std::uint32_t captured, std::uint32_t original,
                                        std::uint32_t blockLength, Packet& packet) {
    if (captured > room.size() || captured > from.maximum) {
        return damaged(fmt::format("a packet claims {} captured bytes in a block with room for {}",
                                   captured, room.size()));
    }
    packet.time = lastTime_;
    packet.linkType = from.linkType;
    packet.wireLength = std::max(captured, original);
    packet.bytes = room.first(captured);
    hold(blockLength);
    return ReadStatus::Packet;
}

PcapngFile::Outcome PcapngFile::skipBlock(std::uint32_t length) {
    if (!buffer().skip(length)) return ended();
    return std::nullopt;
}

}  // namespace

bool isPcapng(base::Bytes beginning) {
    return beginning.size() >= sizeof(std::uint32_t) &&
           ByteOrder().u32(beginning.data()) == kSectionHeader;
}

base::Result<std::unique_ptr<PacketSource>> openPcapng(RecordBuffer buffer, const std::string& name,
                                                       std::uint32_t captureNumber) {
    if (!buffer.need(kSectionBody + kBlockFrame)) {
        return base::Error{fmt::format(
            "{}: cut within its pcapng header ({} of at least {} bytes), there is nothing to read: "
            "copy or capture it again",
            name, buffer.available(), kSectionBody + kBlockFrame)};
    }
    auto source = std::make_unique<PcapngFile>(std::move(buffer), name, captureNumber);
    if (source->readFirstSection() == ReadStatus::Damaged) return base::Error{source->damage()};
    return std::unique_ptr<PacketSource>(std::move(source));
}

}  // namespace hark::capture
