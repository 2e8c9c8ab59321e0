#include "core/capture/pcapng_writer.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <poll.h>
#include <unistd.h>

#include "core/capture/pcapng_format.h"

namespace hark::capture {
namespace {

using namespace pcapng;

/// What is gathered before it is written; as much as a pipe takes at once.
constexpr std::size_t kFlushSize = 65'536;
constexpr std::uint8_t kNanoseconds = 9;

}  // namespace

PcapngWriter::PcapngWriter(int descriptor) : descriptor_(descriptor) {
    pending_.reserve(2 * kFlushSize);
}

base::Status PcapngWriter::begin(std::string_view application) {
    beginBlock(kSectionHeader);
    u32(kByteOrderMagic);
    u16(1);  // version 1.0
    u16(0);
    u64(~std::uint64_t{0});  // of unknown length
    option(kUserApplication, application);
    option(kEndOfOptions, {});
    return endBlock();
}

base::Result<std::uint32_t> PcapngWriter::addInterface(std::string_view name, LinkType linkType,
                                                       std::uint32_t snapLength) {
    beginBlock(kInterfaceDescription);
    u16(static_cast<std::uint16_t>(linkType));
    u16(0);
    u32(snapLength);
    option(kInterfaceName, name);
    const char resolution = kNanoseconds;
    option(kTimeResolution, {&resolution, 1});
    option(kEndOfOptions, {});
    const base::Status status = endBlock();
    if (!status) return status.error();
    return interfaces_++;
}

base::Status PcapngWriter::write(const Packet& packet, std::uint32_t interface) {
    beginBlock(kEnhancedPacket);
    u32(interface);
    time(packet.time);
    u32(static_cast<std::uint32_t>(packet.bytes.size()));
    u32(packet.wireLength);
    raw(packet.bytes.data(), packet.bytes.size());
    pad();
    return endBlock();
}

base::Status PcapngWriter::writeStatistics(std::uint32_t interface, base::Timestamp at,
                                           const InterfaceStatistics& statistics) {
    const auto count = [this](std::uint16_t code, std::uint64_t value) {
        u16(code);
        u16(sizeof value);
        u64(value);
    };
    beginBlock(kInterfaceStatistics);
    u32(interface);
    time(at);
    count(kReceived, statistics.received);
    count(kDroppedByInterface, statistics.droppedByInterface);
    count(kDroppedBySystem, statistics.droppedBySystem);
    option(kEndOfOptions, {});
    return endBlock();
}

base::Status PcapngWriter::flush() {
    std::size_t written = 0;
    while (error_.empty() && written < pending_.size()) {
        const ssize_t count =
            ::write(descriptor_, pending_.data() + written, pending_.size() - written);
        if (count >= 0) {
            written += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            pollfd wanted{descriptor_, POLLOUT, 0};
            static_cast<void>(::poll(&wanted, 1, -1));
        } else if (errno != EINTR) {
            error_ = "can't write the capture: " + std::generic_category().message(errno);
        }
    }
    pending_.clear();
    if (!error_.empty()) return base::Error{error_};
    return base::Done{};
}

void PcapngWriter::beginBlock(std::uint32_t type) {
    blockBegin_ = pending_.size();
    u32(type);
    u32(0);  // the length, when it is known
}

base::Status PcapngWriter::endBlock() {
    const auto length =
        static_cast<std::uint32_t>(pending_.size() - blockBegin_ + sizeof(std::uint32_t));
    u32(length);
    std::memcpy(pending_.data() + blockBegin_ + sizeof length, &length, sizeof length);
    if (pending_.size() >= kFlushSize) return flush();
    if (!error_.empty()) return base::Error{error_};
    return base::Done{};
}

void PcapngWriter::u16(std::uint16_t value) {
    raw(&value, sizeof value);
}

void PcapngWriter::u32(std::uint32_t value) {
    raw(&value, sizeof value);
}

void PcapngWriter::u64(std::uint64_t value) {
    raw(&value, sizeof value);
}

void PcapngWriter::time(base::Timestamp at) {
    const auto ticks = static_cast<std::uint64_t>(at.time_since_epoch().count());
    u32(static_cast<std::uint32_t>(ticks >> 32U));
    u32(static_cast<std::uint32_t>(ticks));
}

void PcapngWriter::raw(const void* bytes, std::size_t count) {
    const char* const first = static_cast<const char*>(bytes);
    pending_.insert(pending_.end(), first, first + count);
}

void PcapngWriter::pad() {
    const std::size_t length = pending_.size() - blockBegin_;
    pending_.resize(blockBegin_ + padded(length));
}

void PcapngWriter::option(std::uint16_t code, std::string_view value) {
    const std::string_view kept = value.substr(0, 0xffff);
    u16(code);
    u16(static_cast<std::uint16_t>(kept.size()));
    raw(kept.data(), kept.size());
    pad();
}

}  // namespace hark::capture
