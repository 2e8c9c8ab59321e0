#include "core/link/decode.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "core/link/aggregate.h"
#include "core/link/frame.h"
#include "core/link/link_types.h"

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
    {6, "IEEE802_5", decodeTokenRing},
    {7, "ARCNET_BSD", decodeArcnet},
    {8, "SLIP", decodeSlip},
    {9, "PPP", decodePpp},
    {10, "FDDI", decodeFddi},
    {12, "RAW", decodeRaw},  // as some systems number it
    {14, "RAW", decodeRaw},  // as OpenBSD numbers it
    {50, "PPP_HDLC", decodePpp},
    {51, "PPP_ETHER", decodePppoeSession},
    {99, "SYMANTEC_FIREWALL", nullptr},
    {100, "ATM_RFC1483", decodeAtm},
    {101, "RAW", decodeRaw},
    {102, "SLIP_BSDOS", decodeSlipBsd},
    {103, "PPP_BSDOS", decodePppBsd},
    {104, "C_HDLC", decodeCiscoHdlc},
    {105, "IEEE802_11", decodeWifi},
    {107, "FRELAY", decodeFrameRelay},
    {108, "LOOP", decodeLoopback},
    {109, "ENC", decodeEncapsulationInterface},
    {113, "LINUX_SLL", decodeCooked},
    {117, "PFLOG", decodePacketFilterLog},
    {119, "IEEE802_11_PRISM", decodePrism},
    {122, "IP_OVER_FC", decodeFibreChannelIp},
    {123, "SUNATM", decodeSunAtm},
    {127, "IEEE802_11_RADIOTAP", decodeRadiotap},
    {129, "ARCNET_LINUX", decodeArcnetLinux},
    {130, "JUNIPER_MLPPP", nullptr},
    {131, "JUNIPER_MLFR", nullptr},
    {132, "JUNIPER_ES", nullptr},
    {133, "JUNIPER_GGSN", nullptr},
    {134, "JUNIPER_MFR", nullptr},
    {135, "JUNIPER_ATM2", nullptr},
    {136, "JUNIPER_SERVICES", nullptr},
    {137, "JUNIPER_ATM1", nullptr},
    {138, "APPLE_IP_OVER_IEEE1394", decodeFirewireIp},
    {140, "MTP2", nullptr},
    {141, "MTP3", nullptr},
    {142, "SCCP", nullptr},
    {143, "DOCSIS", nullptr},
    {147, "USER0", nullptr},
    {148, "USER1", nullptr},
    {149, "USER2", decodePacketTapOfUser2},
    {150, "USER3", nullptr},
    {151, "USER4", nullptr},
    {152, "USER5", nullptr},
    {153, "USER6", nullptr},
    {154, "USER7", nullptr},
    {155, "USER8", nullptr},
    {156, "USER9", nullptr},
    {157, "USER10", nullptr},
    {158, "USER11", nullptr},
    {159, "USER12", nullptr},
    {160, "USER13", nullptr},
    {161, "USER14", nullptr},
    {162, "USER15", nullptr},
    {163, "IEEE802_11_AVS", decodeAvs},
    {164, "JUNIPER_MONITOR", nullptr},
    {166, "PPP_PPPD", decodePppDaemon},
    {177, "LINUX_LAPD", nullptr},
    {178, "JUNIPER_ETHER", nullptr},
    {179, "JUNIPER_PPP", nullptr},
    {180, "JUNIPER_FRELAY", nullptr},
    {181, "JUNIPER_CHDLC", nullptr},
    {182, "MFR", nullptr},
    {187, "BLUETOOTH_HCI_H4", nullptr},
    {189, "USB_LINUX", nullptr},
    {192, "PPI", decodePerPacketInformation},
    {195, "IEEE802_15_4_WITHFCS", nullptr},
    {197, "ERF", decodeExtensibleRecord},
    {201, "BLUETOOTH_HCI_H4_WITH_PHDR", nullptr},
    {204, "PPP_WITH_DIR", decodePppWithDirection},
    {206, "FRELAY_WITH_DIR", decodeFrameRelayWithDirection},
    {220, "USB_LINUX_MMAPPED", nullptr},
    {224, "FC_2", nullptr},
    {226, "IPNET", decodeSolarisIpnet},
    {227, "CAN_SOCKETCAN", nullptr},
    {228, "IPV4", decodeIpv4},
    {229, "IPV6", decodeIpv6},
    {230, "IEEE802_15_4_NOFCS", nullptr},
    {231, "DBUS", nullptr},
    {235, "DVB_CI", nullptr},
    {239, "NFLOG", decodeNetfilterLog},
    {240, "NETANALYZER", decodeNetAnalyzer},
    {242, "IPOIB", decodeInfinibandIp},
    {247, "INFINIBAND", nullptr},
    {248, "SCTP", nullptr},
    {249, "USBPCAP", nullptr},
    {251, "BLUETOOTH_LE_LL", nullptr},
    {252, "WIRESHARK_UPPER_PDU", nullptr},
    {253, "NETLINK", nullptr},
    {256, "BLUETOOTH_LE_LL_WITH_PHDR", nullptr},
    {258, "PKTAP", decodePacketTap},
    {259, "EPON", nullptr},
    {271, "VSOCK", nullptr},
    {274, "ETHERNET_MPACKET", decodeMergingPacket},
    {276, "LINUX_SLL2", decodeCookedV2},
    {278, "OPENVIZSLA", nullptr},
    {281, "DSA_TAG_BRCM", decodeBroadcomTag},
    {282, "DSA_TAG_BRCM_PREPEND", decodeBroadcomTagPrepended},
    {283, "IEEE802_15_4_TAP", nullptr},
    {284, "DSA_TAG_DSA", decodeMarvellTag},
    {285, "DSA_TAG_EDSA", decodeMarvellEtherTypeTag},
};

static_assert(std::is_sorted(std::begin(kRows), std::end(kRows),
                             [](const Row& a, const Row& b) { return a.linkType < b.linkType; }));

const Row* find(capture::LinkType linkType) {
    const Row* const row = std::lower_bound(
        std::begin(kRows), std::end(kRows), linkType,
        [](const Row& candidate, capture::LinkType wanted) { return candidate.linkType < wanted; });
    return row != std::end(kRows) && row->linkType == linkType ? row : nullptr;
}

/// Whether frames of other link types are in it: USER2 as Darwin used it, PPI, PKTAP.
bool isWrapper(capture::LinkType linkType) {
    return linkType == 149 || linkType == 192 || linkType == 258;
}

/// Without a row there is no decoder.
void decodeAs(NetworkPacket& packet, const Row* row) {
    if (row != nullptr && row->decode != nullptr) {
        row->decode(packet);
    } else {
        packet.protocol = NetworkProtocol::Unsupported;
    }
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
    decodeAs(result, find(packet.linkType));
    return result;
}

bool next(NetworkPacket& packet) {
    if (packet.following.empty()) return false;
    decodeSubframe(packet);
    return true;
}

void decodeWrapped(NetworkPacket& packet, capture::LinkType linkType) {
    packet.linkType = linkType;
    decodeAs(packet, isWrapper(linkType) ? nullptr : find(linkType));
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
