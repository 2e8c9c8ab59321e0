#include "core/http1/framing.h"

#include <utility>

#include "core/base/text.h"
#include "core/http1/anomalies.h"

namespace hark::http1 {

namespace {

struct ContentLength {
    bool present = false;
    std::optional<std::uint64_t> value;
};

// Rule 5: a list of equal numbers is that number.
ContentLength contentLength(const http::Fields& fields, std::vector<base::AnomalyCode>& anomalies) {
    ContentLength result;
    bool differ = false;
    bool invalid = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const http::FieldLine line = fields[i];
        if (!base::equalsIgnoringCase(line.name, "content-length")) continue;
        result.present = true;
        std::string_view list = line.value;
        for (bool more = true; more;) {
            const std::size_t comma = list.find(',');
            more = comma != std::string_view::npos;
            const auto number = base::parseDecimal(base::trimmed(list.substr(0, comma)));
            if (more) list.remove_prefix(comma + 1);
            if (!number) {
                invalid = true;
            } else if (!result.value) {
                result.value = number;
            } else if (*result.value != *number) {
                differ = true;
            }
        }
    }
    if (invalid) anomalies.push_back(kContentLengthInvalid);
    if (differ) anomalies.push_back(kContentLengthsDiffer);
    return result;
}

struct TransferEncoding {
    bool present = false;
    bool endsInChunked = false;
};

TransferEncoding transferEncoding(const http::Fields& fields) {
    TransferEncoding result;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const http::FieldLine line = fields[i];
        if (!base::equalsIgnoringCase(line.name, "transfer-encoding")) continue;
        const std::size_t comma = line.value.rfind(',');
        std::string_view last = line.value;
        if (comma != std::string_view::npos) last.remove_prefix(comma + 1);
        last = base::trimmed(last);
        if (base::equalsIgnoringCase(last, "identity")) continue;  // RFC 2616 section 3.6
        result.present = true;
        result.endsInChunked = base::equalsIgnoringCase(last, "chunked");
    }
    return result;
}

// Rules 3 to 5, which requests and responses share; nothing where neither field is there.
std::optional<Framing> explicitFraming(const http::Fields& fields, http::Version version) {
    Framing framing;
    const TransferEncoding coding = transferEncoding(fields);
    const ContentLength length = contentLength(fields, framing.anomalies);
    if (coding.present) {
        if (length.present) framing.anomalies.push_back(kTwoFramings);
        if (!coding.endsInChunked || version == http::Version::Http10) {
            framing.anomalies.push_back(kTransferEncodingFaulty);
        }
        framing.kind = coding.endsInChunked ? Framing::Kind::Chunked : Framing::Kind::UntilClose;
        return framing;
    }
    if (length.value) {
        framing.kind = *length.value > 0 ? Framing::Kind::Length : Framing::Kind::None;
        framing.length = *length.value;
        return framing;
    }
    if (length.present) {
        framing.kind = Framing::Kind::UntilClose;
        return framing;
    }
    return std::nullopt;
}

}  // namespace

Framing framingOf(const http::RequestHead& head) {
    auto framing = explicitFraming(head.fields, head.version);
    if (!framing) return {};  // rule 7: a request without either field has no content
    // A request can't end with the connection (rule 4, last sentence): where its length is not to
    // be known, no content is taken, and whatever follows is looked at for the next start line.
    if (framing->kind == Framing::Kind::UntilClose) framing->kind = Framing::Kind::None;
    return *std::move(framing);
}

Framing framingOf(const http::ResponseHead& head, std::optional<std::string_view> method) {
    // Rule 1: no content, whatever the fields say.
    if (method == "HEAD" || head.status / 100 == 1 || head.status == 204 || head.status == 304) {
        return {};
    }
    // Rule 2.
    if (method == "CONNECT" && head.status / 100 == 2) {
        return {Framing::Kind::Tunnel, 0, {}};
    }
    if (auto framing = explicitFraming(head.fields, head.version)) return *std::move(framing);
    return {Framing::Kind::UntilClose, 0, {}};  // rule 8
}

}  // namespace hark::http1
