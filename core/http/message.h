#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/anomaly.h"
#include "core/base/bytes.h"
#include "core/http/fields.h"
#include "core/stream/event.h"

namespace hark::http {

/// The numbers are those of exchange.protocol in a case.
enum class Version : std::uint8_t { Http10 = 10, Http11 = 11, Http2 = 20, Http3 = 30 };
/// "HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3".
[[nodiscard]] std::string_view toString(Version version);

/// RFC 9112 section 3. `fields.bytes()` begins with the request line.
struct RequestHead {
    Fields fields;
    Version version = Version::Http11;
    Span methodSpan;
    Span targetSpan;
    std::uint32_t startLineBytes = 0;  ///< length of the request line with its line end
    /// Its field lines are, byte for byte, those of the request before it on the connection. False
    /// says nothing.
    bool repeatsFields = false;

    [[nodiscard]] std::string_view method() const { return methodSpan.in(fields.bytes()); }
    [[nodiscard]] std::string_view target() const { return targetSpan.in(fields.bytes()); }
};

/// RFC 9112 section 4. `fields.bytes()` begins with the status line.
struct ResponseHead {
    Fields fields;
    Version version = Version::Http11;
    std::uint16_t status = 0;
    Span reasonSpan;
    std::uint32_t startLineBytes = 0;
    /// Of its content, where that is known from the beginning (RFC 9112 section 6.3).
    std::optional<std::uint64_t> contentLength;

    [[nodiscard]] std::string_view reason() const { return reasonSpan.in(fields.bytes()); }
    /// 1xx but 101, which is final (RFC 9110 section 15.2).
    [[nodiscard]] bool isInterim() const { return status / 100 == 1 && status != 101; }
};

/// The first byte of a message was seen; its head follows, or its loss (MessageEnd).
struct MessageStart {
    /// Of a request: bytes of responses were lost before it, so that earlier requests without a
    /// response may have had theirs.
    bool followsLoss = false;
};
/// Content with the framing removed and the content coding kept. Borrowed for the call.
struct Content {
    base::Bytes bytes;
};
/// Content that was sent and not captured.
struct ContentGap {
    std::uint64_t length;
    stream::GapReason reason;
};
struct Trailers {
    Fields fields;
};
struct MessageEnd {
    /// The framing says that the message is whole. False where the connection or the capture ended
    /// first, or where the head was lost. Gaps inside content do not make a message incomplete.
    bool complete;
};
/// The rest of the connection speaks another protocol (CONNECT, 101). Follows the MessageEnd of the
/// response that decided it.
struct HandOver {
    std::string protocol;  ///< "connect", or the Upgrade field's value
};

/// One step of one message. Per message and direction:
/// MessageStart [Head (Content | ContentGap)* [Trailers]] MessageEnd, with Anomaly anywhere
/// between. Interim responses are MessageStart ResponseHead MessageEnd of the same exchange key,
/// before the final response.
struct MessageEvent {
    /// A request and its responses have the same key: the stream id of HTTP/2 and HTTP/3; for
    /// HTTP/1 the decoder's running number of the exchange on the connection, from 0.
    std::uint64_t exchangeKey = 0;
    stream::Direction direction = stream::Direction::ClientToServer;
    stream::Origin origin;
    std::variant<MessageStart, RequestHead, ResponseHead, Content, ContentGap, Trailers, MessageEnd,
                 base::Anomaly, HandOver>
        what;
};

/// Takes what an HTTP decoder understood. Heads may be moved out of the event.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    virtual void on(MessageEvent&& event) = 0;
};

}  // namespace hark::http
