#include "core/capture/pcapng_file.h"

#include <utility>

#include <fmt/format.h>

#include "core/capture/pcapng_reader.h"

namespace hark::capture {

using namespace pcapng;

namespace {

/// The least length that a block of that type can have; nothing for types that aren't known.
std::optional<std::size_t> leastLength(std::uint32_t type) {
    switch (type) {
        case kEnhancedPacket:
        case kObsoletePacket:
            return kPacketBody + kBlockFrame;
        case kSimplePacket:
            return kSimplePacketBody + kBlockFrame;
        case kInterfaceDescription:
            return kInterfaceBody + kBlockFrame;
        case kInterfaceStatistics:
            return kStatisticsBody + kBlockFrame;
        case kDecryptionSecrets:
            return kSecretsBody + kBlockFrame;
        case kNameResolution:
        case kCustom:
        case kCustomNotToCopy:
            return kBlockFrame + sizeof(std::uint32_t);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<std::string> PcapngFile::refusal() {
    Section section;
    if (!needSection(section)) return std::nullopt;
    return FileSource::refusal();
}

/// A block whose two lengths agree is believed where another follows or the input ends; a section
/// has a mark besides.
bool PcapngFile::recordBegins() {
    if (isCertainSection(0)) return true;
    const std::size_t first = certainBlock(0);
    if (first == 0) return false;
    if (!buffer().need(first + 1)) return buffer().available() == first;
    return isCertainSection(first) || certainBlock(first) > 0;
}

/// How long the block of a known type is that begins `at` bytes behind data(); 0 for none.
std::size_t PcapngFile::certainBlock(std::size_t at) {
    if (!buffer().need(at + kBlockHeader)) return 0;
    const auto least = leastLength(order_.u32(buffer().data() + at));
    const std::uint32_t length = order_.u32(buffer().data() + at + 4);
    if (!least || length < *least || length % 4 != 0 || length > kSearchWindow - at) return 0;
    if (!buffer().need(at + length)) return 0;
    return order_.u32(buffer().data() + at + length - kBlockTrailer) == length ? length : 0;
}

bool PcapngFile::isCertainSection(std::size_t at) {
    if (!buffer().need(at + kBlockFrame)) return false;
    const auto order = orderOf(buffer().data() + at);
    if (!order || order->u32(buffer().data() + at) != kSectionHeader) return false;
    const std::uint32_t length = order->u32(buffer().data() + at + 4);
    if (length < kSectionBody + kBlockFrame || length % 4 != 0 || length > kSearchWindow - at) {
        return false;
    }
    return buffer().need(at + length) &&
           order->u32(buffer().data() + at + length - kBlockTrailer) == length;
}

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
    if (const auto refusal = source->refusal()) return base::Error{*refusal};
    return std::unique_ptr<PacketSource>(std::move(source));
}

}  // namespace hark::capture
