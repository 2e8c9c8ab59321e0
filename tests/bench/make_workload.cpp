// Writes a capture of made-up but realistic HTTP/1 traffic, the same bytes for the same arguments:
//
//     make_workload small|large|conns|mixed MEGABYTES OUT.pcap
//
// small  keep-alive exchanges of 200 to 2,000 bytes with cookies, a tenth of them pipelined; half
// of
//        the contents come from a set of files, half are unlike any other
// large  downloads of 0.1 to 2.7 MB, all different
// conns  each exchange on a connection of its own, some addresses and ports used again
// mixed  as small and large together, with 0.3 % of the packets lost, 0.3 % doubled, 1 % late
//
// Prints the number of packets and of exchanges.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace {

constexpr std::size_t kSegment = 1448;
constexpr std::size_t kStaticFiles = 2000;

enum class Kind { Small, Large, Conns, Mixed };

struct Frame {
    std::string bytes;
};

// The capture file, with the faults of a bad line where asked for.
class Wire {
public:
    Wire(std::FILE* file, bool faulty) : file_(file), faulty_(faulty), random_(7) {
        const std::array<std::uint32_t, 6> header{0xa1b23c4d, 0x00040002, 0, 0, 262144, 1};
        std::fwrite(header.data(), 4, header.size(), file_);
    }
    ~Wire() { flushLate(true); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    void send(const std::string& frame, bool mayVanish) {
        const std::uint64_t dice = faulty_ ? random_() % 1000 : 999;
        if (dice < 3 && mayVanish) {
            late_.push_back({packets_ + 40, frame});  // lost; TCP sends it again
        } else if (dice < 6) {
            write(frame);
            write(frame);
        } else if (dice < 16) {
            late_.push_back({packets_ + 3, frame});
        } else {
            write(frame);
        }
        flushLate(false);
    }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] std::uint64_t packets() const { return packets_; }

private:
    struct Late {
        std::uint64_t due;
        std::string frame;
    };
    void flushLate(bool all) {
        for (std::size_t i = 0; i < late_.size();) {
            if (!all && late_[i].due > packets_) {
                ++i;
                continue;
            }
            const std::string frame = std::move(late_[i].frame);
            late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
            write(frame);
        }
    }
    void write(const std::string& frame) {
        now_ += 2'000 + random_() % 3'000;
        const auto length = static_cast<std::uint32_t>(frame.size());
        const std::array<std::uint32_t, 4> record{
            static_cast<std::uint32_t>(1'700'000'000 + now_ / 1'000'000'000),
            static_cast<std::uint32_t>(now_ % 1'000'000'000), length, length};
        std::fwrite(record.data(), 4, record.size(), file_);
        std::fwrite(frame.data(), 1, frame.size(), file_);
        bytes_ += 16 + frame.size();
        ++packets_;
    }

    std::FILE* file_;
    bool faulty_;
    std::mt19937_64 random_;
    std::uint64_t now_ = 0;
    std::uint64_t bytes_ = 24;
    std::uint64_t packets_ = 0;
    std::deque<Late> late_;
};

std::uint32_t checksumPart(std::string_view bytes, std::uint32_t sum) {
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i])) << 8U |
               static_cast<std::uint8_t>(bytes[i + 1]);
        if (sum > 0x7fffffffU) sum = (sum & 0xffffU) + (sum >> 16U);
    }
    if (bytes.size() % 2 == 1) {
        sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes.back())) << 8U;
    }
    return sum;
}

// One TCP connection between a client and the server.
class Connection {
public:
    Connection(Wire& wire, std::uint32_t client, std::uint16_t port, std::uint32_t isn)
        : wire_(wire), client_(client), port_(port) {
        next_ = {isn, isn ^ 0x5a5a5a5aU};
    }
    void open() {
        segment(0, 0x02, {});
        ++next_[0];
        segment(1, 0x12, {});
        ++next_[1];
        segment(0, 0x10, {});
    }
    void sends(std::size_t side, std::string_view bytes) {
        std::size_t count = 0;
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, kSegment);
            segment(side, 0x18, part);
            next_[side] += static_cast<std::uint32_t>(part.size());
            bytes.remove_prefix(part.size());
            if (++count % 8 == 0) segment(1 - side, 0x10, {});
        }
    }
    void acknowledges(std::size_t side) { segment(side, 0x10, {}); }
    void close() {
        segment(0, 0x11, {});
        ++next_[0];
        segment(1, 0x11, {});
        ++next_[1];
        segment(0, 0x10, {});
    }

private:
    static void put16(std::string& out, std::uint32_t value) {
        out += static_cast<char>(value >> 8U & 0xffU);
        out += static_cast<char>(value & 0xffU);
    }
    static void put32(std::string& out, std::uint32_t value) {
        put16(out, value >> 16U);
        put16(out, value & 0xffffU);
    }
    static void set16(std::string& bytes, std::size_t at, std::uint32_t sum) {
        while (sum >> 16U != 0)
            sum = (sum & 0xffffU) + (sum >> 16U);
        sum = ~sum & 0xffffU;
        bytes[at] = static_cast<char>(sum >> 8U);
        bytes[at + 1] = static_cast<char>(sum & 0xffU);
    }
    void segment(std::size_t side, std::uint8_t flags, std::string_view payload) {
        constexpr std::uint32_t kServer = 0xc0000250;  // 192.0.2.80
        std::string& f = frame_;
        f.assign("\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x08\0", 14);
        put16(f, 0x4500);
        put16(f, static_cast<std::uint32_t>(52 + payload.size()));
        put32(f, 0x00014000);
        put32(f, 0x40060000);
        put32(f, side == 0 ? client_ : kServer);
        put32(f, side == 0 ? kServer : client_);
        put16(f, side == 0 ? port_ : 80U);
        put16(f, side == 0 ? 80U : port_);
        put32(f, next_[side]);
        put32(f, (flags & 0x10U) != 0 ? next_[1 - side] : 0U);
        f += '\x80';
        f += static_cast<char>(flags);
        put32(f, 0x01f60000);
        put16(f, 0);
        f.append("\x01\x01\x08\x0a\0\0\0\x01\0\0\0\x01", 12);
        f += payload;
        set16(f, 24, checksumPart(std::string_view(f).substr(14, 20), 0));
        const std::uint32_t pseudo = checksumPart(
            std::string_view(f).substr(26, 8), 6 + static_cast<std::uint32_t>(32 + payload.size()));
        set16(f, 50, checksumPart(std::string_view(f).substr(34), pseudo));
        wire_.send(f, !payload.empty());
    }

    Wire& wire_;
    std::uint32_t client_;
    std::uint16_t port_;
    std::array<std::uint32_t, 2> next_{};
    std::string frame_;
};

// A client with its connection and its cookie.
struct Visitor {
    std::unique_ptr<Connection> connection;
    std::string cookie;
    unsigned left = 0;  // exchanges on this connection
};

class Traffic {
public:
    Traffic(Kind kind, Wire& wire) : kind_(kind), wire_(wire), random_(42) {}

    void step() {
        const std::size_t at = random_() % kVisitors;
        Visitor& visitor = visitors_[at];
        if (visitor.left == 0) reconnect(visitor, static_cast<std::uint32_t>(at));
        const bool isLarge = kind_ == Kind::Large || (kind_ == Kind::Mixed && random_() % 400 == 0);
        if (isLarge) {
            download(visitor);
        } else {
            exchange(visitor, kind_ != Kind::Conns && random_() % 10 == 0 ? 2 : 1);
        }
        if (--visitor.left == 0) {
            visitor.connection->close();
            visitor.connection.reset();
        }
    }
    void finish() {
        for (Visitor& visitor : visitors_) {
            if (visitor.connection) visitor.connection->close();
        }
    }
    [[nodiscard]] std::uint64_t exchanges() const { return exchanges_; }

private:
    static constexpr std::size_t kVisitors = 200;

    void reconnect(Visitor& visitor, std::uint32_t at) {
        // Ports repeat after a while, as they do on a busy client.
        visitor.connection = std::make_unique<Connection>(
            wire_, 0x0a000000U + at,
            static_cast<std::uint16_t>(32768 + connections_ / kVisitors % 4000),
            static_cast<std::uint32_t>(random_()));
        ++connections_;
        visitor.connection->open();
        visitor.left = kind_ == Kind::Conns ? 1 : 20 + static_cast<unsigned>(random_() % 100);
        if (visitor.cookie.empty()) {
            visitor.cookie =
                fmt::format("sid={:016x}{:016x}; theme=dark; lang=en", random_(), random_());
        }
    }
    [[nodiscard]] std::string request(const Visitor& visitor, std::string_view target) const {
        return fmt::format(
            "GET {} HTTP/1.1\r\nHost: shop.example.test\r\nUser-Agent: Mozilla/5.0 (X11; Linux "
            "x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\nAccept: */*\r\nAccept-Language: "
            "en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n"
            "Cookie: {}\r\n\r\n",
            target, visitor.cookie);
    }
    [[nodiscard]] std::string head(std::size_t length, std::string_view type,
                                   std::string_view more) const {
        const std::uint64_t second = wire_.packets() / 250'000;
        return fmt::format(
            "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 21 Nov 2026 10:{:02}:{:02} "
            "GMT\r\n"
            "Content-Type: {}\r\nContent-Length: {}\r\nConnection: keep-alive\r\n{}\r\n",
            second / 60 % 60, second % 60, type, length, more);
    }
    void exchange(Visitor& visitor, int count) {
        std::string responses;
        for (int i = 0; i < count; ++i) {
            ++exchanges_;
            if (random_() % 2 == 0) {
                const std::uint64_t file = random_() % kStaticFiles;
                visitor.connection->sends(
                    0, request(visitor, fmt::format("/static/file-{}.css", file)));
                std::mt19937_64 fixed(file);
                const std::string content = text(fixed, 100 + fixed() % 1500);
                responses +=
                    head(content.size(), "text/css",
                         fmt::format("ETag: \"{:x}\"\r\nCache-Control: max-age=3600\r\n", file)) +
                    content;
            } else {
                visitor.connection->sends(
                    0, request(visitor, fmt::format("/api/items/{}?page={}", random_() % 100'000,
                                                    random_() % 10)));
                const std::string content = text(random_, 60 + random_() % 900);
                responses +=
                    head(content.size(), "application/json", "Cache-Control: no-store\r\n") +
                    content;
            }
        }
        visitor.connection->sends(1, responses);
        if (random_() % 2 == 0) visitor.connection->acknowledges(0);
    }
    void download(Visitor& visitor) {
        ++exchanges_;
        visitor.connection->sends(0, request(visitor, fmt::format("/download/{}.bin", exchanges_)));
        std::string content(100'000 + random_() % 2'600'000, '\0');
        for (std::size_t i = 0; i + 8 <= content.size(); i += 8) {
            const std::uint64_t word = random_();
            std::memcpy(content.data() + i, &word, 8);
        }
        visitor.connection->sends(1,
                                  head(content.size(), "application/octet-stream", "") + content);
        visitor.connection->acknowledges(0);
    }
    static std::string text(std::mt19937_64& random, std::size_t length) {
        constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz {}:,\"0123456789\n";
        std::string out(length, ' ');
        for (std::size_t i = 0; i < length; i += 8) {
            std::uint64_t word = random();
            for (std::size_t k = i; k < std::min(i + 8, length); ++k, word >>= 8U) {
                out[k] = kLetters[(word & 0xffU) % kLetters.size()];
            }
        }
        return out;
    }

    Kind kind_;
    Wire& wire_;
    std::mt19937_64 random_;
    std::array<Visitor, kVisitors> visitors_;
    std::uint64_t connections_ = 0;
    std::uint64_t exchanges_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    const std::array<std::string_view, 4> names{"small", "large", "conns", "mixed"};
    const auto* name = argc == 4 ? std::find(names.begin(), names.end(), argv[1]) : names.end();
    if (name == names.end()) {
        fmt::print(stderr, "usage: make_workload small|large|conns|mixed MEGABYTES OUT.pcap\n");
        return 2;
    }
    const auto kind = static_cast<Kind>(name - names.begin());
    const std::uint64_t bytes = std::strtoull(argv[2], nullptr, 10) * 1'000'000;
    std::FILE* file = std::fopen(argv[3], "wb");
    if (file == nullptr) {
        std::perror(argv[3]);
        return 1;
    }
    std::uint64_t packets = 0;
    std::uint64_t exchanges = 0;
    {
        Wire wire(file, kind == Kind::Mixed);
        Traffic traffic(kind, wire);
        while (wire.bytes() < bytes)
            traffic.step();
        traffic.finish();
        packets = wire.packets();
        exchanges = traffic.exchanges();
    }
    std::fclose(file);
    fmt::print("{} packets, {} exchanges\n", packets, exchanges);
    return 0;
}
