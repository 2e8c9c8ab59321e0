#include "core/query/sort_columns.h"

#include <array>

#include "core/http/exchange_flags.h"
#include "core/query/server_name.h"

namespace hark::query {

namespace {

// Both messages; see http/exchange_flags.h.
constexpr std::string_view kIsComplete = "x.flags & 36 = 36";
static_assert(http::ExchangeFlag::kBothComplete == 36);

constexpr auto kExchangeColumns = std::to_array<SortColumn>({
    {"id", "x.id"},
    {"connection", "x.connection"},
    {"ordinal", "x.ordinal"},
    {"protocol", "x.protocol"},
    {"started", "x.started_ns"},
    {"method", "x.method"},
    {"status", "x.status"},
    {"target", "x.target"},
    {"size", "x.response_body_bytes"},
    {"request_size", "x.request_body_bytes"},
    {"request_body_bytes", "x.request_body_bytes"},
    {"missing", "coalesce(x.request_missing, 0) + coalesce(x.response_missing, 0)"},
    {"duration", "x.duration_ns"},
    {"wait", "x.wait_ns"},
    {"receive", "x.receive_ns"},
    {"send", "x.send_ns"},
    {"dns", "x.dns_ns"},
    {"connect", "x.connect_ns"},
    {"tls", "x.tls_ns"},
    {"blocked", "x.blocked_ns"},
    {"host", "(SELECT host FROM origin WHERE id = x.origin)"},
    {"scheme", "(SELECT scheme FROM origin WHERE id = x.origin)"},
    {"type", "(SELECT name FROM media_type WHERE id = x.response_type)"},
    {"client",
     "(SELECT client_address || ':' || client_port FROM connection WHERE id = x.connection)"},
    {"server",
     "(SELECT server_address || ':' || server_port FROM connection WHERE id = x.connection)"},
    {"session",
     "(SELECT iif(last_exchange >= x.id, session, NULL) FROM members WHERE connection = "
     "x.connection AND first_exchange <= x.id ORDER BY first_exchange DESC LIMIT 1)"},
    {"url", ""},
    {"stream", "x.stream"},
    {"complete", kIsComplete},
    {"reason",
     "(SELECT substr(bytes, 14, instr(bytes, char(10)) - 14) FROM head WHERE id = "
     "x.response_head)"},
    {"anomalies", "(SELECT count(*) FROM anomaly WHERE exchange = x.id)"},
    {"mark", "(SELECT mark FROM note WHERE subject = 'exchange' AND id = x.id)"},
    {"note", "(SELECT text FROM note WHERE subject = 'exchange' AND id = x.id)"},
});

constexpr auto kConnectionColumns = std::to_array<SortColumn>({
    {"id", "c.id"},
    {"client", "c.client_address || ':' || c.client_port"},
    {"server", "c.server_address || ':' || c.server_port"},
    {"protocol", "c.protocol"},
    {"started", "c.started_ns"},
    {"duration", "c.ended_ns - c.started_ns"},
    {"handshake", "c.ack_ns - c.syn_ns"},
    {"exchanges", "c.exchanges"},
    {"idle", "c.idle_ns"},
    {"blocked", "c.blocked_ns"},
    {"reuse", "max(c.exchanges - 1, 0)"},
    {"handshakes_paid", "c.start_seen"},
    {"handshakes_saved", "max(c.exchanges - 1, 0)"},
    {"pipelined", "c.pipelined_requests"},
    {"outstanding", "c.maximum_outstanding"},
    {"packets", "c.client_packets + c.server_packets"},
    {"bytes", "c.client_bytes + c.server_bytes"},
    {"client_bytes", "c.client_bytes"},
    {"server_bytes", "c.server_bytes"},
    {"retransmissions", "c.client_retransmitted_segments + c.server_retransmitted_segments"},
    {"retransmitted", "c.client_retransmitted_segments + c.server_retransmitted_segments"},
    {"out_of_order", "c.client_out_of_order + c.server_out_of_order"},
    {"gaps", "c.client_gaps + c.server_gaps"},
    {"missing", "c.client_gap_bytes + c.server_gap_bytes"},
    {"end", "iif(c.open, 'open', c.end_reason)"},
    {"ended_by", "c.ended_by"},
    {"announced", "c.end_announced"},
    {"announced_by", "c.end_announced_by"},
    {"server_name", kServerNameSql},
    {"detail", "c.protocol_detail"},
    {"tls_version", "c.tls_version"},
    {"tls_sni", "c.tls_sni"},
    {"tls_alpn", "c.tls_alpn"},
    {"tunnels", "c.tunnels"},
    {"start_seen", "c.start_seen"},
    {"first_capture", "c.first_capture"},
    {"first_packet", "c.first_packet"},
    {"last_capture", "c.last_capture"},
    {"last_packet", "c.last_packet"},
    {"anomalies", "(SELECT count(*) FROM anomaly WHERE connection = c.id)"},
    {"mark", "(SELECT mark FROM note WHERE subject = 'connection' AND id = c.id)"},
    {"note", "(SELECT text FROM note WHERE subject = 'connection' AND id = c.id)"},
});

constexpr auto kSessionColumns = std::to_array<SortColumn>({
    {"id", "s.id"},
    {"service", "s.service"},
    {"user", "s.user"},
    {"users", "json_array_length(s.users)"},
    {"signed_in", "s.signed_in"},
    {"adopted", "s.adopted"},
    {"visitor", "s.visitor"},
    {"visitor_reason", "s.visitor_reason"},
    {"client", "(SELECT address FROM session_client WHERE session = s.id AND position = 0)"},
    {"user_agent", "(SELECT user_agent FROM session_client WHERE session = s.id AND position = 0)"},
    {"clients", "s.clients"},
    {"started", "s.started_ns"},
    {"last_seen", "s.last_ns"},
    {"duration", "s.last_ns - s.started_ns"},
    {"exchanges", "s.exchanges"},
    {"pages", "s.pages"},
    {"assets", "s.assets"},
    {"errors", "s.errors"},
    {"request_bytes", "s.request_bytes"},
    {"response_bytes", "s.response_bytes"},
    {"connections", "s.connections"},
    {"reused", "s.reused"},
    {"blocked", "s.blocked_ns"},
    {"thinks", "s.thinks"},
    {"thinking", "s.thinking_ns"},
    {"credentials", "(SELECT count(*) FROM credential WHERE session = s.id)"},
    {"logins", "(SELECT count(*) FROM life_event WHERE session = s.id AND kind = 'login')"},
    {"rotations", "(SELECT count(*) FROM life_event WHERE session = s.id AND kind = 'rotated')"},
    {"carried_by", "s.carried_by"},
    {"state_kept", "s.state_kept"},
    {"first_exchange", "s.first_exchange"},
    {"last_exchange", "s.last_exchange"},
    {"end", "s.end_reason"},
    {"ended_by", "s.ended_by"},
    {"mark", "(SELECT mark FROM note WHERE subject = 'session' AND id = s.id)"},
    {"note", "(SELECT text FROM note WHERE subject = 'session' AND id = s.id)"},
});

constexpr auto kLifeEventColumns = std::to_array<SortColumn>({
    {"id", "e.id"},
    {"session", "e.session"},
    {"event", "e.kind"},
    {"exchange", "e.exchange"},
    {"started", "e.time_ns"},
    {"connection", "(SELECT connection FROM exchange WHERE id = e.exchange)"},
    {"ordinal", "(SELECT ordinal FROM exchange WHERE id = e.exchange)"},
    {"client",
     "(SELECT c.client_address || ':' || c.client_port FROM exchange x JOIN connection c ON c.id = "
     "x.connection WHERE x.id = e.exchange)"},
    {"credential",
     "(SELECT n.carrier || ' ' || n.name FROM credential d JOIN credential_name n ON n.id = d.name "
     "WHERE d.id = e.credential)"},
    {"evidence", "e.evidence"},
});

constexpr auto kCookieColumns = std::to_array<SortColumn>({
    {"id", "n.id"},
    {"service", "n.service"},
    {"carrier", "n.carrier"},
    {"name", "n.name"},
    {"path", "n.path"},
    {"class", "n.class"},
    {"minted", "n.minted"},
    {"renewed", "n.renewed"},
    {"deleted", "n.deleted"},
    {"presented", "n.presented"},
    {"values", "n.distinct_values"},
    {"clients", "n.clients"},
    {"sessions", "(SELECT count(DISTINCT session) FROM credential WHERE name = n.id)"},
    {"first_minted", "n.first_minted"},
    {"last_minted", "n.last_minted"},
    {"first_presented", "n.first_presented"},
    {"last_presented", "n.last_presented"},
    {"set_cookie", "n.set_cookie"},
    {"why", "n.reasons"},
    {"first",
     "min(coalesce(n.first_minted, n.first_presented), "
     "coalesce(n.first_presented, n.first_minted))"},
    {"set", "n.set_ns"},
});

}  // namespace

std::span<const SortColumn> sortColumnsOf(Subject subject) {
    switch (subject) {
        case Subject::Exchanges:
            return kExchangeColumns;
        case Subject::Connections:
            return kConnectionColumns;
        case Subject::Sessions:
            return kSessionColumns;
        case Subject::LifeEvents:
            return kLifeEventColumns;
        case Subject::Cookies:
            return kCookieColumns;
    }
    return {};
}

}  // namespace hark::query
