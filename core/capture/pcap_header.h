#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/capture/byte_order.h"
#include "core/capture/packet.h"

namespace hark::capture {

/// What the header of a packet says.
struct PcapRecord {
    std::uint32_t seconds = 0;
    std::uint32_t fraction = 0;
    std::uint32_t captured = 0;
    std::uint32_t original = 0;
};

/// How a pcap file is laid out, as its header and magic number tell.
///
/// Most magic numbers stand for one form of record header. Three were taken for several by patches
/// of 1999 and by Nokia's firewalls; then the records themselves must tell which it is, by being
/// there.
struct PcapHeader {
    /// Before version 2.4 some writers had the two lengths of a record the other way round.
    enum class LengthOrder : std::uint8_t { CapturedFirst, OriginalFirst, SmallerIsCaptured };
    static constexpr std::size_t kForms = 4;

    ByteOrder order;
    std::uint32_t nanosecondsPerUnit = 1000;
    LengthOrder lengths = LengthOrder::CapturedFirst;
    LinkType linkType = 0;
    std::uint32_t maximum = 0;     ///< of a packet's captured length
    std::uint32_t frameCheck = 0;  ///< bytes at the end of each packet that belong to no protocol
    std::size_t length = 0;        ///< of the file's header
    std::size_t padding = 0;       ///< before each packet, counted in its lengths
    /// Lengths of record headers to choose from, the usual one first; 0 for none.
    std::array<std::size_t, kForms> forms{};
    /// The format is known by its magic number alone: records that fit no form aren't read.
    bool mustFit = false;

    [[nodiscard]] bool hasOneForm() const { return forms[1] == 0; }
    /// Whether records are what their headers' fields say, as they stand.
    [[nodiscard]] bool isPlain() const {
        return lengths == LengthOrder::CapturedFirst && frameCheck == 0 && padding == 0;
    }
    /// `at` has the first 16 bytes of a record's header. As they stand in the file:
    [[nodiscard]] PcapRecord fieldsOf(const std::byte* at) const {
        return {order.u32(at), order.u32(at + 4), order.u32(at + 8), order.u32(at + 12)};
    }
    /// And as they are meant.
    [[nodiscard]] PcapRecord record(const std::byte* at) const;
    /// Whether it could be a record that nothing speaks against.
    [[nodiscard]] bool isPlausible(const PcapRecord& record) const;
};

inline constexpr std::size_t kPcapRecordBeginning = 16;

/// How long the header of a pcap file is that begins so; 0 where it is none.
[[nodiscard]] std::size_t pcapHeaderLength(base::Bytes beginning);
/// `beginning` is the file's, of any length. Fails where it is cut, or of an unknown version, with
/// what completes "NAME: ".
[[nodiscard]] base::Result<PcapHeader> parsePcapHeader(base::Bytes beginning);

inline PcapRecord PcapHeader::record(const std::byte* at) const {
    PcapRecord made = fieldsOf(at);
    if (lengths == LengthOrder::OriginalFirst ||
        (lengths == LengthOrder::SmallerIsCaptured && made.captured > made.original)) {
        std::swap(made.captured, made.original);
    }
    return made;
}

}  // namespace hark::capture
