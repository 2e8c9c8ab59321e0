#include "core/dns/stream_reader.h"

#include <variant>

#include "core/base/byte_reader.h"

namespace hark::dns {

StreamReader::StreamReader(const ip::Endpoint& client, const ip::Endpoint& server,
                           std::uint32_t scope, const Limits& limits, Budget& budget,
                           Observer& observer)
    : client_(client),
      server_(server),
      scope_(scope),
      limits_(limits),
      budget_(budget),
      observer_(observer) {}

StreamReader::~StreamReader() {
    stop(0);
    stop(1);
}

void StreamReader::stop(std::size_t side) {
    budget_.held -= held_.at(side).size();
    held_.at(side) = {};
    stopped_.at(side) = true;
}

void StreamReader::on(const stream::Event& event) {
    if (const auto* data = std::get_if<stream::Data>(&event)) {
        if (!stopped_.at(stream::index(data->direction))) feed(*data);
    } else {
        std::visit([this](const auto& what) { stop(stream::index(what.direction)); }, event);
    }
}

void StreamReader::feed(const stream::Data& data) {
    constexpr std::size_t kLengthBytes = 2;
    const std::size_t side = stream::index(data.direction);
    const bool fromClient = data.direction == stream::Direction::ClientToServer;
    const Carrier carrier{fromClient ? client_ : server_, fromClient ? server_ : client_, scope_,
                          data.origin};
    std::string& held = held_.at(side);
    const bool isContinued = !held.empty();
    budget_.held -= held.size();
    if (isContinued) held += base::asText(data.bytes);
    base::ByteReader reader(isContinued ? base::asBytes(held) : data.bytes);
    std::size_t whole = 0;
    while (reader.remaining() >= kLengthBytes) {
        const std::size_t length = reader.u16be();
        if (length > limits_.streamMessage) {
            if (isDns_) ++budget_.refused;  // else something else is spoken here
            held = {};
            return stop(side);
        }
        if (length > reader.remaining()) break;
        isDns_ |= observer_.onMessage(carrier, reader.take(length));
        whole = reader.position();
    }
    if (isContinued) {
        held.erase(0, whole);
    } else {
        held = base::asText(data.bytes.subspan(whole));
    }
    if (budget_.held + held.size() > limits_.streamBytes) {
        ++budget_.refused;
        held = {};
        return stop(side);
    }
    budget_.held += held.size();
}

}  // namespace hark::dns
