#include "core/link/aggregate.h"
#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

// IEEE 802.11 section 9.2.4.1: frame control, its two octets read in the order they are sent.
constexpr unsigned kVersionMask = 0x03;
constexpr unsigned kTypeMask = 0x0c;
constexpr unsigned kDataType = 0x08;
constexpr unsigned kWithoutData = 0x40;  ///< of the subtypes of data frames
constexpr unsigned kQualityOfService = 0x80;
constexpr unsigned kToAndFromSystem = 0x03;
constexpr unsigned kMoreFragments = 0x04;
constexpr unsigned kProtected = 0x40;
constexpr unsigned kHighThroughput = 0x80;

constexpr std::size_t kWifiHeader = 24;
constexpr std::size_t kFourthAddress = 6;
constexpr std::size_t kQualityControl = 2;
constexpr std::size_t kHighThroughputControl = 4;
constexpr std::size_t kSequenceControlAt = 22;
constexpr unsigned kFragmentNumber = 0x0f;
constexpr unsigned kAggregate = 0x80;

constexpr std::uint32_t kCheckSequence = 4;

/// What capturing drivers say of a frame.
struct FrameTraits {
    bool hasCheckSequence = false;
    bool isDamaged = false;  ///< its check sequence is wrong
    bool isPadded = false;   ///< its header is, to whole words
};

/// Section 9.3.2.2: addresses, a length, and LLC; all but the last are padded to whole words.
constexpr std::size_t kSubframeHeader = 14;

void decodeFrame(NetworkPacket& packet, const FrameTraits& traits) {
    if (traits.isDamaged) return;
    if (traits.hasCheckSequence) {
        if (packet.wireLength < kCheckSequence) return;
        limitTo(packet, packet.wireLength - kCheckSequence);
    }
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < 2) return;
    const unsigned control = octetAt(bytes, 0);
    const unsigned flags = octetAt(bytes, 1);
    if ((control & (kVersionMask | kTypeMask)) != kDataType || (control & kWithoutData) != 0) {
        packet.protocol = NetworkProtocol::Other;
        return;
    }
    std::size_t length = kWifiHeader;
    if ((flags & kToAndFromSystem) == kToAndFromSystem) length += kFourthAddress;
    const std::size_t qualityAt = length;
    const bool hasQuality = (control & kQualityOfService) != 0;
    if (hasQuality) length += kQualityControl;
    if (hasQuality && (flags & kHighThroughput) != 0) length += kHighThroughputControl;
    constexpr std::size_t kWord = 4;
    if (traits.isPadded) length = (length + kWord - 1) / kWord * kWord;
    if (bytes.size() < length) return;
    if ((flags & kProtected) != 0) {
        packet.protocol = NetworkProtocol::Encrypted;
        return;
    }
    const unsigned fragment = octetAt(bytes, kSequenceControlAt) & kFragmentNumber;
    const bool isAggregate = hasQuality && (octetAt(bytes, qualityAt) & kAggregate) != 0;
    removeHeader(packet, length);
    if ((flags & kMoreFragments) != 0 || fragment != 0) {
        packet.protocol = NetworkProtocol::Other;
    } else if (isAggregate) {
        packet.following = packet.payload;
        packet.followingWireLength = packet.wireLength;
        decodeSubframe(packet);
    } else {
        decodeLogicalLink(packet);
    }
}

/// The traits in the flags of a radiotap header of `length` bytes: the second of its fields, behind
/// the words that say which fields there are, and a timestamp on a boundary of its size.
bool radiotapTraits(base::Bytes header, FrameTraits& traits) {
    constexpr std::uint32_t kMore = 0x80000000;
    constexpr std::uint32_t kTimestamp = 0x01;
    constexpr std::uint32_t kFlags = 0x02;
    constexpr unsigned kCheckFlag = 0x10;
    constexpr unsigned kPaddingFlag = 0x20;
    constexpr unsigned kDamagedFlag = 0x40;
    constexpr std::size_t kWord = 4;
    constexpr std::size_t kTimestampSize = 8;
    std::size_t at = kWord;
    const std::uint32_t fields = littleU32(header, at);
    for (std::uint32_t word = fields; (word & kMore) != 0;) {
        at += kWord;
        if (at + kWord > header.size()) return false;
        word = littleU32(header, at);
    }
    at += kWord;
    if ((fields & kFlags) == 0) return true;
    if ((fields & kTimestamp) != 0) {
        at = (at + kTimestampSize - 1) / kTimestampSize * kTimestampSize + kTimestampSize;
    }
    if (at >= header.size()) return false;
    const unsigned flags = octetAt(header, at);
    traits.hasCheckSequence = (flags & kCheckFlag) != 0;
    traits.isPadded = (flags & kPaddingFlag) != 0;
    traits.isDamaged = (flags & kDamagedFlag) != 0;
    return true;
}

constexpr std::uint32_t kAvsMagic = 0x80211000;
constexpr std::uint32_t kAvsMagicMask = 0xfffff000;

}  // namespace

void decodeSubframe(NetworkPacket& packet) {
    packet.protocol = NetworkProtocol::Malformed;
    packet.etherType = 0;
    packet.payload = packet.following;
    packet.wireLength = packet.followingWireLength;
    packet.following = {};
    packet.followingWireLength = 0;
    if (packet.payload.size() < kSubframeHeader) return;
    const std::uint32_t length = kSubframeHeader + networkU16(packet.payload, kSubframeHeader - 2);
    if (length > packet.wireLength) return;
    constexpr std::uint32_t kWord = 4;
    const std::uint32_t padded = (length + kWord - 1) / kWord * kWord;
    if (padded < packet.payload.size()) {
        packet.following = packet.payload.subspan(padded);
        packet.followingWireLength = packet.wireLength - padded;
    }
    limitTo(packet, length);
    removeHeader(packet, kSubframeHeader);
    decodeLogicalLink(packet);
}

/// LINKTYPE_IEEE802_11.
void decodeWifi(NetworkPacket& packet) {
    decodeFrame(packet, {});
}

void decodeWifi(NetworkPacket& packet, bool hasCheckSequence, bool isDamaged) {
    decodeFrame(packet, {.hasCheckSequence = hasCheckSequence, .isDamaged = isDamaged});
}

/// LINKTYPE_IEEE802_11_RADIOTAP: version 0, a length, and which fields there are.
void decodeRadiotap(NetworkPacket& packet) {
    constexpr std::size_t kShortest = 8;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kShortest || octetAt(bytes, 0) != 0) return;
    const std::size_t length = littleU16(bytes, 2);
    if (length < kShortest || length > bytes.size()) return;
    FrameTraits traits;
    if (!radiotapTraits(bytes.first(length), traits)) return;
    removeHeader(packet, length);
    decodeFrame(packet, traits);
}

/// LINKTYPE_IEEE802_11_AVS: a magic number with a version, and the length, in network byte order.
void decodeAvs(NetworkPacket& packet) {
    constexpr std::size_t kShortest = 8;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kShortest) return;
    if ((networkU32(bytes, 0) & kAvsMagicMask) != kAvsMagic) return;
    const std::uint32_t length = networkU32(bytes, 4);
    if (length < kShortest || length > bytes.size()) return;
    removeHeader(packet, length);
    decodeFrame(packet, {});
}

/// LINKTYPE_IEEE802_11_PRISM: the driver's message with its code and length, in the byte order of
/// the machine; some drivers write the AVS header under this number.
void decodePrism(NetworkPacket& packet) {
    constexpr std::size_t kShortest = 24;
    constexpr std::uint32_t kSniffedFrame = 0x44;
    constexpr std::uint32_t kSniffedFrameOfOthers = 0x41;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kShortest) return;
    if ((networkU32(bytes, 0) & kAvsMagicMask) == kAvsMagic) {
        decodeAvs(packet);
        return;
    }
    const auto isKnown = [](std::uint32_t code) {
        return code == kSniffedFrame || code == kSniffedFrameOfOthers;
    };
    const bool isLittle = isKnown(littleU32(bytes, 0));
    if (!isLittle && !isKnown(networkU32(bytes, 0))) return;
    const std::uint32_t length = isLittle ? littleU32(bytes, 4) : networkU32(bytes, 4);
    if (length < kShortest || length > bytes.size()) return;
    removeHeader(packet, length);
    decodeFrame(packet, {});
}

}  // namespace hark::link
