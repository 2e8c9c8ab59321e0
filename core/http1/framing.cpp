#include "core/http1/framing.h"

#include <utility>

#include "core/base/text.h"
#include "core/http1/anomalies.h"

namespace hark::http1 {

namespace {

// What the fields that frame a message say, together.
struct FramingFields {
    bool hasLength = false;
    bool lengthIsInvalid = false;
    bool lengthsDiffer = false;
    std::optional<std::uint64_t> length;
    bool hasCoding = false;
    bool endsInChunked = false;
};

// Rule 5: a list of equal numbers is that number.
void readContentLength(std::string_view list, FramingFields& found) {
    found.hasLength = true;
    for (bool more = true; more;) {
        const std::size_t comma = list.find(',');
        more = comma != std::string_view::npos;
        const auto number = base::parseDecimal(http::listElement(list.substr(0, comma)));
        if (more) list.remove_prefix(comma + 1);
        if (!number) {
            found.lengthIsInvalid = true;
        } else if (!found.length) {
            found.length = number;
        } else if (*found.length != *number) {
            found.lengthsDiffer = true;
        }
    }
}

void readTransferEncoding(std::string_view list, FramingFields& found) {
    const std::size_t comma = list.rfind(',');
    if (comma != std::string_view::npos) list.remove_prefix(comma + 1);
    const std::string_view last = http::listElement(list);
    if (base::equalsIgnoringCase(last, "identity")) return;  // RFC 2616 section 3.6
    found.hasCoding = true;
    found.endsInChunked = base::equalsIgnoringCase(last, "chunked");
}

FramingFields framingFields(const http::Fields& fields) {
    constexpr std::string_view kContentLength = "content-length";
    constexpr std::string_view kTransferEncoding = "transfer-encoding";
    FramingFields found;
    fields.forEach(kContentLength, [&](auto value) { readContentLength(value, found); });
    fields.forEach(kTransferEncoding, [&](auto value) { readTransferEncoding(value, found); });
    return found;
}

// Rules 3 to 5, which requests and responses share; nothing where neither field is there.
std::optional<Framing> explicitFraming(const http::Fields& fields, http::Version version) {
    const FramingFields found = framingFields(fields);
    if (!found.hasLength && !found.hasCoding) return std::nullopt;
    Framing framing;
    if (found.lengthIsInvalid) framing.anomalies.push_back(kContentLengthInvalid);
    if (found.lengthsDiffer) framing.anomalies.push_back(kContentLengthsDiffer);
    if (found.hasCoding) {
        if (found.hasLength) framing.anomalies.push_back(kTwoFramings);
        if (!found.endsInChunked || version == http::Version::Http10) {
            framing.anomalies.push_back(kTransferEncodingFaulty);
        }
        framing.kind = found.endsInChunked ? Framing::Kind::Chunked : Framing::Kind::UntilClose;
        return framing;
    }
    if (found.length) {
        framing.kind = *found.length > 0 ? Framing::Kind::Length : Framing::Kind::None;
        framing.length = *found.length;
        return framing;
    }
    framing.kind = Framing::Kind::UntilClose;
    return framing;
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
