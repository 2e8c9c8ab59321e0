#include "core/http/alt_svc.h"

#include <utility>

#include "core/base/percent.h"
#include "core/base/text.h"
#include "core/http/field_reader.h"

namespace hark::http {

namespace {

constexpr std::size_t kMaximumAlternatives = 16;

// alt-authority = [ uri-host ] ":" port
std::optional<std::uint16_t> portOf(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = base::parseDecimal(authority.substr(colon + 1));
    if (!port || *port == 0 || *port > 65'535) return std::nullopt;
    return static_cast<std::uint16_t>(*port);
}

// alternative *( OWS ";" OWS parameter ); parameters say how long it holds.
std::optional<Alternative> readAlternative(FieldReader& reader) {
    Alternative made;
    // Section 3: octets that a token can't hold, and the percent sign, are percent-encoded.
    std::string room;
    made.protocol = base::percentDecoded(reader.token(), room);
    if (made.protocol.empty() || !reader.take('=')) return std::nullopt;
    auto authority = reader.quotedString();
    if (!authority) return std::nullopt;
    const auto port = portOf(*authority);
    if (!port) return std::nullopt;
    made.authority = std::move(*authority);
    made.port = *port;
    for (reader.skipBlanks(); reader.take(';'); reader.skipBlanks()) {
        reader.skipBlanks();
        if (reader.token().empty() || !reader.take('=')) return std::nullopt;
        if (reader.token().empty() && !reader.quotedString()) return std::nullopt;
    }
    return made;
}

}  // namespace

std::vector<Alternative> parseAltSvc(std::string_view value) {
    std::vector<Alternative> found;
    if (base::trimmed(value) == "clear") return found;  // case-sensitive
    FieldReader reader(value);
    while (found.size() < kMaximumAlternatives) {
        reader.skipToElement();
        if (reader.atEnd()) return found;
        auto alternative = readAlternative(reader);
        if (!alternative) return found;
        found.push_back(std::move(*alternative));
        if (!reader.atEnd() && !reader.take(',')) return found;
    }
    return found;
}

bool isHttp3(std::string_view protocol) {
    constexpr std::string_view kDraft = "h3-";
    if (protocol == "h3") return true;
    return protocol.starts_with(kDraft) && base::parseDecimal(protocol.substr(kDraft.size()));
}

}  // namespace hark::http
