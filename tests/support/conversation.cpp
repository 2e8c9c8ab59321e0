#include "tests/support/conversation.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "core/ip/datagram.h"

namespace hark::test {

namespace {

constexpr std::uint8_t kFin = 0x01;
constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kRst = 0x04;
constexpr std::uint8_t kPush = 0x08;
constexpr std::uint8_t kAck = 0x10;

void put16(std::string& out, std::uint32_t value) {
    out += static_cast<char>(value >> 8U & 0xffU);
    out += static_cast<char>(value & 0xffU);
}
void put32(std::string& out, std::uint32_t value) {
    put16(out, value >> 16U);
    put16(out, value & 0xffffU);
}

std::uint32_t sum16(std::string_view bytes, std::uint32_t sum) {
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const auto high = static_cast<std::uint8_t>(bytes[i]);
        const auto low = i + 1 < bytes.size() ? static_cast<std::uint8_t>(bytes[i + 1]) : 0U;
        sum += (std::uint32_t{high} << 8U) | low;
    }
    return sum;
}

std::uint32_t folded(std::uint32_t sum) {
    while (sum >> 16U != 0)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return ~sum & 0xffffU;
}

void set16(std::string& bytes, std::size_t at, std::uint32_t value) {
    bytes[at] = static_cast<char>(value >> 8U & 0xffU);
    bytes[at + 1] = static_cast<char>(value & 0xffU);
}

std::string addressBytes(const ip::Address& address) {
    const std::size_t length = address.isV6 ? 16 : 4;
    return {reinterpret_cast<const char*>(address.octets.data()), length};
}

std::string ipPacket(const ip::Address& from, const ip::Address& to, std::uint8_t protocol,
                     const std::string& payload) {
    std::string out;
    if (from.isV6) {
        put32(out, 0x60000000U);
        put16(out, static_cast<std::uint32_t>(payload.size()));
        out += static_cast<char>(protocol);
        out += '\x40';
        return out + addressBytes(from) + addressBytes(to) + payload;
    }
    out += "\x45";
    out += '\0';
    put16(out, static_cast<std::uint32_t>(20 + payload.size()));
    put32(out, 0x00014000U);
    out += '\x40';
    out += static_cast<char>(protocol);
    put16(out, 0);
    out += addressBytes(from) + addressBytes(to);
    set16(out, 10, folded(sum16(out, 0)));
    return out + payload;
}

std::string ethernetFrame(const ip::Address& from, const ip::Address& to, std::uint16_t vlan,
                          std::uint8_t protocol, const std::string& payload) {
    std::string frame("\x02\0\0\0\0\x02\x02\0\0\0\0\x01", 12);
    if (vlan != 0) {
        put16(frame, 0x8100);
        put16(frame, vlan);
    }
    put16(frame, from.isV6 ? 0x86dd : 0x0800);
    return frame + ipPacket(from, to, protocol, payload);
}

}  // namespace

Conversation::Conversation() : Conversation(Options{}) {}

Conversation::Conversation(Options options) : options_(options), now_(options.start) {
    Half& client = half(stream::Direction::ClientToServer);
    Half& server = half(stream::Direction::ServerToClient);
    client = {options.client, *ip::parseAddress(options.client.address), options.clientIsn};
    server = {options.server, *ip::parseAddress(options.server.address), options.serverIsn};
}

void Conversation::segment(stream::Direction from, std::uint8_t flags, std::string_view payload,
                           std::uint32_t sequence) {
    const Half& sender = half(from);
    const Half& peer = half(stream::opposite(from));
    std::string tcp;
    put16(tcp, sender.side.port);
    put16(tcp, peer.side.port);
    put32(tcp, sequence);
    put32(tcp, (flags & kAck) != 0 ? peer.next : 0);
    const bool isScaled = options_.windowScale != 0 && (flags & kSyn) != 0;
    tcp += isScaled ? '\x60' : '\x50';
    tcp += static_cast<char>(flags);
    put16(tcp, 65535);
    put32(tcp, 0);
    if (isScaled) put32(tcp, 0x03030000U | std::uint32_t{options_.windowScale} << 8U);
    tcp += payload;
    std::string pseudo = addressBytes(sender.address) + addressBytes(peer.address);
    put32(pseudo, 6);
    put32(pseudo, static_cast<std::uint32_t>(tcp.size()));
    set16(tcp, 16, folded(sum16(tcp, sum16(pseudo, 0))));

    std::string frame =
        ethernetFrame(sender.address, peer.address, options_.vlan, ip::kProtocolTcp, tcp);
    const auto length = static_cast<std::uint32_t>(frame.size());
    packets_.push_back({now_, std::move(frame), length});
    now_ += options_.step;
}

void Conversation::sends(stream::Direction from, std::string_view bytes) {
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, options_.segmentSize);
        segment(from, kAck | kPush, part, half(from).next);
        half(from).next += static_cast<std::uint32_t>(part.size());
        bytes.remove_prefix(part.size());
    }
}

Conversation& Conversation::handshake() {
    segment(stream::Direction::ClientToServer, kSyn, {},
            half(stream::Direction::ClientToServer).next++);
    segment(stream::Direction::ServerToClient, kSyn | kAck, {},
            half(stream::Direction::ServerToClient).next++);
    return clientAcknowledges();
}

Conversation& Conversation::clientSends(std::string_view bytes) {
    sends(stream::Direction::ClientToServer, bytes);
    return *this;
}
Conversation& Conversation::serverSends(std::string_view bytes) {
    sends(stream::Direction::ServerToClient, bytes);
    return *this;
}
Conversation& Conversation::clientAcknowledges() {
    segment(stream::Direction::ClientToServer, kAck, {},
            half(stream::Direction::ClientToServer).next);
    return *this;
}
Conversation& Conversation::serverAcknowledges() {
    segment(stream::Direction::ServerToClient, kAck, {},
            half(stream::Direction::ServerToClient).next);
    return *this;
}
void Conversation::finishes(stream::Direction from) {
    segment(from, kFin | kAck, {}, half(from).next);
    ++half(from).next;
}
Conversation& Conversation::clientFinishes() {
    finishes(stream::Direction::ClientToServer);
    return *this;
}
Conversation& Conversation::serverFinishes() {
    finishes(stream::Direction::ServerToClient);
    return *this;
}
Conversation& Conversation::close() {
    return clientFinishes().serverFinishes().clientAcknowledges();
}
Conversation& Conversation::clientResets() {
    segment(stream::Direction::ClientToServer, kRst, {},
            half(stream::Direction::ClientToServer).next);
    return *this;
}
Conversation& Conversation::serverResets() {
    segment(stream::Direction::ServerToClient, kRst, {},
            half(stream::Direction::ServerToClient).next);
    return *this;
}
Conversation& Conversation::clientProbes() {
    segment(stream::Direction::ClientToServer, kAck, std::string_view("\0", 1),
            half(stream::Direction::ClientToServer).next - 1);
    return *this;
}
Conversation& Conversation::waits(base::Duration duration) {
    now_ += duration;
    return *this;
}
Conversation& Conversation::sendsAt(stream::Direction direction, std::int64_t offset,
                                    std::string_view bytes) {
    return sendsSegment(direction, kAck | kPush, offset, bytes);
}
Conversation& Conversation::sendsSegment(stream::Direction direction, std::uint8_t flags,
                                         std::int64_t offset, std::string_view bytes) {
    const std::uint32_t isn =
        direction == stream::Direction::ClientToServer ? options_.clientIsn : options_.serverIsn;
    segment(direction, flags, bytes, isn + 1 + static_cast<std::uint32_t>(offset));
    return *this;
}
Conversation& Conversation::sendsUnseen(stream::Direction direction, std::uint32_t length) {
    half(direction).next += length;
    return *this;
}

Conversation& Conversation::drop(std::size_t at) {
    packets_.erase(packets_.begin() + static_cast<std::ptrdiff_t>(at));
    return *this;
}
Conversation& Conversation::swap(std::size_t a, std::size_t b) {
    std::swap(packets_[a].bytes, packets_[b].bytes);
    std::swap(packets_[a].wireLength, packets_[b].wireLength);
    return *this;
}
Conversation& Conversation::repeat(std::size_t at, std::size_t before) {
    BuiltPacket copy = packets_[at];
    copy.time = packets_[std::min(before, packets_.size() - 1)].time;
    packets_.insert(packets_.begin() + static_cast<std::ptrdiff_t>(before), std::move(copy));
    return *this;
}
Conversation& Conversation::cutToSnapLength(std::size_t at, std::size_t length) {
    packets_[at].bytes.resize(std::min(length, packets_[at].bytes.size()));
    return *this;
}
Conversation& Conversation::spoilChecksum(std::size_t at) {
    const std::size_t tcp =
        (options_.vlan != 0 ? 18U : 14U) + (halves_[0].address.isV6 ? 40U : 20U);
    packets_[at].bytes[tcp + 16] = static_cast<char>(packets_[at].bytes[tcp + 16] ^ 0x55);
    return *this;
}

BuiltPacket datagram(const Side& from, const Side& to, std::string_view payload,
                     base::Timestamp time) {
    std::string udp;
    put16(udp, from.port);
    put16(udp, to.port);
    put16(udp, static_cast<std::uint32_t>(8 + payload.size()));
    put16(udp, 0);
    udp += payload;
    std::string frame = ethernetFrame(*ip::parseAddress(from.address),
                                      *ip::parseAddress(to.address), 0, ip::kProtocolUdp, udp);
    const auto length = static_cast<std::uint32_t>(frame.size());
    return {time, std::move(frame), length};
}

std::vector<BuiltPacket> merged(const std::vector<const Conversation*>& all) {
    std::vector<BuiltPacket> packets;
    for (const Conversation* conversation : all) {
        packets.insert(packets.end(), conversation->packets().begin(),
                       conversation->packets().end());
    }
    std::stable_sort(packets.begin(), packets.end(),
                     [](const BuiltPacket& a, const BuiltPacket& b) { return a.time < b.time; });
    return packets;
}

void writePcap(const std::string& path, const std::vector<BuiltPacket>& packets) {
    std::ofstream file(path, std::ios::binary);
    const auto u32 = [&file](std::uint64_t value) {
        const auto number = static_cast<std::uint32_t>(value);
        file.write(reinterpret_cast<const char*>(&number), sizeof number);
    };
    u32(0xa1b23c4d);
    u32(0x00040002);
    u32(0);
    u32(0);
    u32(262'144);
    u32(kEthernet);
    for (const BuiltPacket& packet : packets) {
        const auto time = packet.time.time_since_epoch();
        const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
        u32(static_cast<std::uint64_t>(seconds.count()));
        u32(static_cast<std::uint64_t>((time - seconds).count()));
        u32(packet.bytes.size());
        u32(packet.wireLength);
        file.write(packet.bytes.data(), static_cast<std::streamsize>(packet.bytes.size()));
    }
}

}  // namespace hark::test
