#include "core/tls/handshake_observer.h"

#include <algorithm>
#include <variant>

#include "core/base/byte_reader.h"
#include "core/tls/record.h"

namespace hark::tls {

namespace {

constexpr std::size_t kRecordHeader = 5;
constexpr std::size_t kMessageHeader = 4;
constexpr unsigned char kHandshake = 22;

}  // namespace

void HelloReader::feed(base::Bytes bytes) {
    while (!isDone_ && !bytes.empty()) {
        if (leftInRecord_ == 0) {
            readHeader(bytes);
        } else {
            readBody(bytes);
        }
    }
}

void HelloReader::readHeader(base::Bytes& bytes) {
    const std::size_t wanted = std::min(kRecordHeader - header_.size(), bytes.size());
    header_ += base::asText(bytes.first(wanted));
    bytes = bytes.subspan(wanted);
    if (header_.size() < kRecordHeader) return;
    base::ByteReader reader(base::asBytes(header_));
    // Handshake messages don't interleave with other records (RFC 8446 section 5.1).
    if (reader.u8() != kHandshake || !looksLikeRecord(base::asBytes(header_))) return stop();
    reader.skip(2);
    leftInRecord_ = reader.u16be();
    header_.clear();
}

void HelloReader::readBody(base::Bytes& bytes) {
    const std::size_t taken = std::min(leftInRecord_, bytes.size());
    const std::size_t kept = std::min(taken, limit_ - std::min(limit_, message_.size()));
    message_ += base::asText(bytes.first(kept));
    leftInRecord_ -= taken;
    bytes = bytes.subspan(taken);
    if (message_.size() < kMessageHeader) return;
    base::ByteReader reader(base::asBytes(message_));
    reader.skip(1);
    const std::size_t whole = kMessageHeader + reader.u24be();
    if (message_.size() < std::min(whole, limit_)) return;
    message_.resize(std::min(whole, message_.size()));
    stop();
}

void HandshakeObserver::on(const stream::Event& event) {
    std::visit(
        [this](const auto& what) {
            HelloReader& reader = readers_.at(stream::index(what.direction));
            if (reader.isDone()) return;
            if constexpr (std::is_same_v<std::decay_t<decltype(what)>, stream::Data>) {
                reader.feed(what.bytes);
            } else {
                reader.stop();
            }
            if (reader.isDone()) finish(reader);
        },
        event);
}

void HandshakeObserver::finish(HelloReader& reader) {
    ClientHello client = readClientHello(reader.message());
    if (!client.version.empty()) client_ = std::move(client);
    ServerHello server = readServerHello(reader.message());
    if (!server.version.empty()) server_ = std::move(server);
    reader.release();
}

}  // namespace hark::tls
