#include "cli/list_columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/cells.h"
#include "cli/session_columns.h"
#include "cli/session_words.h"
#include "cli/terminal.h"
#include "core/report/exchange_json.h"

namespace hark::cli {

namespace {

using query::ConnectionRow;
using query::ExchangeRow;

using cells::bytes;
using cells::duration;
using cells::endpoint;
using cells::instant;
using cells::number;
using cells::text;
using cells::yes;

std::string evidenceText(const std::vector<query::EvidenceItem>& items) {
    std::string out;
    for (const query::EvidenceItem& item : items)
        out += (out.empty() ? "" : "; ") + evidenceInWords(item);
    return out;
}

Cell evidence(const ExchangeRow& row) {
    const auto items = query::evidenceItems(row.evidence);
    return items.empty() ? Cell::none() : Cell{report::evidenceJson(items), evidenceText(items)};
}

}  // namespace

const std::vector<ListColumn<ExchangeRow>>& exchangeColumns() {
    using R = const ExchangeRow&;
    static const std::vector<ListColumn<ExchangeRow>> kColumns{
        {{"id", true, false, 4}, [](R r) { return Cell::number(r.id); }, true},
        {{"connection", true, false, 4}, [](R r) { return Cell::number(r.connection); }},
        {{"ordinal", true, false, 4}, [](R r) { return number(r.ordinal); }},
        {{"started", false, false, 4}, [](R r) { return instant(r.startedNs); }, true},
        {{"client", false, false, 4}, [](R r) { return endpoint(r.client); }, true},
        {{"server", false, false, 4}, [](R r) { return endpoint(r.server); }},
        {{"protocol", false, false, 4}, [](R r) { return Cell::string(std::string(r.protocol)); }},
        {{"method", false, false, 4}, [](R r) { return text(r.method); }, true},
        {{"scheme", false, false, 4}, [](R r) { return text(r.scheme); }},
        {{"host", false, true, 10}, [](R r) { return text(r.host); }},
        {{"target", false, true, 16}, [](R r) { return text(r.target); }},
        {{"url", false, true, 20}, [](R r) { return text(r.url); }, true},
        {{"status", true, false, 4},
         [](R r) {
             if (r.status) return Cell{*r.status, {}};
             return Cell{nullptr, r.isRunning ? "…" : "–"};
         },
         true},
        {{"reason", false, true, 8}, [](R r) { return text(r.reason); }},
        {{"type", false, true, 9}, [](R r) { return text(r.type); }, true},
        {{"request_body_bytes", true, false, 4}, [](R r) { return bytes(r.requestBodyBytes); }},
        {{"size", true, false, 4}, [](R r) { return bytes(r.responseBodyBytes); }, true},
        {{"missing", true, false, 4},
         [](R r) { return bytes(r.requestMissing + r.responseMissing); }},
        {{"duration", true, false, 4}, [](R r) { return duration(r.durationNs); }, true},
        {{"blocked", true, false, 4}, [](R r) { return duration(r.blockedNs); }},
        {{"dns", true, false, 4}, [](R r) { return duration(r.dnsNs); }},
        {{"connect", true, false, 4}, [](R r) { return duration(r.connectNs); }},
        {{"send", true, false, 4}, [](R r) { return duration(r.sendNs); }},
        {{"wait", true, false, 4}, [](R r) { return duration(r.waitNs); }},
        {{"receive", true, false, 4}, [](R r) { return duration(r.receiveNs); }},
        {{"complete", false, false, 4},
         [](R r) { return yes(r.requestComplete && r.responseComplete); }},
        {{"session", true, false, 4}, [](R r) { return number(r.session); }, true},
        {{"evidence", false, true, 12}, [](R r) { return evidence(r); }},
        {{"anomalies", true, false, 4}, [](R r) { return Cell::number(r.anomalies); }},
        {{"mark", false, false, 4}, [](R r) { return yes(r.note.isMarked); }},
        {{"note", false, true, 12}, [](R r) { return text(r.note.text); }},
    };
    return kColumns;
}

const std::vector<ListColumn<ConnectionRow>>& connectionColumns() {
    using R = const ConnectionRow&;
    static const std::vector<ListColumn<ConnectionRow>> kColumns{
        {{"id", true, false, 4}, [](R r) { return Cell::number(r.id); }, true},
        {{"started", false, false, 4}, [](R r) { return instant(r.startedNs); }, true},
        {{"client", false, false, 4}, [](R r) { return endpoint(r.client); }, true},
        {{"server", false, false, 4}, [](R r) { return endpoint(r.server); }, true},
        {{"server_name", false, true, 10}, [](R r) { return text(r.serverName); }, true},
        {{"protocol", false, false, 4}, [](R r) { return text(r.protocol); }, true},
        {{"detail", false, true, 12}, [](R r) { return text(r.protocolDetail); }, true},
        {{"tls_version", false, false, 4}, [](R r) { return text(r.tlsVersion); }},
        {{"tls_sni", false, true, 12}, [](R r) { return text(r.tlsServerName); }},
        {{"tls_alpn", false, true, 8}, [](R r) { return text(r.tlsProtocols); }},
        {{"tunnels", false, true, 12}, [](R r) { return text(r.tunnels); }},
        {{"duration", true, false, 4}, [](R r) { return duration(r.endedNs - r.startedNs); }, true},
        {{"handshake", true, false, 4}, [](R r) { return duration(r.handshakeNs()); }, true},
        {{"exchanges", true, false, 4}, [](R r) { return Cell::number(r.exchanges); }, true},
        {{"reuse", true, false, 4},
         [](R r) { return Cell::number(r.exchanges > 0 ? r.exchanges - 1 : 0); }},
        {{"handshakes_paid", true, false, 4},
         [](R r) { return Cell::number(r.startSeen ? 1U : 0U); }},
        {{"handshakes_saved", true, false, 4},
         [](R r) { return Cell::number(r.exchanges > 0 ? r.exchanges - 1 : 0); }},
        {{"idle", true, false, 4}, [](R r) { return duration(r.idleNs); }, true},
        {{"pipelined", true, false, 4},
         [](R r) { return Cell::number(r.pipelinedRequests); },
         true},
        {{"outstanding", true, false, 4}, [](R r) { return Cell::number(r.maximumOutstanding); }},
        {{"blocked", true, false, 4}, [](R r) { return duration(r.blockedNs); }, true},
        {{"ended_by", false, false, 4}, [](R r) { return text(r.endedBy); }, true},
        {{"end", false, false, 4},
         [](R r) {
             return r.isOpen ? Cell{"open", {}} : text(r.endReason);
         },
         true},
        {{"announced", false, true, 12}, [](R r) { return text(r.endAnnounced); }, true},
        {{"announced_by", true, false, 4}, [](R r) { return number(r.endAnnouncedBy); }},
        {{"packets", true, false, 4},
         [](R r) { return Cell::number(r.fromClient.packets + r.fromServer.packets); }},
        {{"client_bytes", true, false, 4}, [](R r) { return bytes(r.fromClient.bytes); }},
        {{"server_bytes", true, false, 4}, [](R r) { return bytes(r.fromServer.bytes); }},
        {{"retransmitted", true, false, 4},
         [](R r) {
             return Cell::number(r.fromClient.retransmittedSegments +
                                 r.fromServer.retransmittedSegments);
         },
         true},
        {{"out_of_order", true, false, 4},
         [](R r) { return Cell::number(r.fromClient.outOfOrder + r.fromServer.outOfOrder); }},
        {{"gaps", true, false, 4},
         [](R r) { return Cell::number(r.fromClient.gaps + r.fromServer.gaps); }},
        {{"missing", true, false, 4},
         [](R r) { return bytes(r.fromClient.gapBytes + r.fromServer.gapBytes); },
         true},
        {{"start_seen", false, false, 4}, [](R r) { return yes(r.startSeen); }},
        {{"first_capture", true, false, 4}, [](R r) { return Cell::number(r.firstCapture); }},
        {{"first_packet", true, false, 4}, [](R r) { return Cell::number(r.firstPacket); }},
        {{"last_capture", true, false, 4}, [](R r) { return Cell::number(r.lastCapture); }},
        {{"last_packet", true, false, 4}, [](R r) { return Cell::number(r.lastPacket); }},
        {{"anomalies", true, false, 4}, [](R r) { return Cell::number(r.anomalies); }},
        {{"mark", false, false, 4}, [](R r) { return yes(r.note.isMarked); }},
        {{"note", false, true, 12}, [](R r) { return text(r.note.text); }},
    };
    return kColumns;
}

template <typename Row>
std::vector<const ListColumn<Row>*> chosenColumns(const std::vector<ListColumn<Row>>& all,
                                                  const std::vector<std::string>& names) {
    std::vector<const ListColumn<Row>*> chosen;
    for (const std::string& name : names) {
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const auto& column) { return column.style.name == name; });
        if (found == all.end()) {
            std::string known;
            for (const auto& column : all)
                known += (known.empty() ? "" : ", ") + column.style.name;
            complain(fmt::format("there is no column \"{}\"; there are: {}", name, known));
            return {};
        }
        chosen.push_back(&*found);
    }
    if (!names.empty()) return chosen;
    for (const auto& column : all) {
        if (column.isDefault) chosen.push_back(&column);
    }
    return chosen;
}

template std::vector<const ListColumn<ExchangeRow>*> chosenColumns(
    const std::vector<ListColumn<ExchangeRow>>&, const std::vector<std::string>&);
template std::vector<const ListColumn<ConnectionRow>*> chosenColumns(
    const std::vector<ListColumn<ConnectionRow>>&, const std::vector<std::string>&);

template std::vector<const ListColumn<query::SessionRow>*> chosenColumns(
    const std::vector<ListColumn<query::SessionRow>>&, const std::vector<std::string>&);
template std::vector<const ListColumn<query::LifeEventRow>*> chosenColumns(
    const std::vector<ListColumn<query::LifeEventRow>>&, const std::vector<std::string>&);
template std::vector<const ListColumn<query::CookieRow>*> chosenColumns(
    const std::vector<ListColumn<query::CookieRow>>&, const std::vector<std::string>&);

}  // namespace hark::cli
