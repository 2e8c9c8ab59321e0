#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "core/base/bytes.h"
#include "core/http1/framing.h"
#include "core/http1/limits.h"
#include "core/stream/event.h"

namespace hark::http1 {

/// Takes what a BodyReader finds.
class BodySink {
public:
    virtual ~BodySink() = default;
    virtual void onContent(base::Bytes bytes) = 0;
    virtual void onContentGap(std::uint64_t length, stream::GapReason reason) = 0;
    virtual void onTrailers(http::Fields&& trailers) = 0;
    virtual void onBodyAnomaly(base::AnomalyCode code, std::string detail) = 0;
};

/// Removes the framing from one message's content, whichever it is (RFC 9112 sections 6 and 7).
class BodyReader {
public:
    enum class State : std::uint8_t {
        Reading,
        Done,  ///< the framing says that the content is whole
        Lost,  ///< the framing can't be followed any further
    };

    explicit BodyReader(const Limits& limits) : limits_(limits) {}

    void begin(const Framing& framing);
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool hasBegun() const { return begun_; }

    /// The content's length at its beginning, where the head says it; else the largest number.
    [[nodiscard]] std::uint64_t announced() const {
        return step_ == Step::Length ? remaining_ : std::numeric_limits<std::uint64_t>::max();
    }

    /// Takes as much of the bytes as belongs to the message and returns how much that is; all of
    /// them while the state stays Reading.
    std::size_t onBytes(base::Bytes bytes, BodySink& sink);
    /// Returns how much of the gap belongs to the message.
    std::uint64_t onGap(std::uint64_t length, stream::GapReason reason, BodySink& sink);
    /// The connection ended. Returns whether that makes the message whole.
    [[nodiscard]] bool isWholeAtEnd(stream::EndReason reason) const;

private:
    enum class Step : std::uint8_t { Length, UntilClose, ChunkSize, ChunkData, ChunkEnd, Trailers };

    std::size_t onCounted(base::Bytes bytes, BodySink& sink);
    std::size_t onChunkSize(base::Bytes bytes, BodySink& sink);
    std::size_t onChunkEnd(base::Bytes bytes, BodySink& sink);
    std::size_t onTrailerBytes(base::Bytes bytes, BodySink& sink);
    void afterCounted();
    void parseChunkSize(BodySink& sink);
    void lose(BodySink& sink, std::string detail);

    const Limits& limits_;
    State state_ = State::Done;
    Step step_ = Step::Length;
    bool begun_ = false;
    std::uint64_t remaining_ = 0;  // of the content or of the chunk
    std::string line_;             // a chunk size line or the trailer section, as far as it came
};

}  // namespace hark::http1
