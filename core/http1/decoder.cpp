#include "core/http1/decoder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http1/anomalies.h"

namespace hark::http1 {

namespace {

constexpr std::size_t kBlock = 64;

// Whether the block, or it and the octet after it, holds LF followed by CR or LF. The plain loop
// that compilers make vector code of.
bool mayHoldEmptyLine(const char* block) {
    unsigned char found = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
        const auto isLineEnd = static_cast<unsigned char>(block[i] == '\n' ? 1 : 0);
        const auto isCr = static_cast<unsigned char>(block[i + 1] == '\r' ? 1 : 0);
        const auto isLf = static_cast<unsigned char>(block[i + 1] == '\n' ? 1 : 0);
        found |= static_cast<unsigned char>(isLineEnd & (isCr | isLf));
    }
    return found != 0;
}

// Behind the empty line that ends a head, or npos. `from` is where the search may begin.
std::size_t headEnd(std::string_view text, std::size_t from) {
    // Blocks without a line end that another one may follow are passed over at once.
    while (from + kBlock < text.size() && !mayHoldEmptyLine(text.data() + from))
        from += kBlock;
    for (std::size_t lf = text.find('\n', from); lf != std::string_view::npos;
         lf = text.find('\n', lf + 1)) {
        if (lf + 1 < text.size() && text[lf + 1] == '\n') return lf + 2;
        if (lf + 2 < text.size() && text[lf + 1] == '\r' && text[lf + 2] == '\n') return lf + 3;
    }
    return std::string_view::npos;
}

}  // namespace

Decoder::Side::Side(Decoder& owner, stream::Direction d)
    : decoder(owner), direction(d), body(owner.limits_) {}

Decoder::Decoder(http::MessageSink& messages, stream::Sink& rest, Commons& commons,
                 const Limits& limits, std::uint64_t firstKey)
    : messages_(messages),
      rest_(rest),
      commons_(commons),
      limits_(limits),
      sides_{Side{*this, stream::Direction::ClientToServer},
             Side{*this, stream::Direction::ServerToClient}},
      nextKey_(firstKey) {}

Decoder::~Decoder() {
    commons_.headBytes -= taken_.headBytes;
    commons_.outstanding -= taken_.outstanding;
}

void Decoder::on(const stream::Event& event) {
    if (const auto* data = std::get_if<stream::Data>(&event)) {
        Side& s = side(data->direction);
        // A gap given up at the end has the origin of the last packet, and so may the bytes behind
        // it.
        s.atPacketStart =
            s.afterGap || s.origin.packet != data->origin.packet || !data->origin.packet.isSet();
        s.afterGap = false;
        s.origin = data->origin;
        s.offset = data->offset;
        onData(s, data->bytes);
    } else if (const auto* gap = std::get_if<stream::Gap>(&event)) {
        onGap(*gap);
    } else {
        onEnd(std::get<stream::End>(event));
    }
    if (tellCommons() > limits_.partOfHeadBytes && commons_.headBytes > limits_.allHeadBytes) {
        giveUpHeads();
    }
}

void Decoder::onData(Side& s, base::Bytes bytes) {
    if (lostRequest_ && s.direction == stream::Direction::ClientToServer) {
        loseRequest(*std::exchange(lostRequest_, {}));
    }
    while (!bytes.empty()) {
        std::size_t taken = bytes.size();
        switch (s.state) {
            case State::Start:
                taken = onStart(s, base::asText(bytes));
                break;
            case State::Head:
                taken = onHead(s, base::asText(bytes));
                break;
            case State::Body:
                taken = onBody(s, bytes);
                break;
            case State::Lost:
                taken = onLost(s, base::asText(bytes));
                break;
            case State::Held:
                heldBytes_ += bytes.size();
                held_.push_back({std::string(base::asText(bytes)), s.origin});
                if (heldBytes_ > limits_.heldBytes) handOver(s.key, "connect");
                break;
            case State::Rest:
                forward(s, bytes, s.origin);
                break;
            case State::Ended:
                break;
        }
        if (taken == 0) continue;  // the same bytes, seen in another state
        s.offset += taken;
        s.atPacketStart = false;
        s.lastByte = base::asText(bytes)[taken - 1];
        bytes = bytes.subspan(taken);
    }
}

// Between messages: empty lines are skipped (RFC 9112 section 2.2).
std::size_t Decoder::onStart(Side& s, std::string_view text) {
    const std::size_t skipped = std::min(text.find_first_not_of("\r\n"), text.size());
    if (skipped > 0) return skipped;
    s.state = State::Head;
    s.buffer.clear();
    s.messageOrigin = s.origin;
    continueAsHead(s);
    return 0;
}

Likeness Decoder::likeness(const Side& s, std::string_view text) {
    return s.direction == stream::Direction::ClientToServer ? likenessToRequest(text)
                                                            : likenessToResponse(text);
}

std::size_t Decoder::onHead(Side& s, std::string_view text) {
    const std::size_t before = s.buffer.size();
    const bool whole = before == 0;
    if (!whole)
        s.buffer += text.substr(0, limits_.headBytes + 1 - std::min(before, limits_.headBytes));
    const std::string_view head = whole ? text : std::string_view(s.buffer);

    if (!s.startLineSeen) {
        if (!whole && s.atPacketStart) s.restart = before;
        if (s.restart > 0 && !s.started && likeness(s, head.substr(s.restart)) == Likeness::Yes) {
            restartHead(s, before);
            return 0;
        }
        const Likeness like = likeness(s, head.substr(0, limits_.headBytes));
        if (like == Likeness::No) {
            const std::string junk(head);
            s.buffer.clear();
            beginJunk(s, junk);
            return 0;
        }
        s.startLineSeen = like == Likeness::Yes && head.find('\n') != std::string_view::npos;
        if (like == Likeness::Yes) startMessage(s);
    }
    const std::size_t end = headEnd(head, before > 3 ? before - 3 : 0);
    if (end != std::string_view::npos && end <= limits_.headBytes) {
        std::string bytes = whole ? std::string(head.substr(0, end)) : s.buffer.substr(0, end);
        s.buffer.clear();
        finishHead(s, std::move(bytes));
        return end - before;
    }
    if (head.size() > limits_.headBytes) {
        anomaly(s, kHeadTooLarge, fmt::format("more than {} bytes", limits_.headBytes));
        loseMessage(s);
        return limits_.headBytes - before;
    }
    if (whole) s.buffer = text;
    return text.size();
}

void Decoder::startMessage(Side& s) {
    if (s.started) return;
    s.started = true;
    s.junkReported = false;
    if (s.direction == stream::Direction::ClientToServer) {
        s.key = nextKey_++;
        responseUnasked_ = false;
        if (!outstanding_.empty() && !outstanding_.back().method.empty() && !responsesLost_) {
            pipelined_ = true;
        }
        outstanding_.push_back({s.key, {}, false});
        const bool areTooMany = commons_.outstanding > limits_.allOutstanding &&
                                outstanding_.size() > limits_.partOfOutstanding;
        if (outstanding_.size() > limits_.outstanding || areTooMany) {
            // Not the one that is being answered.
            const Side& server = side(stream::Direction::ServerToClient);
            forgetRequest(s, server.started && server.key == outstanding_.front().key ? 1 : 0);
            anomaly(s, kTooManyOutstanding,
                    areTooMany ? fmt::format("more than {} in all connections together",
                                             limits_.allOutstanding)
                               : fmt::format("more than {}", limits_.outstanding));
        }
    } else {
        takeAnsweredRequest(s);
    }
    emit(s, s.messageOrigin,
         http::MessageStart{s.direction == stream::Direction::ClientToServer && responsesLost_});
}

// Which request does the response that begins here answer? The oldest, since responses come in
// order. After a loss, and where the client never pipelined, the newest: such a client asked again
// only because it had the earlier responses, which the capture has not.
void Decoder::takeAnsweredRequest(Side& s) {
    if (outstanding_.empty() && lostRequest_) loseRequest(*std::exchange(lostRequest_, {}));
    if (responsesLost_ && !pipelined_) {
        const std::size_t lost = outstanding_.empty() ? 0 : outstanding_.size() - 1;
        while (outstanding_.size() > 1)
            forgetRequest(s, 0, lost);
    }
    responsesLost_ = false;
    if (outstanding_.size() <= 1) missingResponses_.clear();
    responseUnasked_ = outstanding_.empty();
    s.key = outstanding_.empty() ? nextKey_++ : outstanding_.front().key;
}

void Decoder::finishHead(Side& s, std::string&& bytes, bool isCut) {
    startMessage(s);
    s.state = State::Body;
    s.isConnect = false;
    s.headIsCut = isCut;
    if (s.direction == stream::Direction::ClientToServer) {
        finishRequestHead(s, std::move(bytes));
    } else {
        finishResponseHead(s, std::move(bytes));
    }
    if (s.state != State::Body) return;
    if (isCut || s.body.state() == BodyReader::State::Done) finishMessage(s, !isCut);
}

void Decoder::reportFields(Side& s, const http::FieldLines& lines, bool startLineWellFormed) {
    if (lines.tooMany) anomaly(s, kTooManyFieldLines, {});
    if (lines.folded) anomaly(s, kObsoleteFold, {});
    if (s.headIsCut) return;  // what the last line lacks was said
    if (!startLineWellFormed) anomaly(s, kStartLineMalformed, {});
    if (lines.malformed) anomaly(s, kFieldLineMalformed, {});
}

void Decoder::finishMessage(Side& s, bool complete) {
    s.state = State::Start;
    endMessage(s, complete);
    if (s.direction == stream::Direction::ServerToClient) {
        afterFinalResponse(s);
    } else if (s.isConnect) {
        s.state = State::Held;
    }
}

void Decoder::endMessage(Side& s, bool complete) {
    s.started = false;
    reportMissing(s.key, s, s.missing);
    s.missing.clear();
    emit(s, s.origin, http::MessageEnd{complete});
}

void Decoder::onEnd(const stream::End& end) {
    Side& s = side(end.direction);
    if (s.state == State::Body) takeBufferAsContent(s);
    s.origin = end.origin;
    switch (s.state) {
        case State::Head:
            cutHead(s, fmt::format("ended by {}", toString(end.reason)));
            break;
        case State::Body:
            finishMessage(s, s.body.isWholeAtEnd(end.reason));
            break;
        case State::Held:
            heldEnd_ = end;  // the answer may still come
            return;
        default:
            break;
    }
    if (s.direction == stream::Direction::ServerToClient) {
        for (const Outstanding& request : outstanding_)
            reportMissing(request.key, s, missingResponses_, outstanding_.size());
    }
    const Side& client = side(stream::Direction::ClientToServer);
    if (s.direction == stream::Direction::ServerToClient && client.state == State::Held) {
        handOver(client.key, "connect");
    }
    if (s.state == State::Rest) {
        rest_.on(stream::End{s.direction, s.restOffset, end.reason, end.origin});
    }
    s.state = State::Ended;
}

void Decoder::emit(const Side& s, const stream::Origin& origin,
                   decltype(http::MessageEvent::what)&& what) {
    messages_.on(http::MessageEvent{s.key, s.direction, origin, std::move(what)});
}

void Decoder::anomaly(const Side& s, base::AnomalyCode code, std::string detail) {
    const bool isRequest = s.direction == stream::Direction::ClientToServer;
    detail = fmt::format("{}{}{}", isRequest ? "request" : "response", detail.empty() ? "" : ": ",
                         detail);
    emit(s, s.origin, base::Anomaly{code, std::move(detail), s.origin.packet, s.offset});
}

}  // namespace hark::http1
