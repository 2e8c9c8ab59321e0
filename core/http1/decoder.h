#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/message.h"
#include "core/http1/body_reader.h"
#include "core/http1/commons.h"
#include "core/http1/field_line_cache.h"
#include "core/http1/limits.h"
#include "core/http1/missing_bytes.h"
#include "core/http1/start_line.h"
#include "core/stream/event.h"

namespace hark::http1 {

/// Reads one connection's two directions as HTTP/1.0 and 1.1 (RFC 9112), as an onlooker: never
/// refuses, says what is odd, keeps what it understood, and finds the next message after a loss.
///
/// Responses are matched with requests in order (section 9.3), which their framing needs; both get
/// the same exchange key. Not thread-safe; one per connection.
class Decoder final : public stream::Sink {
public:
    /// `messages` takes what was understood. After CONNECT or 101, `rest` takes the events of what
    /// follows, with offsets from 0. `commons` is what all decoders share. All must outlive the
    /// decoder. Exchange keys count from `firstKey`.
    Decoder(http::MessageSink& messages, stream::Sink& rest, Commons& commons, const Limits& limits,
            std::uint64_t firstKey = 0);
    ~Decoder() override;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    void on(const stream::Event& event) override;

private:
    enum class State : std::uint8_t {
        Start,  ///< between messages
        Head,   ///< in a head
        Body,   ///< in content, framing or trailers
        Held,   ///< after a CONNECT that has not been answered
        Lost,   ///< looking for the next start line
        Rest,   ///< another protocol
        Ended,
    };
    struct Outstanding {
        std::uint64_t key = 0;
        std::string method;  ///< empty where the head was lost
        bool finalResponseSeen = false;
    };
    struct Held {
        std::string bytes;
        stream::Origin origin;
    };
    // One direction.
    struct Side final : public BodySink {
        Side(Decoder& owner, stream::Direction d);
        void onContent(base::Bytes bytes) override;
        void onContentGap(std::uint64_t length, stream::GapReason reason) override;
        void onTrailers(http::Fields&& trailers) override;
        void onBodyAnomaly(base::AnomalyCode code, std::string detail) override;

        Decoder& decoder;
        stream::Direction direction;
        State state = State::Start;
        /// A head as far as it came, or bytes of which it isn't known yet whether one begins there.
        std::string buffer;
        bool startLineSeen = false;    ///< and found to be one
        bool started = false;          ///< MessageStart was said
        std::size_t restart = 0;       ///< where in the buffer the last packet's bytes begin
        bool headIsCut = false;        ///< it ended too early
        stream::Origin messageOrigin;  ///< of the message's first byte
        stream::Origin origin;         ///< of the bytes being read
        std::uint64_t offset = 0;      ///< stream offset after the bytes read so far
        bool atPacketStart = true;     ///< the next byte is the first one of its packet
        bool afterGap = false;         ///< no byte came since the last gap
        char lastByte = '\n';          ///< before the next byte
        std::uint64_t key = 0;
        BodyReader body;
        bool expectsContinue = false;  ///< the request waits for 100 (RFC 9110 section 10.1.1)
        bool isConnect = false;        ///< the request being read asks for a tunnel
        MissingBytes missing;          ///< of the message that is being read
        bool junkReported = false;     ///< for this run of bytes that are no message
        std::uint64_t restOffset = 0;  ///< in the other protocol's stream
    };

    [[nodiscard]] Side& side(stream::Direction direction) {
        return sides_[stream::index(direction)];
    }
    // Tells the commons what is kept now; returns how much of it is heads.
    std::size_t tellCommons() {
        const std::size_t heads = sides_[0].buffer.size() + sides_[1].buffer.size() + heldBytes_;
        commons_.headBytes += heads - taken_.headBytes;
        commons_.outstanding += outstanding_.size() - taken_.outstanding;
        taken_ = {heads, outstanding_.size()};
        return heads;
    }
    void giveUpHeads();
    void onData(Side& s, base::Bytes bytes);
    static std::size_t onStart(Side& s, std::string_view text);
    std::size_t onHead(Side& s, std::string_view text);
    std::size_t onBody(Side& s, base::Bytes bytes);
    std::size_t onBodyBytes(Side& s, base::Bytes bytes);
    static std::size_t onLost(Side& s, std::string_view text);
    static std::optional<std::size_t> onCandidate(Side& s, std::string_view text);
    std::optional<std::size_t> lookForNextMessage(Side& s, std::string_view text);
    void takeBufferAsContent(Side& s);
    static void continueAsHead(Side& s);
    void restartHead(Side& s, std::size_t before);
    void onGap(const stream::Gap& gap);
    std::uint64_t onGapInBody(Side& s, const stream::Gap& gap);
    void loseRequest(const stream::Gap& gap);
    void onEnd(const stream::End& end);
    void endHeld();

    void startMessage(Side& s);
    void finishHead(Side& s, std::string&& bytes, bool isCut = false);
    void finishRequestHead(Side& s, std::string&& bytes);
    void finishResponseHead(Side& s, std::string&& bytes);
    void finishMessage(Side& s, bool complete);
    void endMessage(Side& s, bool complete);
    void reportMissing(std::uint64_t key, const Side& s, const MissingBytes& missing,
                       std::size_t messages = 1);
    [[nodiscard]] static bool hasReadableStartLine(const Side& s, std::string_view head);
    void cutHead(Side& s, std::string detail);
    void loseMessage(Side& s);
    void beginJunk(Side& s, std::string_view text);
    void reportFields(Side& s, const http::FieldLines& lines, bool startLineWellFormed);
    [[nodiscard]] bool mayLackContent(const Side& s) const;
    void forgetRequest(const Side& s, std::size_t place, std::size_t lostTogether = 1);
    void takeAnsweredRequest(Side& s);
    void afterFinalResponse(Side& s);
    void handOver(std::uint64_t key, std::string protocol);
    void handOverSide(Side& s);
    void forward(Side& s, base::Bytes bytes, const stream::Origin& origin);
    void releaseHeld(Side& s);
    [[nodiscard]] static Likeness likeness(const Side& s, std::string_view text);

    void emit(const Side& s, const stream::Origin& origin,
              decltype(http::MessageEvent::what)&& what);
    void anomaly(const Side& s, base::AnomalyCode code, std::string detail);

    http::MessageSink& messages_;
    stream::Sink& rest_;
    Commons& commons_;
    Commons taken_;  // of them
    Limits limits_;
    std::array<Side, 2> sides_;
    FieldLineCache requestFieldLines_;
    std::deque<Outstanding> outstanding_;  // requests without their final response, oldest first
    std::vector<Held> held_;
    std::size_t heldBytes_ = 0;
    std::optional<stream::End> heldEnd_;  // of the client's side, after what is held
    std::uint64_t nextKey_;
    bool pipelined_ = false;         // several requests were outstanding without any loss
    bool responsesLost_ = false;     // since the last response head
    MissingBytes missingResponses_;  // of them
    bool responseUnasked_ = false;   // the last response had no request
    /// Of the client's side, where a response without a request came before they were missed: that
    /// one's request, or one that is still to be answered.
    std::optional<stream::Gap> lostRequest_;
    bool handingOver_ = false;
};

}  // namespace hark::http1
