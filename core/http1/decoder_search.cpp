// How the decoder finds the next message where bytes are none, or are missing.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/http1/anomalies.h"
#include "core/http1/decoder.h"

namespace hark::http1 {

namespace {

// Bytes kept while it isn't known whether a message begins with them; a start line shows its method
// or version long before.
constexpr std::size_t kCandidateBytes = 4096;

}  // namespace

// The message that was begun can't be read on.
void Decoder::loseMessage(Side& s) {
    if (s.started) {
        endMessage(s, false);
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

// A start line at the start of a packet is one, whatever stood before it.
void Decoder::restartHead(Side& s, std::size_t before) {
    const std::string junk = s.buffer.substr(0, s.restart);
    std::string head = s.buffer.substr(s.restart, before - s.restart);
    beginJunk(s, junk);
    s.buffer = std::move(head);
    s.messageOrigin = s.origin;
    continueAsHead(s);
}

}  // namespace hark::http1
