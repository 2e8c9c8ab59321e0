#include "core/capture/pcapng_blocks.h"

#include <algorithm>

#include "core/capture/file_source.h"

namespace hark::capture::pcapng {
namespace {

/// if_fcslen counts bits. The draft's own example is 4, which are meant to be bytes, and no frame
/// check sequence is shorter than a byte.
std::uint32_t frameCheckOf(std::uint8_t announced) {
    constexpr std::uint32_t kBitsPerByte = 8;
    return announced < kBitsPerByte ? announced : announced / kBitsPerByte;
}

}  // namespace

std::optional<ByteOrder> orderOf(const std::byte* section) {
    for (const bool isSwapped : {false, true}) {
        const ByteOrder candidate(isSwapped);
        if (candidate.u32(section + kBlockHeader) == kByteOrderMagic) return candidate;
    }
    return std::nullopt;
}

Option nextOption(base::Bytes& options, ByteOrder order) {
    constexpr std::size_t kOptionHeader = 4;
    if (options.size() < kOptionHeader) return {};
    const std::uint16_t code = order.u16(options.data());
    const std::uint16_t length = order.u16(options.data() + 2);
    options = options.subspan(kOptionHeader);
    if (length > options.size()) options = {};
    if (code == kEndOfOptions || length > options.size()) return {};
    const base::Bytes value = options.first(length);
    options = options.subspan(std::min(padded(length), options.size()));
    return {code, value};
}

std::optional<InterfaceStatistics> Interface::lost() const {
    if (statistics || drops == 0) return statistics;
    return InterfaceStatistics{.droppedBySystem = drops};
}

/// Section 4.2.
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
        } else if (o.code == kFrameCheckLength && o.value.size() == 1) {
            made.frameCheck = frameCheckLength(
                made.linkType, frameCheckOf(std::to_integer<std::uint8_t>(o.value[0])));
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

std::optional<HostName> HostNames::next() {
    while (!names_.empty() || nextRecord()) {
        const auto end = std::find(names_.begin(), names_.end(), std::byte{});
        const auto length = static_cast<std::size_t>(end - names_.begin());
        const base::Bytes name = names_.first(length);
        names_ = names_.subspan(std::min(length + 1, names_.size()));
        if (!name.empty()) return HostName{address_, base::asText(name)};
    }
    return std::nullopt;
}

/// False where there are no more. Records of other addresses than IP's are passed over.
bool HostNames::nextRecord() {
    constexpr std::uint16_t kIpv4 = 1;
    constexpr std::uint16_t kIpv6 = 2;
    for (Option record = nextOption(rest_, order_); record.code != 0;
         record = nextOption(rest_, order_)) {
        const std::size_t length = record.code == kIpv4 ? 4 : 16;
        if ((record.code != kIpv4 && record.code != kIpv6) || record.value.size() <= length) {
            continue;
        }
        address_ = record.value.first(length);
        names_ = record.value.subspan(length);
        return true;
    }
    return false;
}

std::optional<SecretsBlock> parseSecrets(base::Bytes body, ByteOrder order) {
    const std::uint32_t length = order.u32(body.data() + 4);
    const base::Bytes rest = body.subspan(kSecretsBody);
    if (length > rest.size()) return std::nullopt;
    return SecretsBlock{{order.u32(body.data()), rest.first(length)},
                        rest.subspan(std::min(padded(length), rest.size()))};
}

}  // namespace hark::capture::pcapng
