#include "core/udp/quic_header.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/byte_reader.h"

namespace hark::udp {

namespace {

constexpr std::uint32_t kVersion1 = 0x00000001;  // RFC 9000
constexpr std::uint32_t kVersion2 = 0x6b3343cf;  // RFC 9369
constexpr std::uint32_t kDraftOfVersion2 = 0x709a50c4;
constexpr std::uint32_t kDrafts = 0xff000000;  // draft-ietf-quic-transport-NN
constexpr std::uint32_t kFirstDraft = 11;      // the first with lengths of connection ids
constexpr std::uint32_t kLastDraft = 34;
constexpr std::uint32_t kMvfst = 0xfaceb000;  // Facebook's, in the QUIC versions registry
constexpr std::uint32_t kMvfstMask = 0xffffff00;

constexpr std::uint8_t kLongForm = 0x80;
constexpr std::uint8_t kFixedBit = 0x40;

bool isDraft(std::uint32_t version) {
    return version >= kDrafts + kFirstDraft && version <= kDrafts + kLastDraft;
}
std::uint32_t draftOf(std::uint32_t version) {
    return isDraft(version) ? version - kDrafts : 0;
}

char byteOf(std::uint32_t version, unsigned at) {
    return static_cast<char>(version >> (8U * (3U - at)) & 0xffU);
}
// "Q043", "T051": Google's versions are text.
bool isGoogle(std::uint32_t version) {
    const auto isDigit = [&](unsigned at) {
        return byteOf(version, at) >= '0' && byteOf(version, at) <= '9';
    };
    return (byteOf(version, 0) == 'Q' || byteOf(version, 0) == 'T') && byteOf(version, 1) == '0' &&
           isDigit(2) && isDigit(3);
}

// Versions of the form 0x?a?a?a?a are there to be refused (RFC 9000 section 15).
bool isReserved(std::uint32_t version) {
    return (version & 0x0f0f0f0fU) == 0x0a0a0a0aU;
}
bool isKnown(std::uint32_t version) {
    return !quicVersionName(version).empty();
}

// Both lengths stood in one byte up to draft 21, and up to 48 of Google's.
bool hasLengthsInOneByte(std::uint32_t version) {
    constexpr std::uint32_t kLastDraftSo = 21;
    constexpr int kLastOfGoogleSo = 48;
    if (isDraft(version)) return draftOf(version) <= kLastDraftSo;
    return isGoogle(version) &&
           (byteOf(version, 2) - '0') * 10 + (byteOf(version, 3) - '0') <= kLastOfGoogleSo;
}

bool readId(base::ByteReader& reader, std::size_t length, QuicConnectionId& id) {
    if (length > QuicConnectionId::kLongest) return false;
    const base::Bytes bytes = reader.take(length);
    if (reader.failed()) return false;
    std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    id.length = static_cast<std::uint8_t>(length);
    return true;
}

bool readIds(base::ByteReader& reader, QuicHeader& header) {
    if (!hasLengthsInOneByte(header.version)) {
        return readId(reader, reader.u8(), header.destination) &&
               readId(reader, reader.u8(), header.source);
    }
    // draft-ietf-quic-transport-21 section 17.2: 0, or the length less three.
    const auto length = [](unsigned nibble) { return nibble == 0 ? 0U : nibble + 3U; };
    const unsigned lengths = reader.u8();
    return readId(reader, length(lengths >> 4U), header.destination) &&
           readId(reader, length(lengths & 0x0fU), header.source);
}

QuicHeader::Kind kindOf(std::uint8_t first, std::uint32_t version) {
    if (isGoogle(version)) return QuicHeader::Kind::Initial;  // told apart by size alone
    constexpr std::uint32_t kLastDraftOfOldTypes = 16;
    if (isDraft(version) && draftOf(version) <= kLastDraftOfOldTypes) {
        return first == 0xffU ? QuicHeader::Kind::Initial : QuicHeader::Kind::Other;
    }
    const unsigned type = first >> 4U & 0x03U;
    const bool isVersion2 = version == kVersion2 || version == kDraftOfVersion2;
    return type == (isVersion2 ? 1U : 0U) ? QuicHeader::Kind::Initial : QuicHeader::Kind::Other;
}

// Google's first versions, up to Q043: flags, a connection id of eight bytes, the version.
std::optional<QuicHeader> readGoogleHeader(base::ByteReader reader) {
    constexpr unsigned kVersionAndId = 0x09;
    constexpr std::size_t kIdLength = 8;
    const unsigned flags = reader.u8();
    if ((flags & kVersionAndId) != kVersionAndId || (flags & 0xc2U) != 0) return std::nullopt;
    QuicHeader header;
    header.kind = QuicHeader::Kind::Initial;
    if (!readId(reader, kIdLength, header.destination)) return std::nullopt;
    header.version = reader.u32be();
    if (reader.failed() || !isGoogle(header.version)) return std::nullopt;
    return header;
}

bool listsVersions(base::ByteReader list) {
    bool anyKnown = false;
    if (list.remaining() == 0 || list.remaining() % 4 != 0) return false;
    while (list.remaining() > 0) {
        const std::uint32_t version = list.u32be();
        if (!isKnown(version) && !isReserved(version)) return false;
        anyKnown = anyKnown || isKnown(version);
    }
    return anyKnown;
}

}  // namespace

std::string quicVersionName(std::uint32_t version) {
    if (version == kVersion1) return "version 1";
    if (version == kVersion2) return "version 2";
    if (version == kDraftOfVersion2) return "version 2 draft";
    if (isDraft(version)) return fmt::format("draft-{}", draftOf(version));
    if ((version & kMvfstMask) == kMvfst) return fmt::format("mvfst {:02x}", version - kMvfst);
    if (!isGoogle(version)) return {};
    return fmt::format("Google {}{}{}{}", byteOf(version, 0), byteOf(version, 1),
                       byteOf(version, 2), byteOf(version, 3));
}

std::size_t leastInitialDatagram(std::uint32_t version) {
    // Google's CHLO is padded to 1024 bytes.
    constexpr std::size_t kGoogle = 1024;
    constexpr std::size_t kStandard = 1200;
    return isGoogle(version) ? kGoogle : kStandard;
}

std::optional<QuicHeader> readQuicHeader(base::Bytes payload) {
    base::ByteReader reader(payload);
    const std::uint8_t first = reader.u8();
    if ((first & kLongForm) == 0) return readGoogleHeader(base::ByteReader(payload));
    QuicHeader header;
    header.version = reader.u32be();
    if (reader.failed()) return std::nullopt;
    if (header.version == 0) {
        if (!readIds(reader, header) || !listsVersions(base::ByteReader(reader.rest()))) {
            return std::nullopt;
        }
        header.kind = QuicHeader::Kind::VersionNegotiation;
        return header;
    }
    // Drafts up to 16 had no fixed bit, but one bit for the form alone.
    constexpr std::uint32_t kLastDraftWithoutFixedBit = 16;
    const bool hasFixedBit =
        !isDraft(header.version) || draftOf(header.version) > kLastDraftWithoutFixedBit;
    if (!isKnown(header.version) || (hasFixedBit && (first & kFixedBit) == 0) ||
        !readIds(reader, header)) {
        return std::nullopt;
    }
    header.kind = kindOf(first, header.version);
    return header;
}

}  // namespace hark::udp
