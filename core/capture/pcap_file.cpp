#include "core/capture/pcap_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/capture/byte_order.h"
#include "core/capture/file_source.h"

namespace hark::capture {
namespace {

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;
/// The variant adds interface index, protocol and packet type to each record.
constexpr std::size_t kModifiedRecordHeader = 24;
/// Above the link type the field holds the length of the frame check sequence.
constexpr std::uint32_t kLinkTypeMask = 0x03ff'ffff;

struct Flavour {
    std::uint32_t magic;
    std::uint32_t nanosecondsPerUnit;
    std::size_t recordHeader;
};
constexpr Flavour kFlavours[] = {
    {0xa1b2'c3d4, 1000, kRecordHeader},
    {0xa1b2'3c4d, 1, kRecordHeader},
    {0xa1b2'cd34, 1000, kModifiedRecordHeader},
};

struct Magic {
    Flavour flavour;
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

/// Before version 2.4 some writers had the two lengths of a record the other way round.
enum class LengthOrder : std::uint8_t { CapturedFirst, OriginalFirst, SmallerIsCaptured };

LengthOrder lengthOrder(std::uint16_t major, std::uint16_t minor) {
    constexpr std::uint16_t kOsfMajor = 543;
    if (major == kOsfMajor || (major == 2 && minor < 3)) return LengthOrder::OriginalFirst;
    if (major == 2 && minor == 3) return LengthOrder::SmallerIsCaptured;
    return LengthOrder::CapturedFirst;
}

class PcapFile final : public FileSource {
public:
    [[nodiscard]] std::string_view format() const override { return "pcap"; }
    struct Header {
        Flavour flavour;
        ByteOrder order;
        LengthOrder lengths;
        std::uint32_t maximum;
        LinkType linkType;
    };
    PcapFile(Header header, RecordBuffer buffer, std::string name, std::uint32_t captureNumber)
        : FileSource(std::move(buffer), std::move(name), captureNumber), header_(header) {}

private:
    ReadStatus read(Packet& packet) override;

    Header header_;
};

ReadStatus PcapFile::read(Packet& packet) {
    const std::size_t headerLength = header_.flavour.recordHeader;
    if (!buffer().need(headerLength)) return ended();
    const std::byte* record = buffer().data();
    const std::uint32_t seconds = header_.order.u32(record);
    const std::uint32_t fraction = header_.order.u32(record + 4);
    std::uint32_t captured = header_.order.u32(record + 8);
    std::uint32_t original = header_.order.u32(record + 12);
    if (header_.lengths == LengthOrder::OriginalFirst ||
        (header_.lengths == LengthOrder::SmallerIsCaptured && captured > original)) {
        std::swap(captured, original);
    }
    if (captured > header_.maximum) {
        return damaged(fmt::format("a packet claims {} captured bytes, and at most {} are usual",
                                   captured, header_.maximum));
    }
    if (!buffer().need(headerLength + captured)) return ended();
    hold(headerLength + captured);

    // 32 bits of seconds fit a signed 64-bit count of nanoseconds, with room to subtract any two.
    packet.time = base::Timestamp(
        std::chrono::seconds(seconds) +
        base::Duration(std::uint64_t{fraction} * header_.flavour.nanosecondsPerUnit));
    packet.linkType = header_.linkType;
    packet.wireLength = std::max(captured, original);
    packet.bytes = base::Bytes(buffer().data() + headerLength, captured);
    return ReadStatus::Packet;
}

}  // namespace

bool isPcap(base::Bytes beginning) {
    return magicOf(beginning).has_value();
}

base::Result<std::unique_ptr<PacketSource>> openPcap(RecordBuffer buffer, const std::string& name,
                                                     std::uint32_t captureNumber) {
    if (!buffer.need(kFileHeader)) {
        return base::Error{fmt::format(
            "{}: cut within its pcap header ({} of {} bytes), there is nothing to read: copy or "
            "capture it again",
            name, buffer.available(), kFileHeader)};
    }
    const auto magic = magicOf({buffer.data(), buffer.available()});
    if (!magic) return base::Error{name + ": not a pcap file"};
    const ByteOrder order = magic->order;
    const std::uint16_t major = order.u16(buffer.data() + 4);
    const std::uint16_t minor = order.u16(buffer.data() + 6);
    if (major < 2) {
        return base::Error{
            fmt::format("{}: pcap version {}.{} is not known, version 2 is: convert it with "
                        "`editcap -F pcapng`",
                        name, major, minor)};
    }
    const PcapFile::Header header{
        .flavour = magic->flavour,
        .order = order,
        .lengths = lengthOrder(major, minor),
        .maximum = maximumPacket(order.u32(buffer.data() + 16)),
        .linkType = order.u32(buffer.data() + 20) & kLinkTypeMask,
    };
    buffer.consume(kFileHeader);
    return std::unique_ptr<PacketSource>(
        std::make_unique<PcapFile>(header, std::move(buffer), name, captureNumber));
}

}  // namespace hark::capture
