#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/stream/event.h"
#include "core/tls/client_hello.h"
#include "core/tls/limits.h"
#include "core/tls/server_hello.h"

namespace hark::tls {

/// Puts the first handshake message of one direction together, over whatever records and segments
/// it is spread (RFC 8446 section 5.1).
class HelloReader {
public:
    explicit HelloReader(const Limits& limits) : limit_(limits.helloBytes) {}

    /// The next bytes of the direction. Nothing more is read once isDone().
    void feed(base::Bytes bytes);
    /// Bytes are missing: what came before is all that there is.
    void stop() { isDone_ = true; }
    /// The message is whole, longer than the limit, or no handshake message comes first.
    [[nodiscard]] bool isDone() const { return isDone_; }
    /// From its type on, as far as it came; empty where no handshake message comes first.
    [[nodiscard]] base::Bytes message() const { return base::asBytes(message_); }
    void release() { message_ = {}; }

private:
    void readHeader(base::Bytes& bytes);
    void readBody(base::Bytes& bytes);

    std::size_t limit_;
    std::string header_;  // of a record, as far as it came
    std::string message_;
    std::size_t leftInRecord_ = 0;
    bool isDone_ = false;
};

/// Takes a TLS connection's stream and keeps what both hellos say in the clear; a hello counts for
/// the side that such a message comes from, whichever direction the transport took for it.
class HandshakeObserver final : public stream::Sink {
public:
    explicit HandshakeObserver(const Limits& limits)
        : readers_{HelloReader(limits), HelloReader(limits)} {}

    void on(const stream::Event& event) override;

    [[nodiscard]] const ClientHello& client() const { return client_; }
    [[nodiscard]] const ServerHello& server() const { return server_; }

private:
    void finish(HelloReader& reader);

    std::array<HelloReader, 2> readers_;  // by stream::index(Direction)
    ClientHello client_;
    ServerHello server_;
};

}  // namespace hark::tls
