#include <array>
#include <memory>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "cli/case_access.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/row_printer.h"
#include "cli/session_words.h"
#include "cli/terminal.h"
#include "core/base/text.h"
#include "core/query/diagnosis.h"

namespace hark::cli {

namespace {

constexpr std::size_t kLongestList = 12;

Json countsJson(const query::Counts& counts) {
    Json object = Json::object();
    for (const auto& [name, count] : counts)
        object[base::toValidUtf8(name)] = count;
    return object;
}

double milliseconds(std::int64_t ns) {
    return static_cast<double>(ns) / 1e6;
}

Json offersJson(const query::Statistics& s) {
    Json list = Json::array();
    for (const query::Http3OfferRow& offer : s.http3OfferRows) {
        Json row;
        putText(row, "host", offer.host);
        row["port"] = offer.port;
        row["source"] = offer.source;
        putText(row, "alternative", offer.alternative);
        row["exchange"] = offer.exchange ? Json(*offer.exchange) : Json(nullptr);
        list.push_back(std::move(row));
    }
    return {{"hosts", s.http3Offers.hosts},
            {"by_alt_svc", s.http3Offers.byAltSvc},
            {"by_dns_https", s.http3Offers.byDns},
            {"offers", std::move(list)}};
}

Json statisticsJson(const query::Statistics& s) {
    Json out;
    out["packets"] = s.packets;
    out["exchanges"] = s.exchanges;
    out["connections"] = s.connections;
    out["sessions"] = s.sessions;
    out["visitors"] = s.visitors;
    out["users"] = s.users;
    out["logins"] = s.logins;
    out["anomalies"] = s.anomalies;
    out["request_body_bytes"] = s.requestBodyBytes;
    out["response_body_bytes"] = s.responseBodyBytes;
    out["missing_bytes"] = s.missingBytes;
    out["without_response"] = s.withoutResponse;
    out["without_request"] = s.withoutRequest;
    out["incomplete"] = s.incomplete;
    out["methods"] = countsJson(s.methods);
    out["statuses"] = countsJson(s.statuses);
    out["types"] = countsJson(s.types);
    out["hosts"] = countsJson(s.hosts);
    out["protocols"] = countsJson(s.protocols);
    out["connection_protocols"] = countsJson(s.connectionProtocols);
    out["anomaly_codes"] = countsJson(s.anomalyCodes);
    out["keep_alive"] = {{"connections", s.keepAlive.connections},
                         {"reused", s.keepAlive.reused},
                         {"exchanges", s.keepAlive.exchanges},
                         {"maximum_exchanges", s.keepAlive.maximumExchanges},
                         {"handshakes_paid", s.keepAlive.handshakesPaid},
                         {"handshakes_saved", s.keepAlive.handshakesSaved},
                         {"pipelined_requests", s.keepAlive.pipelinedRequests},
                         {"blocked_ms", milliseconds(s.keepAlive.blockedNs)},
                         {"idle_ms", milliseconds(s.keepAlive.idleNs)}};
    out["names"] = {{"names", s.names}, {"addresses", s.namedAddresses}};
    out["http3_offers"] = offersJson(s);
    out["counters"] = countsJson(s.counters);
    out["incomplete_by_reason"] = countsJson(s.incompleteByReason);
    out["connections_by_anomaly"] = countsJson(s.connectionsByAnomaly);
    const std::string sentence = query::diagnosis(s);
    out["diagnosis"] = sentence.empty() ? Json(nullptr) : Json(sentence);
    return out;
}

std::string countsText(std::string_view title, const query::Counts& counts) {
    if (counts.empty()) return {};
    std::string line = fmt::format("{:<14}", title);
    std::size_t shown = 0;
    for (const auto& [name, count] : counts) {
        if (shown == kLongestList) {
            line += fmt::format(", and {} more", counts.size() - shown);
            break;
        }
        line += fmt::format("{}{} {}", shown++ > 0 ? ", " : "",
                            name.empty() ? "–" : base::printable(name), count);
    }
    return line + "\n";
}

std::string anomaliesText(const query::Statistics& s) {
    query::Counts counts;
    for (const auto& [code, count] : s.anomalyCodes) {
        const auto connections = query::countOf(s.connectionsByAnomaly, code);
        counts.emplace_back(
            connections == 0 ? code : fmt::format("{} (in {} connections)", code, connections),
            count);
    }
    return countsText("anomalies", counts);
}

using CounterNames = std::span<const std::pair<std::string_view, std::string_view>>;

// Those of the counters that are not zero, by the names that people know them by.
query::Counts named(const query::Counts& counters, CounterNames names) {
    query::Counts found;
    for (const auto& [counter, name] : names) {
        const auto count = query::countOf(counters, counter);
        if (count > 0) found.emplace_back(name, count);
    }
    return found;
}

// Packets by the kind of tunnel that they came through; one through two of them counts twice.
query::Counts tunnels(const query::Counts& counters) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kKinds{
        {{"tunnel_gre", "GRE"},
         {"tunnel_geneve", "Geneve"},
         {"tunnel_vxlan", "VXLAN"},
         {"tunnel_nvgre", "NVGRE"},
         {"tunnel_pptp", "PPTP"},
         {"tunnel_gtp", "GTP-U"},
         {"tunnel_l2tp", "L2TP"},
         {"tunnel_teredo", "Teredo"},
         {"tunnel_ayiya", "AYIYA"},
         {"tunnel_ip", "IP in IP"},
         {"tunnel_pppoe", "PPPoE"},
         {"tunnel_mpls", "MPLS"},
         {"tunnel_pseudowire", "MPLS pseudowire"},
         {"tunnels_too_deep", "too deep to be read"}}};
    return named(counters, kKinds);
}

// Packets that gave nothing, or not all of it, by the reason.
query::Counts notRead(const query::Counts& counters) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kKinds{
        {{"not_ip", "neither IPv4 nor IPv6"},
         {"unsupported_link", "of a link type that can't be read"},
         {"encrypted_link", "encrypted by Wi-Fi"},
         {"malformed_link", "damaged in the link layer"},
         {"malformed_ip", "damaged in IP"},
         {"tcp_malformed", "damaged in TCP"},
         {"cut_by_snap_length", "cut by the snap length"},
         {"fragments_given_up", "fragments without the rest"},
         {"tcp_after_close", "after their connection's end"},
         {"tcp_resets_ignored", "RST out of place"},
         {"tcp_stray_syns", "SYN that nobody answered"},
         {"tcp_beyond_window", "beyond every window"},
         {"clock_jumps", "at another time than those around"},
         {"reordered_packets", "put back into the order of their times"},
         {"tcp_checksums_wrong", "with a wrong TCP checksum (read all the same)"},
         {"tcp_waiting_given_up", "times that too much waited"},
         {"tcp_connections_evicted", "connections given up for memory"},
         {"dropped_while_capturing", "dropped while capturing"}}};
    return named(counters, kKinds);
}

// Hosts that offer HTTP/3, each once though several alternatives or both sources say so.
std::string offeringHosts(const query::Statistics& s) {
    std::string line;
    std::size_t shown = 0;
    const query::Http3OfferRow* last = nullptr;
    for (const query::Http3OfferRow& offer : s.http3OfferRows) {
        const bool isNew = last == nullptr || last->host != offer.host || last->port != offer.port;
        last = &offer;
        if (!isNew || ++shown > kLongestList) continue;
        line +=
            fmt::format("{}{}:{}", shown > 1 ? ", " : "", base::printable(offer.host), offer.port);
    }
    if (shown > kLongestList) line += fmt::format(", and {} more", shown - kLongestList);
    return line;
}

std::string namesText(const query::Statistics& s) {
    std::string out;
    if (s.names > 0) {
        out += fmt::format("names         {} of {} addresses\n", s.names, s.namedAddresses);
    }
    if (s.http3Offers.hosts > 0) {
        out += fmt::format("offer HTTP/3  {} hosts ({} by Alt-Svc, {} by DNS HTTPS records): {}\n",
                           s.http3Offers.hosts, s.http3Offers.byAltSvc, s.http3Offers.byDns,
                           offeringHosts(s));
    }
    return out;
}

std::string statisticsText(const query::Statistics& s) {
    std::string out;
    out += fmt::format("packets       {}\n", s.packets);
    if (s.firstNs && s.lastNs) {
        out += fmt::format("duration      {}\n",
                           humanDuration(std::chrono::nanoseconds(*s.lastNs - *s.firstNs)));
    }
    out +=
        fmt::format("exchanges     {} ({} without response, {} without request, {} incomplete)\n",
                    s.exchanges, s.withoutResponse, s.withoutRequest, s.incomplete);
    out += fmt::format("content       {} in requests, {} in responses, {} not captured\n",
                       humanSize(s.requestBodyBytes), humanSize(s.responseBodyBytes),
                       humanSize(s.missingBytes));
    const auto& k = s.keepAlive;
    out += fmt::format("connections   {}, of which {} carried HTTP and {} more than one exchange\n",
                       s.connections, k.connections, k.reused);
    out += fmt::format(
        "keep-alive    {} handshakes paid, {} saved; {} requests pipelined, {} blocked "
        "behind earlier responses; {} idle\n",
        k.handshakesPaid, k.handshakesSaved, k.pipelinedRequests,
        humanDuration(std::chrono::nanoseconds(k.blockedNs)),
        humanDuration(std::chrono::nanoseconds(k.idleNs)));
    if (s.sessions > 0) {
        out += fmt::format("sessions      {} of {}; {}, {}\n", s.sessions,
                           counted(s.visitors, "visitor"), counted(s.users, "user"),
                           counted(s.logins, "login"));
    }
    out += countsText("methods", s.methods);
    out += countsText("statuses", s.statuses);
    out += countsText("types", s.types);
    out += countsText("hosts", s.hosts);
    out += countsText("spoken", s.connectionProtocols);
    out += countsText("tunnels", tunnels(s.counters));
    out += namesText(s);
    out += countsText("odd packets", notRead(s.counters));
    out += anomaliesText(s);
    out += countsText("not whole", s.incompleteByReason);
    if (const std::string rest = notUnderstood(s); !rest.empty()) {
        out += fmt::format("not read      {}\n", rest);
    }
    if (const std::string sentence = query::diagnosis(s); !sentence.empty()) {
        out += fmt::format("most probably {}\n", sentence);
    }
    return out;
}

ExitCode run(const CaseOptions& options) {
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    const auto statistics = access.get().statistics();
    if (!statistics) return failed(statistics.error());
    Output output;
    switch (options.format) {
        case Format::Table:
            output.write(statisticsText(*statistics));
            break;
        case Format::Json:
            output.write(dumpJson(statisticsJson(*statistics), 2) + "\n");
            break;
        case Format::Ndjson:
            output.write(dumpJson(statisticsJson(*statistics)) + "\n");
            break;
        case Format::Csv:
            printFlat(statisticsJson(*statistics), output);
            break;
    }
    return output.finish(code);
}

}  // namespace

void addStatsCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<CaseOptions>();
    CLI::App* command = app.add_subcommand(
        "stats", "Packets, hosts, methods, statuses, keep-alive use, anomalies, what was not read");
    options->addTo(*command);
    command->footer("Example: hark stats shop.pcapng --format json");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
