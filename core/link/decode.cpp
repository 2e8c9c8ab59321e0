#include "core/link/decode.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "core/link/frame.h"

namespace hark::link {
namespace {

constexpr capture::LinkType kEthernet = 1;

/// One row for each link type that has a name; those without a decoder can't be read.
struct Row {
    capture::LinkType linkType;
    std::string_view name;
    void (*decode)(NetworkPacket&);
};

/// In the order of their numbers, as registered at https://www.tcpdump.org/linktypes.html.
constexpr Row kRows[] = {
    {0, "NULL", decodeLoopback},
    {kEthernet, "ETHERNET", decodeEthernet},
    {3, "AX25", nullptr},
    {6, "IEEE802_5", nullptr},
    {8, "SLIP", nullptr},
    {9, "PPP", nullptr},
    {10, "FDDI", nullptr},
    {12, "RAW", decodeRaw},  // as some systems number it
    {14, "RAW", decodeRaw},  // as OpenBSD numbers it
    {50, "PPP_HDLC", nullptr},
    {51, "PPP_ETHER", nullptr},
    {99, "SYMANTEC_FIREWALL", nullptr},
    {100, "ATM_RFC1483", nullptr},
    {101, "RAW", decodeRaw},
    {104, "C_HDLC", nullptr},
    {105, "IEEE802_11", nullptr},
    {107, "FRELAY", nullptr},
    {108, "LOOP", decodeLoopback},
    {109, "ENC", nullptr},
    {113, "LINUX_SLL", decodeCooked},
    {117, "PFLOG", nullptr},
    {119, "IEEE802_11_PRISM", nullptr},
    {122, "IP_OVER_FC", nullptr},
    {123, "SUNATM", nullptr},
    {127, "IEEE802_11_RADIOTAP", nullptr},
    {129, "ARCNET_LINUX", nullptr},
    {138, "APPLE_IP_OVER_IEEE1394", nullptr},
    {140, "MTP2", nullptr},
    {141, "MTP3", nullptr},
    {142, "SCCP", nullptr},
    {143, "DOCSIS", nullptr},
    {147, "USER0", nullptr},
    {162, "USER15", nullptr},
    {163, "IEEE802_11_AVS", nullptr},
    {166, "PPP_PPPD", nullptr},
    {177, "LINUX_LAPD", nullptr},
    {182, "MFR", nullptr},
    {187, "BLUETOOTH_HCI_H4", nullptr},
    {189, "USB_LINUX", nullptr},
    {192, "PPI", nullptr},
    {195, "IEEE802_15_4_WITHFCS", nullptr},
    {201, "BLUETOOTH_HCI_H4_WITH_PHDR", nullptr},
    {204, "PPP_WITH_DIR", nullptr},
    {220, "USB_LINUX_MMAPPED", nullptr},
    {224, "FC_2", nullptr},
    {227, "CAN_SOCKETCAN", nullptr},
    {228, "IPV4", decodeIpv4},
    {229, "IPV6", decodeIpv6},
    {230, "IEEE802_15_4_NOFCS", nullptr},
    {231, "DBUS", nullptr},
    {239, "NFLOG", nullptr},
    {240, "NETANALYZER", nullptr},
    {242, "IPOIB", nullptr},
    {247, "INFINIBAND", nullptr},
    {248, "SCTP", nullptr},
    {249, "USBPCAP", nullptr},
    {251, "BLUETOOTH_LE_LL", nullptr},
    {252, "WIRESHARK_UPPER_PDU", nullptr},
    {253, "NETLINK", nullptr},
    {256, "BLUETOOTH_LE_LL_WITH_PHDR", nullptr},
    {258, "PKTAP", nullptr},
    {259, "EPON", nullptr},
    {271, "VSOCK", nullptr},
    {276, "LINUX_SLL2", decodeCookedV2},
    {278, "OPENVIZSLA", nullptr},
    {281, "DSA_TAG_BRCM", nullptr},
    {282, "DSA_TAG_BRCM_PREPEND", nullptr},
    {283, "IEEE802_15_4_TAP", nullptr},
    {284, "DSA_TAG_DSA", nullptr},
    {285, "DSA_TAG_EDSA", nullptr},
};

static_assert(std::is_sorted(std::begin(kRows), std::end(kRows),
                             [](const Row& a, const Row& b) { return a.linkType < b.linkType; }));

const Row* find(capture::LinkType linkType) {
    const Row* const row = std::lower_bound(
        std::begin(kRows), std::end(kRows), linkType,
        [](const Row& candidate, capture::LinkType wanted) { return candidate.linkType < wanted; });
    return row != std::end(kRows) && row->linkType == linkType ? row : nullptr;
}

}  // namespace

NetworkPacket decode(const capture::Packet& packet) {
    NetworkPacket result;
    result.linkType = packet.linkType;
    result.payload = packet.bytes;
    result.wireLength =
        std::max(packet.wireLength, static_cast<std::uint32_t>(packet.bytes.size()));
    result.ref = packet.ref;
    result.time = packet.time;
    if (packet.linkType == kEthernet) {  // nearly always, so that nothing is looked up
        decodeEthernet(result);
        return result;
    }
    const Row* const row = find(packet.linkType);
    if (row != nullptr && row->decode != nullptr) {
        row->decode(result);
    } else {
        result.protocol = NetworkProtocol::Unsupported;
    }
    return result;
}

bool isSupported(capture::LinkType linkType) {
    const Row* const row = find(linkType);
    return row != nullptr && row->decode != nullptr;
}

std::string linkTypeName(capture::LinkType linkType) {
    const Row* const row = find(linkType);
    if (row == nullptr) return fmt::format("link type {}", linkType);
    return fmt::format("{} ({})", row->name, linkType);
}

}  // namespace hark::link
