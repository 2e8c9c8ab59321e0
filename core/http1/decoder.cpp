#include "core/http1/decoder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http1/anomalies.h"

namespace hark::http1 {

namespace {

// Bytes kept while it isn't known whether a message begins with them; a start line shows its method
// or version long before.
constexpr std::size_t kCandidateBytes = 4096;

// Behind the empty line that ends a head, or npos. `from` is where the search may begin.
std::size_t headEnd(std::string_view text, std::size_t from) {
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

Decoder::Decoder(http::MessageSink& messages, stream::Sink& rest, const Limits& limits,
                 std::uint64_t firstKey)
    : messages_(messages),
      rest_(rest),
      limits_(limits),
      sides_{Side{*this, stream::Direction::ClientToServer},
             Side{*this, stream::Direction::ServerToClient}},
      nextKey_(firstKey) {}

void Decoder::on(const stream::Event& event) {
    if (const auto* data = std::get_if<stream::Data>(&event)) {
        Side& s = side(data->direction);
        s.atPacketStart = s.origin.packet != data->origin.packet || !data->origin.packet.isSet();
        s.origin = data->origin;
        s.offset = data->offset;
        onData(s, data->bytes);
    } else if (const auto* gap = std::get_if<stream::Gap>(&event)) {
        onGap(*gap);
    } else {
        onEnd(std::get<stream::End>(event));
    }
}

void Decoder::onData(Side& s, base::Bytes bytes) {
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

Likeness Decoder::likeness(const Side& s, std::string_view text) const {
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

// A start line at the start of a packet is one, whatever stood before it.
void Decoder::restartHead(Side& s, std::size_t before) {
    const std::string junk = s.buffer.substr(0, s.restart);
    std::string head = s.buffer.substr(s.restart, before - s.restart);
    beginJunk(s, junk);
    s.buffer = std::move(head);
    s.messageOrigin = s.origin;
    continueAsHead(s);
}

void Decoder::startMessage(Side& s) {
    if (s.started) return;
    s.started = true;
    s.junkReported = false;
    if (s.direction == stream::Direction::ClientToServer) {
        s.key = nextKey_++;
        if (!outstanding_.empty() && !outstanding_.back().method.empty() && !responsesLost_) {
            pipelined_ = true;
        }
        outstanding_.push_back({s.key, {}, false});
        if (outstanding_.size() > limits_.outstanding) {
            outstanding_.pop_front();
            anomaly(s, kTooManyOutstanding, fmt::format("more than {}", limits_.outstanding));
        }
    } else {
        takeAnsweredRequest(s);
    }
    emit(s, s.messageOrigin, http::MessageStart{});
}

// Which request does the response that begins here answer? The oldest, since responses come in
// order. After a loss, and where the client never pipelined, the newest: such a client asked again
// only because it had the earlier responses, which the capture has not.
void Decoder::takeAnsweredRequest(Side& s) {
    if (responsesLost_ && !pipelined_) {
        while (outstanding_.size() > 1)
            outstanding_.pop_front();
    }
    responsesLost_ = false;
    s.key = outstanding_.empty() ? nextKey_++ : outstanding_.front().key;
}

void Decoder::finishHead(Side& s, std::string&& bytes, bool isCut) {
    startMessage(s);
    s.state = State::Body;
    s.upgrades = false;
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
    s.started = false;
    emit(s, s.origin, http::MessageEnd{complete});
    if (s.direction == stream::Direction::ServerToClient) {
        afterFinalResponse(s);
    } else if (s.upgrades) {
        s.state = State::Held;
    }
}

// A request line may be cut behind the method: what there is of the target is better than nothing.
bool Decoder::hasReadableStartLine(const Side& s, std::string_view head) {
    const std::string_view line = head.substr(0, std::min(head.find_first_of("\r\n"), head.size()));
    return s.direction == stream::Direction::ClientToServer ? parseRequestLine(line).has_value()
                                                            : parseStatusLine(line).has_value();
}

// The head ends too early. What there is of it is shown where its start line can be read.
void Decoder::cutHead(Side& s, std::string detail) {
    std::string bytes = std::move(s.buffer);
    s.buffer.clear();
    if (!s.started) return;
    if (!hasReadableStartLine(s, bytes)) {
        loseMessage(s);
        return;
    }
    anomaly(s, kHeadCut, std::move(detail));
    finishHead(s, std::move(bytes), true);
}

// The message that was begun can't be read on.
void Decoder::loseMessage(Side& s) {
    if (s.started) {
        s.started = false;
        emit(s, s.origin, http::MessageEnd{false});
        if (s.direction == stream::Direction::ServerToClient) afterFinalResponse(s);
    }
    s.buffer.clear();
    s.state = State::Lost;
}

void Decoder::beginJunk(Side& s, std::string_view text) {
    if (!s.junkReported) {
        anomaly(s, kNotAMessage,
                fmt::format("{} bytes from \"{}\"", text.size(), text.substr(0, 24)));
        s.junkReported = true;
    }
    loseMessage(s);
}

// The next message begins at the start of a packet's bytes, or of a line.
std::size_t Decoder::onLost(Side& s, std::string_view text) {
    if (!s.buffer.empty()) {
        if (const auto taken = onCandidate(s, text)) return *taken;
    }
    bool mayBegin = s.atPacketStart || s.lastByte == '\n';
    for (std::size_t begin = 0; begin < text.size(); mayBegin = true) {
        const std::string_view rest = text.substr(begin);
        const Likeness like = mayBegin ? likeness(s, rest) : Likeness::No;
        if (like == Likeness::Yes) {
            s.state = State::Start;
            return begin;
        }
        if (like == Likeness::Possible && rest.size() < kCandidateBytes) {
            s.buffer = rest;
            s.messageOrigin = s.origin;
            return text.size();
        }
        const std::size_t lf = text.find('\n', begin);
        if (lf == std::string_view::npos) break;
        begin = lf + 1;
    }
    return text.size();
}

// The buffer holds what may be the beginning of a start line, and here is more of it. Returns
// nothing where it was none.
std::optional<std::size_t> Decoder::onCandidate(Side& s, std::string_view text) {
    if (s.atPacketStart && likeness(s, text) == Likeness::Yes) {
        s.state = State::Start;
        return 0;
    }
    const std::size_t before = s.buffer.size();
    s.buffer += text.substr(0, kCandidateBytes - before);
    const Likeness like = likeness(s, s.buffer);
    if (like == Likeness::Yes) {
        s.buffer.resize(before);
        continueAsHead(s);
        return 0;
    }
    if (like == Likeness::Possible && s.buffer.size() < kCandidateBytes) return text.size();
    s.buffer.clear();
    return std::nullopt;
}

// What the buffer holds is the beginning of a head.
void Decoder::continueAsHead(Side& s) {
    s.state = State::Head;
    s.startLineSeen = false;
    s.started = false;
    s.restart = 0;
}

// Content was announced, but may be left out; then the next message begins here. Returns nothing
// where this is content.
std::optional<std::size_t> Decoder::lookForNextMessage(Side& s, std::string_view text) {
    const std::size_t before = s.buffer.size();
    if (before == 0) s.messageOrigin = s.origin;
    s.buffer += text.substr(0, kCandidateBytes - before);
    const Likeness like = likeness(s, s.buffer);
    const std::uint64_t most = std::min<std::uint64_t>(kCandidateBytes, s.body.announced());
    if (like == Likeness::Possible && s.buffer.size() < most) return text.size();
    s.buffer.resize(before);
    if (like == Likeness::Yes) {
        finishMessage(s, s.direction == stream::Direction::ServerToClient);
        if (before > 0 && s.state == State::Start) continueAsHead(s);
        return 0;
    }
    takeBufferAsContent(s);
    if (before > 0) return 0;
    return std::nullopt;
}

// What waited to be known is content, at least its first byte.
void Decoder::takeBufferAsContent(Side& s) {
    if (s.buffer.empty()) return;
    const std::string content = std::move(s.buffer);
    s.buffer.clear();
    const bool atPacketStart = s.atPacketStart;
    s.atPacketStart = false;
    s.offset -= content.size();
    const std::size_t taken = onBodyBytes(s, base::asBytes(content));
    s.offset += taken;
    onData(s, base::asBytes(content).subspan(taken));
    s.atPacketStart = atPacketStart;
}

void Decoder::onGap(const stream::Gap& gap) {
    Side& s = side(gap.direction);
    if (s.state == State::Body) takeBufferAsContent(s);
    if (s.state == State::Lost) s.buffer.clear();
    s.origin = gap.origin;
    s.offset = gap.offset + gap.length;
    std::uint64_t rest = gap.length;
    if (s.state == State::Body) {
        rest -= s.body.onGap(gap.length, gap.reason, s);
        if (s.body.state() == BodyReader::State::Done) finishMessage(s, true);
        if (s.body.state() == BodyReader::State::Lost && s.state == State::Body) {
            anomaly(s, kFramingLost, fmt::format("{} bytes missing", rest));
            loseMessage(s);
        }
    }
    if (rest == 0) return;
    switch (s.state) {
        case State::Head:
            cutHead(s, fmt::format("{} bytes missing", rest));
            s.state = s.state == State::Rest ? State::Rest : State::Lost;
            break;
        case State::Start:
            if (s.direction == stream::Direction::ClientToServer) {
                // At least one request is missing; its place keeps the responses in step.
                s.messageOrigin = s.origin;
                startMessage(s);
            }
            loseMessage(s);
            break;
        case State::Rest:
            rest_.on(stream::Gap{s.direction, s.restOffset, rest, gap.reason, gap.origin});
            s.restOffset += rest;
            return;
        default:
            break;
    }
    if (s.direction == stream::Direction::ServerToClient) responsesLost_ = true;
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
    emit(s, s.origin, base::Anomaly{code, std::move(detail), s.origin.packet, s.offset});
}

}  // namespace hark::http1
