#include "core/analysis/recognition.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/http1/start_line.h"
#include "core/tls/record.h"

namespace hark::analysis {

namespace {

using http1::Likeness;

// What a row of the protocol table says of some bytes.
struct Verdict {
    Likeness likeness = Likeness::No;
    bool fromServer = false;  // only a server sends this
    bool fromClient = false;  // only a client sends this
};

Likeness startsWith(std::string_view text, std::string_view start) {
    const std::size_t length = std::min(text.size(), start.size());
    if (text.substr(0, length) != start.substr(0, length)) return Likeness::No;
    return length == start.size() ? Likeness::Yes : Likeness::Possible;
}

Verdict http1Request(base::Bytes bytes) {
    return {http1::likenessToRequest(base::asText(bytes)), false, true};
}
Verdict http1Response(base::Bytes bytes) {
    return {http1::likenessToResponse(base::asText(bytes)), true, false};
}
// The client's connection preface (RFC 9113 section 3.4).
Verdict http2(base::Bytes bytes) {
    return {startsWith(base::asText(bytes), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), false, true};
}
Verdict tls(base::Bytes bytes) {
    const bool isRecord = tls::looksLikeRecord(bytes);
    const bool isShort = bytes.size() < 5 && !bytes.empty() && std::to_integer<int>(bytes[0]) == 22;
    return {isRecord ? Likeness::Yes : isShort ? Likeness::Possible : Likeness::No, false, false};
}
// The identification string (RFC 4253 section 4.2), whose version is 2.0, 1.99 or 1.x.
Verdict ssh(base::Bytes bytes) {
    const std::string_view text = base::asText(bytes);
    return {std::max(startsWith(text, "SSH-2."), startsWith(text, "SSH-1.")), false, false};
}

// The protocol table: a new protocol is one row here. More telling rows come first.
struct Row {
    Protocol protocol;
    Verdict (*judge)(base::Bytes);
};
constexpr std::array kProtocols{
    Row{Protocol::Http2, http2}, Row{Protocol::Http1, http1Response}, Row{Protocol::Tls, tls},
    Row{Protocol::Ssh, ssh},     Row{Protocol::Http1, http1Request},
};

}  // namespace

std::string_view toString(Protocol protocol) {
    switch (protocol) {
        case Protocol::Undecided:
        case Protocol::Unknown:
            return "unknown";
        case Protocol::Http1:
            return "HTTP/1.1";
        case Protocol::Http2:
            return "HTTP/2";
        case Protocol::Tls:
            return "TLS";
        case Protocol::Ssh:
            return "SSH";
    }
    return "";
}

Recognition recognise(base::Bytes bytes, stream::Direction direction) {
    bool possible = false;
    for (const Row& row : kProtocols) {
        const Verdict verdict = row.judge(bytes);
        if (verdict.likeness == Likeness::Yes) {
            const bool fromClient = direction == stream::Direction::ClientToServer;
            return {row.protocol, fromClient ? verdict.fromServer : verdict.fromClient};
        }
        possible = possible || verdict.likeness == Likeness::Possible;
    }
    return {possible ? Protocol::Undecided : Protocol::Unknown, false};
}

}  // namespace hark::analysis
