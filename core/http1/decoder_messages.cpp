// What the decoder does with one message: its head, its content, and what comes after it.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http1/anomalies.h"
#include "core/http1/decoder.h"

namespace hark::http1 {

namespace {

struct StartLine {
    std::string_view text;  // without its line end
    std::size_t bytes = 0;  // with it
};

StartLine startLineOf(std::string_view head) {
    const std::size_t lf = std::min(head.find('\n'), head.size());
    std::string_view text = head.substr(0, lf);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return {text, std::min(lf + 1, head.size())};
}

}  // namespace

void Decoder::finishRequestHead(Side& s, std::string&& bytes) {
    const StartLine start = startLineOf(bytes);
    const auto line = parseRequestLine(start.text);
    if (!line) {
        loseMessage(s);
        return;
    }
    http::FieldLines lines = requestFieldLines_.split(bytes, start.bytes, limits_.fieldLines);
    reportFields(s, lines, line->wellFormed);
    http::RequestHead head;
    head.version = line->version;
    head.methodSpan = line->method;
    head.targetSpan = line->target;
    head.startLineBytes = static_cast<std::uint32_t>(start.bytes);
    head.repeatsFields = lines.repeated;
    head.fields = http::Fields(std::move(bytes), std::move(lines.lines));

    const Framing framing = framingOf(head);
    for (const base::AnomalyCode code : framing.anomalies)
        anomaly(s, code, {});
    s.body.begin(framing);
    s.expectsContinue = head.fields.hasToken("expect", "100-continue");
    s.isConnect = head.method() == "CONNECT";
    if (!outstanding_.empty() && outstanding_.back().key == s.key) {
        outstanding_.back().method = head.method();
    }
    emit(s, s.origin, std::move(head));
}

void Decoder::finishResponseHead(Side& s, std::string&& bytes) {
    const StartLine start = startLineOf(bytes);
    const auto line = parseStatusLine(start.text);
    if (!line) {
        anomaly(s, kNotAMessage, fmt::format("\"{}\"", start.text.substr(0, 40)));
        loseMessage(s);
        return;
    }
    http::FieldLines lines = http::splitFieldLines(bytes, start.bytes, limits_.fieldLines);
    reportFields(s, lines, line->wellFormed);
    http::ResponseHead head;
    head.version = line->version;
    head.status = line->status;
    head.reasonSpan = line->reason;
    head.startLineBytes = static_cast<std::uint32_t>(start.bytes);
    head.fields = http::Fields(std::move(bytes), std::move(lines.lines));

    std::optional<std::string_view> method;
    if (!outstanding_.empty() && outstanding_.front().key == s.key &&
        !outstanding_.front().method.empty()) {
        method = outstanding_.front().method;
    }
    const Framing framing = framingOf(head, method);
    for (const base::AnomalyCode code : framing.anomalies)
        anomaly(s, code, {});
    s.body.begin(framing);
    if (framing.kind == Framing::Kind::None) head.contentLength = 0;
    if (framing.kind == Framing::Kind::Length) head.contentLength = framing.length;
    if (head.isInterim()) {
        emit(s, s.origin, std::move(head));
        s.state = State::Start;
        endMessage(s, true);
        return;
    }
    if (!outstanding_.empty() && outstanding_.front().key == s.key) {
        outstanding_.front().finalResponseSeen = true;
    }
    std::string protocol;
    if (head.status == 101) {
        protocol = base::toLower(head.fields.combined("upgrade"));
        if (protocol.empty()) protocol = "unknown";
    } else if (framing.kind == Framing::Kind::Tunnel) {
        protocol = "connect";
    }
    emit(s, s.origin, std::move(head));
    if (!protocol.empty()) {
        const std::uint64_t key = s.key;
        handingOver_ = true;
        finishMessage(s, true);
        handOver(key, std::move(protocol));
    }
}

std::size_t Decoder::onBody(Side& s, base::Bytes bytes) {
    if (!s.body.hasBegun() && (!s.buffer.empty() || mayLackContent(s))) {
        if (const auto taken = lookForNextMessage(s, base::asText(bytes))) return *taken;
    }
    return onBodyBytes(s, bytes);
}

std::size_t Decoder::onBodyBytes(Side& s, base::Bytes bytes) {
    const std::size_t taken = s.body.onBytes(bytes, s);
    if (s.body.state() == BodyReader::State::Done) {
        finishMessage(s, true);
    } else if (s.body.state() == BodyReader::State::Lost) {
        loseMessage(s);
    }
    return taken;
}

// A client that expected 100 and got a final response need not send the content (RFC 9110
// section 10.1.1), and may go on with the next request. And where a response's request was not
// captured it may have been a HEAD, whose response has no content (RFC 9112 section 6.3 rule 1).
bool Decoder::mayLackContent(const Side& s) const {
    if (s.direction == stream::Direction::ClientToServer) {
        return s.expectsContinue &&
               std::none_of(outstanding_.begin(), outstanding_.end(), [&](const Outstanding& o) {
                   return o.key == s.key && !o.finalResponseSeen;
               });
    }
    return outstanding_.empty() || outstanding_.front().key != s.key ||
           outstanding_.front().method.empty();
}

void Decoder::afterFinalResponse(Side& s) {
    if (!outstanding_.empty() && outstanding_.front().key == s.key) outstanding_.pop_front();
    if (outstanding_.empty()) missingResponses_.clear();
    Side& client = side(stream::Direction::ClientToServer);
    if (client.state == State::Held && client.key == s.key && !handingOver_) releaseHeld(client);
}

// The CONNECT was refused: what waited behind it is HTTP.
void Decoder::releaseHeld(Side& s) {
    s.state = State::Start;
    s.isConnect = false;
    std::vector<Held> held = std::move(held_);
    held_.clear();
    heldBytes_ = 0;
    std::size_t waiting = 0;
    for (const Held& h : held)
        waiting += h.bytes.size();
    s.offset -= waiting;
    for (const Held& h : held) {
        s.origin = h.origin;
        onData(s, base::asBytes(h.bytes));
    }
    endHeld();
}

void Decoder::endHeld() {
    if (!heldEnd_) return;
    const stream::End end = *heldEnd_;
    heldEnd_.reset();
    onEnd(end);
}

void Decoder::handOver(std::uint64_t key, std::string protocol) {
    Side& server = side(stream::Direction::ServerToClient);
    messages_.on(http::MessageEvent{key, stream::Direction::ServerToClient, server.origin,
                                    http::HandOver{std::move(protocol)}});
    handOverSide(side(stream::Direction::ClientToServer));
    endHeld();
    handOverSide(server);
}

void Decoder::handOverSide(Side& s) {
    if (s.state == State::Ended || s.state == State::Rest) return;
    std::vector<Held> waiting;
    const bool wasHeld = s.state == State::Held;
    if (wasHeld) {
        waiting = std::move(held_);
        held_.clear();
        heldBytes_ = 0;
    } else if (s.state == State::Head && !s.started) {
        if (!s.buffer.empty()) waiting.push_back({std::move(s.buffer), s.messageOrigin});
        s.buffer.clear();
    }
    if (s.state == State::Body) takeBufferAsContent(s);
    if (s.started) endMessage(s, false);  // in the middle of a message
    s.state = State::Rest;
    for (const Held& h : waiting)
        forward(s, base::asBytes(h.bytes), h.origin);
}

void Decoder::forward(Side& s, base::Bytes bytes, const stream::Origin& origin) {
    const std::uint64_t offset = s.restOffset;
    s.restOffset += bytes.size();
    rest_.on(stream::Data{s.direction, offset, bytes, origin});
}

void Decoder::Side::onContent(base::Bytes bytes) {
    decoder.emit(*this, origin, http::Content{bytes});
}

void Decoder::Side::onContentGap(std::uint64_t length, stream::GapReason reason) {
    if (length > 0) decoder.emit(*this, origin, http::ContentGap{length, reason});
}

void Decoder::Side::onTrailers(http::Fields&& trailers) {
    decoder.emit(*this, origin, http::Trailers{std::move(trailers)});
}

void Decoder::Side::onBodyAnomaly(base::AnomalyCode code, std::string detail) {
    decoder.anomaly(*this, code, std::move(detail));
}

}  // namespace hark::http1
