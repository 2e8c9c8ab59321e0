#include "core/report/exchange_json.h"

#include <utility>
#include <variant>

#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/content/coding_decoder.h"

namespace hark::report {

namespace {

void putOptionalText(Json& object, const std::string& key, const std::optional<std::string>& text) {
    if (text) {
        putText(object, key, *text);
    } else {
        object[key] = nullptr;
    }
}

template <typename T>
Json optionalNumber(const std::optional<T>& number) {
    return number ? Json(*number) : Json(nullptr);
}

Json milliseconds(const std::optional<std::int64_t>& ns) {
    constexpr double kNsPerMs = 1e6;
    return ns ? Json(static_cast<double>(*ns) / kNsPerMs) : Json(nullptr);
}

// [name, value]; where one is not UTF-8, a third element has its bytes: {"value_base64": ...}.
Json fieldsJson(const query::FieldLines& fields) {
    Json list = Json::array();
    for (const auto& [name, value] : fields) {
        Json line = Json::array({base::toValidUtf8(name), base::toValidUtf8(value)});
        Json bytes;
        if (!base::isUtf8(name)) bytes["name_base64"] = base::toBase64(base::asBytes(name));
        if (!base::isUtf8(value)) bytes["value_base64"] = base::toBase64(base::asBytes(value));
        if (!bytes.is_null()) line.push_back(std::move(bytes));
        list.push_back(std::move(line));
    }
    return list;
}

std::optional<std::string> fieldValue(const query::FieldLines& fields, std::string_view wanted) {
    std::optional<std::string> found;
    for (const auto& [name, value] : fields) {
        if (!base::equalsIgnoringCase(name, wanted)) continue;
        found = found ? *found + ", " + value : value;
    }
    return found;
}

Json messageJson(query::Case& from, const query::MessageDetail& message,
                 const std::optional<std::uint64_t>& bodyBytes, std::uint64_t missing,
                 bool complete, bool withDigest) {
    Json out;
    out["fields"] = fieldsJson(message.fields);
    out["trailers"] = message.trailers ? fieldsJson(*message.trailers) : Json::array();
    out["head_bytes"] = message.head.size();
    out["body_bytes"] = bodyBytes.value_or(0);
    const ContentFacts facts = contentFacts(from, message, withDigest);
    out["content_bytes"] = optionalNumber(facts.decodedBytes);
    putOptionalText(out, "content_type", fieldValue(message.fields, "content-type"));
    if (withDigest)
        out["content_sha256"] = facts.sha256.empty() ? Json(nullptr) : Json(facts.sha256);
    out["missing_bytes"] = missing;
    out["complete"] = complete;
    Json packets = Json::array();
    for (const query::PacketSpan& span : message.packets) {
        packets.push_back({{"capture", span.capture}, {"first", span.first}, {"last", span.last}});
    }
    out["packets"] = std::move(packets);
    return out;
}

}  // namespace

ContentFacts contentFacts(query::Case& from, const query::MessageDetail& message, bool withDigest) {
    ContentFacts facts;
    content::ContentDecoder decoder(fieldValue(message.fields, "content-encoding").value_or(""));
    base::Sha256 digest;
    const auto take = [&](base::Bytes bytes) {
        if (withDigest) digest.update(bytes);
    };
    bool whole = true;
    if (message.content) {
        if (decoder.isIdentity() && !withDigest) {
            query::ContentReader reader = from.content(*message.content);
            facts.decodedBytes = reader.length() - reader.missing();
            return facts;
        }
        query::ContentReader reader = from.content(*message.content);
        while (const auto piece = reader.next()) {
            if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
                decoder.feed(*bytes, take);
            } else {
                decoder.feedGap();
                whole = false;
            }
        }
        whole = whole && !reader.hasFailed();
    }
    if (decoder.state() != content::DecodeState::Unsupported) {
        facts.decodedBytes = decoder.decodedBytes();
        if (withDigest && whole && decoder.state() == content::DecodeState::Running) {
            facts.sha256 = digest.hex();
        }
    }
    return facts;
}

Json evidenceJson(const std::vector<query::EvidenceItem>& items) {
    Json list = Json::array();
    for (const query::EvidenceItem& item : items) {
        Json out;
        out["kind"] = base::toValidUtf8(item.kind);
        putText(out, "name", item.name);
        putText(out, "reason", item.reason);
        out["carrier"] = base::toValidUtf8(item.carrier);
        list.push_back(std::move(out));
    }
    return list;
}

Json exchangeJson(query::Case& from, const query::ExchangeDetail& detail, bool withDigest) {
    const query::ExchangeRow& row = detail.row;
    Json out;
    out["id"] = row.id;
    out["connection"] = row.connection;
    out["ordinal"] = optionalNumber(row.ordinal);
    out["stream"] = optionalNumber(row.stream);
    out["protocol"] = row.protocol;
    out["client"] = {{"address", row.client.address}, {"port", row.client.port}};
    out["server"] = {{"address", row.server.address}, {"port", row.server.port}};
    out["started"] = base::toIso8601(base::Timestamp(base::Duration(row.startedNs)));
    out["started_ns"] = row.startedNs;
    putOptionalText(out, "scheme", row.scheme);
    putOptionalText(out, "host", row.host);
    putOptionalText(out, "method", row.method);
    if (row.target) {
        putText(out, "target", *row.target);
        putText(out, "url", row.url.value_or(*row.target));
    } else {
        out["target"] = nullptr;
        out["url"] = nullptr;
    }
    out["status"] = optionalNumber(row.status);
    putOptionalText(out, "reason", row.reason);
    out["request"] = detail.request
                         ? messageJson(from, *detail.request, row.requestBodyBytes,
                                       row.requestMissing, row.requestComplete, withDigest)
                         : Json(nullptr);
    out["response"] = detail.response
                          ? messageJson(from, *detail.response, row.responseBodyBytes,
                                        row.responseMissing, row.responseComplete, withDigest)
                          : Json(nullptr);
    Json interim = Json::array();
    for (const query::InterimDetail& response : detail.interim) {
        interim.push_back({{"status", response.status}, {"fields", fieldsJson(response.fields)}});
    }
    out["interim"] = std::move(interim);
    out["timing"] = {{"blocked", milliseconds(row.blockedNs)}, {"dns", milliseconds(row.dnsNs)},
                     {"connect", milliseconds(row.connectNs)}, {"tls", milliseconds(row.tlsNs)},
                     {"send", milliseconds(row.sendNs)},       {"wait", milliseconds(row.waitNs)},
                     {"receive", milliseconds(row.receiveNs)}};
    out["session"] = optionalNumber(row.session);
    out["evidence"] = evidenceJson(query::evidenceItems(row.evidence));
    Json anomalies = Json::array();
    for (const query::AnomalyRow& anomaly : detail.anomalies) {
        anomalies.push_back({{"code", anomaly.code},
                             {"detail", base::toValidUtf8(anomaly.detail)},
                             {"capture", anomaly.capture},
                             {"packet", anomaly.packet}});
    }
    out["anomalies"] = std::move(anomalies);
    Json incomplete = Json::array();
    for (const query::Incompleteness& why : detail.incomplete) {
        incomplete.push_back({{"message", why.message},
                              {"reason", why.reason},
                              {"detail", why.text},
                              {"capture", why.capture},
                              {"packet", why.packet}});
    }
    out["incomplete"] = std::move(incomplete);
    out["mark"] = row.note.isMarked;
    out["note"] = row.note.text.empty() ? Json(nullptr) : Json(base::toValidUtf8(row.note.text));
    return out;
}

}  // namespace hark::report
