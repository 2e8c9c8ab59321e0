// What the decoder does with bytes that are missing, and with what it can't keep any longer.

#include <utility>

#include <fmt/format.h>

#include "core/http1/anomalies.h"
#include "core/http1/decoder.h"

namespace hark::http1 {

void Decoder::giveUpHeads() {
    for (Side& s : sides_) {
        if (s.state != State::Head) continue;
        anomaly(s, kHeadTooLarge, "all unfinished heads together are");
        loseMessage(s);
    }
    if (heldBytes_ > 0) handOver(side(stream::Direction::ClientToServer).key, "connect");
    tellCommons();
}

// No response to it is expected any more: whoever put the exchange together may end it.
void Decoder::forgetRequest(const Side& s, std::size_t place, std::size_t lostTogether) {
    const std::uint64_t key = outstanding_[place].key;
    outstanding_.erase(outstanding_.begin() + static_cast<std::ptrdiff_t>(place));
    reportMissing(key, side(stream::Direction::ServerToClient), missingResponses_, lostTogether);
    messages_.on(http::MessageEvent{key, stream::Direction::ServerToClient, s.origin,
                                    http::MessageEnd{false}});
}

void Decoder::reportMissing(std::uint64_t key, const Side& s, const MissingBytes& missing,
                            std::size_t messages) {
    if (missing.isEmpty()) return;
    for (base::Anomaly& anomaly : missing.anomalies(s.direction, messages)) {
        messages_.on(http::MessageEvent{key, s.direction, s.origin, std::move(anomaly)});
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

// At least one request is missing; its place keeps the responses in step.
void Decoder::loseRequest(const stream::Gap& gap) {
    Side& s = side(stream::Direction::ClientToServer);
    s.messageOrigin = gap.origin;
    startMessage(s);
    s.missing.add(gap.length, gap);
    loseMessage(s);
}

// Returns how many bytes of the gap are behind the message.
std::uint64_t Decoder::onGapInBody(Side& s, const stream::Gap& gap) {
    const std::uint64_t taken = s.body.onGap(gap.length, gap.reason, s);
    const std::uint64_t rest = gap.length - taken;
    s.missing.add(taken, gap);
    if (s.body.state() == BodyReader::State::Done) {
        finishMessage(s, true);
    } else if (s.body.state() == BodyReader::State::Lost && s.state == State::Body) {
        s.missing.add(rest, gap);
        anomaly(s, kFramingLost, fmt::format("{} bytes missing", rest));
        loseMessage(s);
    }
    return rest;
}

void Decoder::onGap(const stream::Gap& gap) {
    Side& s = side(gap.direction);
    s.afterGap = true;
    if (s.state == State::Body) takeBufferAsContent(s);
    if (s.state == State::Lost) s.buffer.clear();
    s.origin = gap.origin;
    s.offset = gap.offset + gap.length;
    const std::uint64_t rest = s.state == State::Body ? onGapInBody(s, gap) : gap.length;
    if (rest == 0) return;
    switch (s.state) {
        case State::Head:
            s.missing.add(rest, gap);
            cutHead(s, fmt::format("{} bytes missing", rest));
            s.missing.clear();  // where it was no message
            s.state = s.state == State::Rest ? State::Rest : State::Lost;
            break;
        case State::Start:
            if (s.direction == stream::Direction::ClientToServer) {
                if (!responseUnasked_) return loseRequest(gap);
                lostRequest_ = gap;
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
    if (s.direction == stream::Direction::ServerToClient) {
        responsesLost_ = true;
        missingResponses_.add(rest, gap);
    }
}

}  // namespace hark::http1
