#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/capture/packet_source.h"

namespace hark::capture::test {

/// Puts a file together, number by number, in either byte order.
class FileBytes {
public:
    explicit FileBytes(std::endian order = std::endian::little) : order_(order) {}

    FileBytes& u8(std::uint64_t value) { return number(value, 1); }
    FileBytes& u16(std::uint64_t value) { return number(value, 2); }
    FileBytes& u32(std::uint64_t value) { return number(value, 4); }
    FileBytes& u64(std::uint64_t value) { return number(value, 8); }
    FileBytes& text(const std::string& characters) {
        bytes_ += characters;
        return *this;
    }
    /// Padded to a multiple of four bytes.
    FileBytes& padded(const std::string& characters) {
        return text(characters + std::string((4 - characters.size() % 4) % 4, '\0'));
    }
    /// A pcapng block around a body, padded.
    FileBytes& block(std::uint32_t type, FileBytes body) {
        while (body.bytes_.size() % 4 != 0)
            body.u8(0);
        const std::size_t length = body.bytes_.size() + 12;
        return u32(type).u32(length).text(body.bytes_).u32(length);
    }
    [[nodiscard]] FileBytes empty() const { return FileBytes(order_); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    FileBytes& number(std::uint64_t value, unsigned size) {
        for (unsigned i = 0; i < size; ++i) {
            const unsigned at = order_ == std::endian::little ? i : size - 1 - i;
            bytes_ += static_cast<char>(value >> 8U * at & 0xffU);
        }
        return *this;
    }
    std::endian order_;
    std::string bytes_;
};

/// A pcap file of packets that don't compress well.
inline std::string capture(std::size_t packets) {
    FileBytes file;
    file.u32(0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(1);
    std::uint64_t state = 1;
    for (std::size_t i = 1; i <= packets; ++i) {
        file.u32(i).u32(0).u32(16).u32(16);
        state = state * 6364136223846793005U + 1442695040888963407U;
        file.text(fmt::format("{:016x}", state));
    }
    return file.bytes();
}

/// A directory that goes away with the test.
class Directory {
public:
    Directory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "hark-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data()) != nullptr ? pattern : "";
    }
    ~Directory() { std::filesystem::remove_all(path_); }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    [[nodiscard]] std::string path() const { return path_; }
    /// Writes a file and gives its path.
    [[nodiscard]] std::string file(const std::string& bytes,
                                   const std::string& name = "file") const {
        const std::string path = path_ + "/" + name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

private:
    std::string path_;
};

/// Reads to the end. One line a packet: number, link type, time in ns, bytes, "+3" where three were
/// cut; then what ended it, without the file's directory.
inline std::vector<std::string> readAll(PacketSource& source) {
    std::vector<std::string> lines;
    Packet packet;
    ReadStatus status = ReadStatus::Packet;
    while ((status = source.next(packet)) == ReadStatus::Packet) {
        std::string line =
            fmt::format("{} {} {} {}", packet.ref.number, packet.linkType,
                        packet.time.time_since_epoch().count(), base::asText(packet.bytes));
        if (packet.wireLength != packet.bytes.size()) {
            line += fmt::format("+{}", packet.wireLength - packet.bytes.size());
        }
        lines.push_back(line);
    }
    const std::string damage = source.damage();
    lines.push_back(status == ReadStatus::End ? "end" : damage.substr(damage.rfind('/') + 1));
    return lines;
}

/// A line for each note that comes from reading to the end, and for each packet "packet N".
inline std::vector<std::string> notesOf(const std::string& bytes) {
    const Directory directory;
    auto source = openFile(directory.file(bytes), 1);
    if (!source) return {source.error().message};
    std::vector<std::string> lines;
    (*source)->onNote([&](const Note& note) {
        if (const auto* comment = std::get_if<Comment>(&note)) {
            lines.push_back(fmt::format("comment {} {}", comment->packet, comment->text));
        } else if (const auto* host = std::get_if<HostName>(&note)) {
            lines.push_back(fmt::format("host {} {}", base::toHex(host->address), host->name));
        } else {
            const Secrets& secrets = std::get<Secrets>(note);
            lines.push_back(
                fmt::format("{} {}", secretsKind(secrets.type), base::asText(secrets.bytes)));
        }
    });
    Packet packet;
    while ((*source)->next(packet) == ReadStatus::Packet)
        lines.push_back(fmt::format("packet {}", packet.ref.number));
    return lines;
}

/// As readAll() for a file of these bytes; the error alone where it doesn't open.
inline std::vector<std::string> readBytes(const std::string& bytes) {
    const Directory directory;
    auto source = openFile(directory.file(bytes), 1);
    if (!source) {
        const std::string& message = source.error().message;
        return {message.substr(directory.path().size() + 1)};
    }
    return readAll(**source);
}

}  // namespace hark::capture::test
