#include "core/capture/snoop_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/byte_reader.h"
#include "core/capture/file_source.h"

namespace hark::capture {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMagic = "snoop\0\0\0"sv;
constexpr std::size_t kFileHeader = 16;
constexpr std::size_t kRecordHeader = 24;
/// Behind a packet, up to which records are padded; RFC 1761 wants three bytes at most.
constexpr std::uint32_t kMaximumPadding = 1024;
/// Shomiti's analyzers put as much as this behind each packet, where others pad by less.
constexpr std::uint32_t kShomitiTrailer = 16;

struct Record {
    explicit Record(base::Bytes header) {
        base::ByteReader reader(header);
        original = reader.u32be();
        captured = reader.u32be();
        length = reader.u32be();
        drops = reader.u32be();
        seconds = reader.u32be();
        microseconds = reader.u32be();
    }
    /// The packet fits the record, and the record has no more room than padding needs.
    [[nodiscard]] bool isWhole() const {
        return captured <= kUsualMaximumPacket && length >= kRecordHeader + captured &&
               padding() <= kMaximumPadding;
    }
    [[nodiscard]] std::uint64_t padding() const {
        const std::uint64_t filled = kRecordHeader + captured;
        return length > filled ? length - filled : 0;
    }

    std::uint32_t original = 0, captured = 0, length = 0, drops = 0;
    std::uint32_t seconds = 0, microseconds = 0;
};

/// RFC 1761's types, those of its registry at IANA, and Shomiti's own, as link types.
struct DatalinkType {
    std::uint32_t datalink;
    LinkType linkType;
};
constexpr LinkType kLoopback = 0;
constexpr LinkType kEthernet = 1;
constexpr LinkType kTokenRing = 6;
constexpr LinkType kFddi = 10;
constexpr LinkType kFibreChannelIp = 122;
constexpr LinkType kSunAtm = 123;
constexpr LinkType kIpNet = 226;
constexpr DatalinkType kTypes[] = {
    {0, kEthernet},        {2, kTokenRing}, {4, kEthernet},        {8, kFddi},
    {9, kLoopback},        {14, kLoopback}, {16, kFibreChannelIp}, {18, kSunAtm},
    {0x8000'0005, kIpNet},
};
constexpr DatalinkType kShomitiTypes[] = {
    {0, kEthernet},   {2, kTokenRing}, {4, kEthernet},   {8, kFddi},       {10, kEthernet},
    {11, kTokenRing}, {12, kEthernet}, {13, kTokenRing}, {14, kTokenRing}, {19, kEthernet},
};

std::optional<LinkType> linkTypeOf(std::uint32_t datalink, bool isShomiti) {
    const std::span<const DatalinkType> types =
        isShomiti ? std::span(kShomitiTypes) : std::span<const DatalinkType>(kTypes);
    const auto found = std::find_if(types.begin(), types.end(), [&](const DatalinkType& type) {
        return type.datalink == datalink;
    });
    if (found == types.end()) return std::nullopt;
    return found->linkType;
}

class SnoopFile final : public FileSource {
public:
    SnoopFile(LinkType linkType, RecordBuffer buffer, std::string name, std::uint32_t captureNumber)
        : FileSource(std::move(buffer), std::move(name), captureNumber), linkType_(linkType) {}

    [[nodiscard]] std::string_view format() const override { return "snoop"; }
    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const override;

private:
    ReadStatus read(Packet& packet) override;
    bool recordBegins() override;
    [[nodiscard]] Record recordAt(std::size_t at) {
        return Record({buffer().data() + at, kRecordHeader});
    }

    LinkType linkType_;
    std::uint32_t drops_ = 0;
};

std::optional<InterfaceStatistics> SnoopFile::statistics() const {
    if (drops_ == 0) return std::nullopt;
    return InterfaceStatistics{.droppedBySystem = drops_};
}

ReadStatus SnoopFile::read(Packet& packet) {
    if (!buffer().need(kRecordHeader)) return ended();
    const Record record = recordAt(0);
    if (!record.isWhole()) {
        return damaged(fmt::format("a record of {} bytes claims {} captured ones", record.length,
                                   record.captured));
    }
    if (!buffer().need(record.length)) return ended();
    hold(record.length);
    drops_ = std::max(drops_, record.drops);
    packet.time = base::Timestamp(std::chrono::seconds(record.seconds) +
                                  std::chrono::microseconds(record.microseconds));
    packet.linkType = linkType_;
    packet.wireLength = std::max(record.captured, record.original);
    packet.bytes = base::Bytes(buffer().data() + kRecordHeader, record.captured);
    return ReadStatus::Packet;
}

bool SnoopFile::recordBegins() {
    return recordsChain(kRecordHeader, [this](std::size_t at) -> std::size_t {
        constexpr std::uint32_t kMicrosecondsPerSecond = 1'000'000;
        const Record record = recordAt(at);
        const bool isPlausible =
            record.isWhole() && record.captured > 0 && record.original >= record.captured &&
            record.original <= kMaximumPacket && record.microseconds < kMicrosecondsPerSecond &&
            isNearOthers(record.seconds);
        return isPlausible ? record.length : 0;
    });
}

}  // namespace

bool isSnoop(base::Bytes beginning) {
    return base::asText(beginning).starts_with(kMagic);
}

base::Result<std::unique_ptr<PacketSource>> openSnoop(RecordBuffer buffer, const std::string& name,
                                                      std::uint32_t captureNumber) {
    constexpr std::uint32_t kFirstVersion = 2;
    constexpr std::uint32_t kLastVersion = 5;
    if (!buffer.need(kFileHeader)) {
        return base::Error{fmt::format(
            "{}: cut within its snoop header ({} of {} bytes), there is nothing to read: copy or "
            "capture it again",
            name, buffer.available(), kFileHeader)};
    }
    base::ByteReader reader({buffer.data() + kMagic.size(), kFileHeader - kMagic.size()});
    const std::uint32_t version = reader.u32be();
    const std::uint32_t datalink = reader.u32be();
    if (version < kFirstVersion || version > kLastVersion) {
        return base::Error{
            fmt::format("{}: snoop version {} is not known, version 2 is", name, version)};
    }
    buffer.consume(kFileHeader);
    const bool isShomiti = buffer.need(kRecordHeader) &&
                           Record({buffer.data(), kRecordHeader}).padding() >= kShomitiTrailer;
    const auto linkType = linkTypeOf(datalink, isShomiti);
    if (!linkType) {
        return base::Error{
            fmt::format("{}: its packets are of the snoop datalink type {}, which can't be read",
                        name, datalink)};
    }
    return std::unique_ptr<PacketSource>(
        std::make_unique<SnoopFile>(*linkType, std::move(buffer), name, captureNumber));
}

}  // namespace hark::capture
