#include "core/analysis/import_counters.h"

#include <fmt/format.h>

#include "core/link/decode.h"

namespace hark::analysis {

void storeCounters(const Pipeline& pipeline, store::CaseWriter& writer) {
    const ip::Counters& ip = pipeline.ipCounters();
    const tcp::Counters& tcp = pipeline.tcpCounters();
    const auto set = [&writer](std::string_view name, std::uint64_t value) {
        writer.setCounter(name, value);
    };
    set("ipv4", ip.ipv4);
    set("ipv6", ip.ipv6);
    set("not_ip", ip.otherNetwork);
    set("malformed_link", ip.malformedLink);
    set("encrypted_link", ip.encryptedLink);
    set("unsupported_link", ip.unsupportedLink);
    set("malformed_ip", ip.malformed);
    set("super_packets", ip.superPackets);
    set("ipv6_no_next_header", ip.withoutPayload);
    set("other_ethertypes", ip.otherUnnamed);
    set("other_unsupported_links", ip.unsupportedUnnamed);
    set("cut_by_snap_length", ip.cut);
    set("fragments", ip.fragments);
    set("datagrams_reassembled", ip.datagramsReassembled);
    set("fragments_given_up", ip.datagramsExpired + ip.datagramsEvicted);
    set("tunnel_gre", ip.greTunnels);
    set("tunnel_geneve", ip.geneveTunnels);
    set("tunnel_vxlan", ip.vxlanTunnels);
    set("tunnel_nvgre", ip.nvgreTunnels);
    set("tunnel_pptp", ip.pptpTunnels);
    set("tunnel_gtp", ip.gtpTunnels);
    set("tunnel_l2tp", ip.l2tpTunnels);
    set("tunnel_teredo", ip.teredoTunnels);
    set("tunnel_ayiya", ip.ayiyaTunnels);
    set("tunnel_ip", ip.ipTunnels);
    set("tunnel_pppoe", ip.pppoePackets);
    set("tunnel_mpls", ip.mplsPackets);
    set("tunnel_pseudowire", ip.pseudowirePackets);
    set("tunnels_too_deep", ip.tunnelsTooDeep);
    set("tcp_segments", tcp.segments);
    set("tcp_malformed", tcp.malformed);
    set("tcp_after_close", tcp.afterClose);
    set("tcp_connections_evicted", tcp.evicted);
    set("tcp_waiting_given_up", tcp.waitingGivenUp);
    set("tcp_resets_ignored", tcp.resetsIgnored);
    set("tcp_stray_syns", tcp.straySyns);
    set("tcp_beyond_window", tcp.beyondWindow);
    set("network_anomalies_dropped", pipeline.networkAnomaliesDropped());
    set("clock_jumps", tcp.clockJumps);
    set("tcp_checksums_verified", tcp.checksumsVerified);
    set("tcp_checksums_wrong", tcp.checksumsWrong);
    set("udp_datagrams", pipeline.udpDatagrams());
    set("quic_connections", pipeline.quic().seen());
    set("quic_connections_evicted", pipeline.quic().evicted());
    set("dns_names_dropped", pipeline.names().namesDropped());
    set("http3_offers_dropped", pipeline.names().offersDropped());
    set("dns_forgotten", pipeline.dnsForgotten());
    for (const auto& [type, count] : ip.otherByEtherType) {
        set(fmt::format("ethertype_0x{:04x}", type), count);
    }
    for (const auto& [type, count] : ip.unsupportedByLinkType) {
        set(fmt::format("unsupported {}", link::linkTypeName(type)), count);
    }
}

std::vector<std::string> remarksOn(const Pipeline& pipeline) {
    std::vector<std::string> remarks;
    const tcp::Counters& tcp = pipeline.tcpCounters();
    if (tcp.checksumsWrong > 0) {
        remarks.push_back(
            fmt::format("{} of {} TCP checksums looked at are wrong, as offloading to the network "
                        "card leaves them; their bytes are kept",
                        tcp.checksumsWrong, tcp.checksumsVerified));
    }
    if (tcp.evicted > 0) {
        remarks.push_back(
            fmt::format("{} connections were given up, the longest silent first, to stay within "
                        "the limits of memory; what came of them later is missing or apart",
                        tcp.evicted));
    }
    if (const auto count = pipeline.ipCounters().encryptedLink; count > 0) {
        remarks.push_back(
            fmt::format("{} packets were encrypted by Wi-Fi and can't be read", count));
    }
    for (const auto& [type, count] : pipeline.ipCounters().unsupportedByLinkType) {
        remarks.push_back(fmt::format("{} packets of a link type that can't be read: {}", count,
                                      link::linkTypeName(type)));
    }
    return remarks;
}

}  // namespace hark::analysis
