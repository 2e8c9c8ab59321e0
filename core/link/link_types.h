#pragma once

#include "core/link/network_packet.h"

namespace hark::link {

/// The decoders of the link types. Each takes the whole frame as `packet.payload` and
/// `packet.wireLength`, removes its header from both, and sets protocol, EtherType and scope.
/// decodeEthernet() and decodeRaw() are in frame.h. Each says where it is defined.

void decodeCooked(NetworkPacket& packet);
void decodeCookedV2(NetworkPacket& packet);
/// BSD loopback: an address family, in the byte order of the machine or of the network.
void decodeLoopback(NetworkPacket& packet);
void decodeIpv4(NetworkPacket& packet);
void decodeIpv6(NetworkPacket& packet);

void decodePpp(NetworkPacket& packet);
void decodePppWithDirection(NetworkPacket& packet);
void decodePppDaemon(NetworkPacket& packet);
void decodePppBsd(NetworkPacket& packet);
void decodeCiscoHdlc(NetworkPacket& packet);
void decodeFrameRelay(NetworkPacket& packet);
void decodeFrameRelayWithDirection(NetworkPacket& packet);
void decodeSlip(NetworkPacket& packet);
void decodeSlipBsd(NetworkPacket& packet);
void decodeAtm(NetworkPacket& packet);
void decodeSunAtm(NetworkPacket& packet);

void decodeTokenRing(NetworkPacket& packet);
void decodeFddi(NetworkPacket& packet);
void decodeArcnet(NetworkPacket& packet);
void decodeArcnetLinux(NetworkPacket& packet);
void decodeFibreChannelIp(NetworkPacket& packet);
void decodeFirewireIp(NetworkPacket& packet);
void decodeInfinibandIp(NetworkPacket& packet);

void decodeBroadcomTag(NetworkPacket& packet);
void decodeBroadcomTagPrepended(NetworkPacket& packet);
void decodeMarvellTag(NetworkPacket& packet);
void decodeMarvellEtherTypeTag(NetworkPacket& packet);
void decodeNetAnalyzer(NetworkPacket& packet);
void decodeMergingPacket(NetworkPacket& packet);

void decodePacketFilterLog(NetworkPacket& packet);
void decodeNetfilterLog(NetworkPacket& packet);
void decodeEncapsulationInterface(NetworkPacket& packet);
void decodeSolarisIpnet(NetworkPacket& packet);

void decodeWifi(NetworkPacket& packet);
void decodeRadiotap(NetworkPacket& packet);
void decodeAvs(NetworkPacket& packet);
void decodePrism(NetworkPacket& packet);

void decodePerPacketInformation(NetworkPacket& packet);
void decodePacketTap(NetworkPacket& packet);
/// PKTAP by the number that Darwin used before it had one of its own; Unsupported where it is not.
void decodePacketTapOfUser2(NetworkPacket& packet);
void decodeExtensibleRecord(NetworkPacket& packet);

}  // namespace hark::link
