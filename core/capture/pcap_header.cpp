#include "core/capture/pcap_header.h"

#include <fmt/format.h>

#include "core/capture/file_source.h"

namespace hark::capture {
namespace {

constexpr std::size_t kFileHeader = 24;

// Lengths of record headers. The patched ones add interface index, protocol and packet type, and
// one of them the processor; Nokia's have four bytes of which nothing is known.
constexpr std::size_t kUsual = 16;
constexpr std::size_t kNokia = 20;
constexpr std::size_t kPatched = 24;
constexpr std::size_t kPatchedLong = 28;

struct Flavour {
    std::uint32_t magic = 0;
    std::uint32_t nanosecondsPerUnit = 0;
    std::array<std::size_t, PcapHeader::kForms> forms{};
    std::size_t fileHeader = kFileHeader;
    bool mustFit = false;
};
constexpr std::uint32_t kUsualMagic = 0xa1b2'c3d4;
// IXIA's lcap has the size of all records behind the header. libpcap names the last two formats,
// Navtel's and Mesquita's, and no description of them is known.
constexpr std::size_t kIxiaFileHeader = kFileHeader + 4;
constexpr Flavour kFlavours[] = {
    {kUsualMagic, 1000, {kUsual, kPatched, kNokia}},
    {0xa1b2'3c4d, 1, {kUsual}},
    {0xa1b2'cd34, 1000, {kPatched, kPatchedLong}},
    {0x1c00'01ac, 1, {kUsual}, kIxiaFileHeader},
    {0x1c00'01ab, 1000, {kUsual}, kIxiaFileHeader},
    {0xa12b'3c4d, 1, {kUsual, kPatched, kNokia, kPatchedLong}, kFileHeader, true},
    {0xa1b2'34cd, 1000, {kUsual, kPatched, kNokia, kPatchedLong}, kFileHeader, true},
};

struct Magic {
    const Flavour& flavour;
    ByteOrder order;
};

std::optional<Magic> magicOf(base::Bytes beginning) {
    if (beginning.size() < sizeof(std::uint32_t)) return std::nullopt;
    for (const bool isSwapped : {false, true}) {
        const ByteOrder order(isSwapped);
        for (const Flavour& flavour : kFlavours) {
            if (order.u32(beginning.data()) == flavour.magic) return Magic{flavour, order};
        }
    }
    return std::nullopt;
}

PcapHeader::LengthOrder lengthOrder(std::uint16_t major, std::uint16_t minor) {
    using Order = PcapHeader::LengthOrder;
    constexpr std::uint16_t kDgUxMajor = 543;
    if (major == kDgUxMajor || (major == 2 && minor < 3)) return Order::OriginalFirst;
    if (major == 2 && minor == 3) return Order::SmallerIsCaptured;
    return Order::CapturedFirst;
}

/// AIX has version 2.2 with interface types of RFC 1573 for link types, nanoseconds, and three
/// bytes before frames of FDDI. Its 9 (Token Ring) is the 9 (PPP) of others, who hardly used it
/// then.
void adoptAix(PcapHeader& header) {
    constexpr struct {
        LinkType interfaceType;
        LinkType linkType;
        std::size_t padding;
    } kTypes[] = {{6, 1, 0}, {9, 6, 0}, {15, 10, 3}, {24, 0, 0}};
    for (const auto& type : kTypes) {
        if (header.linkType != type.interfaceType) continue;
        header.linkType = type.linkType;
        header.padding = type.padding;
        header.nanosecondsPerUnit = 1;
        return;
    }
}

/// The field holds the link type in its lower half; above, a mark and a length in units of 16 bits.
void parseLinkType(PcapHeader& header, std::uint32_t field) {
    constexpr std::uint32_t kLinkTypeMask = 0xffff;
    constexpr std::uint32_t kHasFrameCheck = 0x0400'0000;
    constexpr unsigned kFrameCheckShift = 28;
    header.linkType = field & kLinkTypeMask;
    if ((field & kHasFrameCheck) != 0) {
        header.frameCheck = frameCheckLength(header.linkType, (field >> kFrameCheckShift) * 2);
    }
}

}  // namespace

std::size_t pcapHeaderLength(base::Bytes beginning) {
    const auto magic = magicOf(beginning);
    return magic ? magic->flavour.fileHeader : 0;
}

bool PcapHeader::isPlausible(const PcapRecord& record) const {
    constexpr std::uint32_t kNanosecondsPerSecond = 1'000'000'000;
    return record.captured <= maximum && record.original >= record.captured &&
           record.original <= kMaximumPacket && record.captured >= padding &&
           record.fraction < kNanosecondsPerSecond / nanosecondsPerUnit;
}

base::Result<PcapHeader> parsePcapHeader(base::Bytes beginning) {
    const auto magic = magicOf(beginning);
    if (!magic) return base::Error{"not a pcap file"};
    const Flavour& flavour = magic->flavour;
    if (beginning.size() < flavour.fileHeader) {
        return base::Error{fmt::format(
            "cut within its pcap header ({} of {} bytes), there is nothing to read: copy or "
            "capture it again",
            beginning.size(), flavour.fileHeader)};
    }
    const ByteOrder order = magic->order;
    const std::uint16_t major = order.u16(beginning.data() + 4);
    const std::uint16_t minor = order.u16(beginning.data() + 6);
    if (major < 2) {
        return base::Error{
            fmt::format("pcap version {}.{} is not known, version 2 is: convert it with "
                        "`editcap -F pcapng`",
                        major, minor)};
    }
    PcapHeader made;
    made.order = order;
    made.nanosecondsPerUnit = flavour.nanosecondsPerUnit;
    made.lengths = lengthOrder(major, minor);
    made.maximum = maximumPacket(order.u32(beginning.data() + 16));
    made.length = flavour.fileHeader;
    made.forms = flavour.forms;
    made.mustFit = flavour.mustFit;
    // Nobody patched a version before 2.4.
    if (major != 2 || minor != 4) made.forms = {flavour.forms[0]};
    parseLinkType(made, order.u32(beginning.data() + 20));
    if (flavour.magic == kUsualMagic && major == 2 && minor == 2) adoptAix(made);
    return made;
}

}  // namespace hark::capture
