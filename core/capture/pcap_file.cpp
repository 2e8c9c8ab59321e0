#include "core/capture/pcap_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/capture/file_source.h"
#include "core/capture/pcap_header.h"

namespace hark::capture {
namespace {

class PcapFile final : public FileSource {
public:
    [[nodiscard]] std::string_view format() const override { return "pcap"; }
    PcapFile(const PcapHeader& header, RecordBuffer buffer, std::string name,
             std::uint32_t captureNumber)
        : FileSource(std::move(buffer), std::move(name), captureNumber), header_(header) {
        if (!header_.hasOneForm()) return;
        recordHeader_ = header_.forms[0];
        isPlain_ = header_.isPlain();
    }

private:
    ReadStatus read(Packet& packet) override {
        return isPlain_ ? readRecord<true>(packet) : readSpecial(packet);
    }
    template <bool kIsPlain>
    ReadStatus readRecord(Packet& packet);
    /// Of the record at data(); apart from who asks, so that usual records cost less.
    [[nodiscard]] bool isBelievable();
    ReadStatus refuse();
    ReadStatus readSpecial(Packet& packet);
    bool chooseForm();
    [[nodiscard]] bool fits(std::size_t form);
    bool recordBegins() override;

    PcapHeader header_;
    std::size_t recordHeader_ = 0;  ///< 0 where that isn't known yet
    bool isPlain_ = false;          ///< nothing is unusual but perhaps the form of record headers
};

template <bool kIsPlain>
ReadStatus PcapFile::readRecord(Packet& packet) {
    if (!buffer().need(recordHeader_)) return ended();
    const std::byte* const at = buffer().data();
    const PcapRecord record = kIsPlain ? header_.fieldsOf(at) : header_.record(at);
    // Zero, which is odd as well, becomes the largest number of all.
    if (record.captured - 1 >= header_.maximum && !isBelievable()) return refuse();
    if (!buffer().need(recordHeader_ + record.captured)) return ended();
    hold(recordHeader_ + record.captured);

    // 32 bits of seconds fit a signed 64-bit count of nanoseconds, with room to subtract any two.
    packet.time = base::Timestamp(
        std::chrono::seconds(record.seconds) +
        base::Duration(std::uint64_t{record.fraction} * header_.nanosecondsPerUnit));
    packet.linkType = header_.linkType;
    packet.wireLength = std::max(record.captured, record.original);
    packet.bytes = base::Bytes(buffer().data() + recordHeader_, record.captured);
    return ReadStatus::Packet;
}

/// Packets without a captured byte there may be, but what files have in place of parts that were
/// never written, or lost, are zeros.
bool PcapFile::isBelievable() {
    const PcapRecord record = header_.record(buffer().data());
    return record.captured <= header_.maximum &&
           (record.captured | record.original | record.seconds | record.fraction) != 0;
}

ReadStatus PcapFile::refuse() {
    const PcapRecord record = header_.record(buffer().data());
    if (record.captured == 0) return damaged("there are zeros in place of a record");
    return damaged(fmt::format("a packet claims {} captured bytes, and at most {} are usual",
                               record.captured, header_.maximum));
}

ReadStatus PcapFile::readSpecial(Packet& packet) {
    if (recordHeader_ == 0) {
        if (!buffer().need(1)) return ended();
        if (!chooseForm()) {
            return damaged("begins a record of a form that is not known of this kind of pcap");
        }
        return read(packet);
    }
    const ReadStatus status = readRecord<false>(packet);
    if (status != ReadStatus::Packet) return status;
    cutFrameCheck(packet, header_.frameCheck);
    if (packet.bytes.size() >= header_.padding) {
        packet.bytes = packet.bytes.subspan(header_.padding);
        packet.wireLength -= static_cast<std::uint32_t>(header_.padding);
    }
    return status;
}

/// Finds out what record headers look like, from the first of them and the beginning of the second.
/// False where they must be of a form that is known and are of none.
bool PcapFile::chooseForm() {
    const auto* const fitting =
        std::find_if(header_.forms.begin(), header_.forms.end(),
                     [this](std::size_t form) { return form > 0 && fits(form); });
    const bool hasFound = fitting != header_.forms.end();
    recordHeader_ = hasFound ? *fitting : header_.forms[0];
    isPlain_ = header_.isPlain();
    return hasFound || !header_.mustFit;
}

/// Whether the first record, taken that way, leads to a second one. Of the usual form it may be the
/// last; of another that would not be enough, as files that are cut look like it.
bool PcapFile::fits(std::size_t form) {
    if (!buffer().need(form)) return false;
    const PcapRecord first = header_.record(buffer().data());
    if (!header_.isPlausible(first)) return false;
    const std::size_t end = form + first.captured;
    if (!buffer().need(end + kPcapRecordBeginning)) {
        return form == header_.forms[0] && buffer().available() == end;
    }
    const PcapRecord second = header_.record(buffer().data() + end);
    return header_.isPlausible(second) &&
           std::abs(std::int64_t{second.seconds} - first.seconds) <= kMaximumPauseSeconds;
}

bool PcapFile::recordBegins() {
    return recordsChain(recordHeader_, [this](std::size_t at) -> std::size_t {
        const PcapRecord record = header_.record(buffer().data() + at);
        // Zeros would be packets without end, if empty ones were believed.
        if (!header_.isPlausible(record) || record.captured == 0) return 0;
        return isNearOthers(record.seconds) ? recordHeader_ + record.captured : 0;
    });
}

}  // namespace

bool isPcap(base::Bytes beginning) {
    return pcapHeaderLength(beginning) > 0;
}

base::Result<std::unique_ptr<PacketSource>> openPcap(RecordBuffer buffer, const std::string& name,
                                                     std::uint32_t captureNumber) {
    static_cast<void>(buffer.need(pcapHeaderLength({buffer.data(), buffer.available()})));
    const auto header = parsePcapHeader({buffer.data(), buffer.available()});
    if (!header) return base::Error{fmt::format("{}: {}", name, header.error().message)};
    buffer.consume(header->length);
    return std::unique_ptr<PacketSource>(
        std::make_unique<PcapFile>(*header, std::move(buffer), name, captureNumber));
}

}  // namespace hark::capture
