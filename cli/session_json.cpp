#include "cli/session_json.h"

#include "cli/session_columns.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace hark::cli {

namespace {

template <typename T>
Json optionalNumber(const std::optional<T>& number) {
    return number ? Json(*number) : Json(nullptr);
}

std::string isoTime(std::int64_t ns) {
    return base::toIso8601(base::Timestamp(base::Duration(ns)));
}

Json clientJson(const query::ClientRow& client) {
    Json out;
    putText(out, "address", client.address);
    putText(out, "user_agent", client.userAgent);
    out["first_exchange"] = client.firstExchange;
    out["exchanges"] = client.exchanges;
    return out;
}

Json credentialJson(const query::CredentialRow& credential) {
    Json out;
    out["id"] = credential.id;
    out["kind"] = credential.carrier;
    putText(out, "name", credential.name);
    out["class"] = credential.what;
    putText(out, "value", credential.value);
    out["minted"] = optionalNumber(credential.minted);
    out["first_exchange"] = credential.firstExchange;
    out["last_exchange"] = credential.lastExchange;
    out["first_seen"] = isoTime(credential.firstSeenNs);
    out["last_seen"] = isoTime(credential.lastSeenNs);
    out["uses"] = credential.uses;
    out["live"] = credential.isLive;
    return out;
}

Json stateJson(const query::StateRow& state) {
    Json out;
    out["exchange"] = state.exchange;
    out["time"] = isoTime(state.timeNs);
    out["kind"] = state.kind;
    putText(out, "name", state.name);
    putText(out, "value", state.value);
    return out;
}

template <typename Row, typename Make>
Json listOf(const std::vector<Row>& rows, Make make) {
    Json list = Json::array();
    for (const Row& row : rows)
        list.push_back(make(row));
    return list;
}

}  // namespace

Json lifeEventJson(const query::LifeEventRow& event) {
    Json out;
    out["session"] = event.session;
    out["event"] = event.event;
    out["exchange"] = event.exchange;
    out["connection"] = event.connection;
    out["ordinal"] = optionalNumber(event.ordinal);
    out["client"] = {{"address", event.client.address}, {"port", event.client.port}};
    out["started"] = isoTime(event.timeNs);
    if (event.credential) {
        Json credential;
        credential["kind"] = event.credential->carrier;
        putText(credential, "name", event.credential->name);
        out["credential"] = std::move(credential);
    } else {
        out["credential"] = nullptr;
    }
    putText(out, "evidence", event.evidence);
    return out;
}

Json storyJson(const SessionStory& story) {
    const query::SessionDetail& detail = story.detail;
    Json out;
    for (const auto& column : sessionColumns())
        putCell(out, column.style.name, column.cell(detail.row));
    out["all_clients"] = listOf(detail.clients, clientJson);
    out["all_credentials"] = listOf(detail.credentials, credentialJson);
    out["events"] = listOf(detail.events, lifeEventJson);
    out["state"] = listOf(detail.state, stateJson);
    out["story"] = listOf(momentsOf(story), [](const Moment& moment) {
        Json one;
        one["time"] = isoTime(moment.timeNs);
        putText(one, "text", moment.sentence);
        return one;
    });
    out["other_sessions"] =
        listOf(story.siblings, [](const query::SessionRow& row) { return Json(row.id); });
    Json ids = Json::array();
    for (const query::ExchangeRow& exchange : story.exchanges)
        ids.push_back(exchange.id);
    out["exchange_ids"] = std::move(ids);
    return out;
}

Json heldCookieJson(const query::HeldCookie& cookie) {
    Json out;
    putText(out, "name", cookie.name);
    putText(out, "value", cookie.value);
    putText(out, "domain", cookie.domain);
    out["host_only"] = cookie.isHostOnly;
    putText(out, "path", cookie.path);
    putText(out, "attributes", cookie.attributes);
    out["set_by"] = optionalNumber(cookie.setBy);
    out["last_sent_by"] = optionalNumber(cookie.lastSentBy);
    out["expires"] = cookie.expiresNs ? Json(isoTime(*cookie.expiresNs)) : Json(nullptr);
    return out;
}

}  // namespace hark::cli
