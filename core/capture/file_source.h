#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/capture/limits.h"
#include "core/capture/packet_source.h"
#include "core/capture/record_buffer.h"

namespace hark::capture {

/// How long a packet may claim to be in a capture that announces this snap length.
[[nodiscard]] std::uint32_t maximumPacket(std::uint32_t announcedSnapLength);

/// What the readers of all capture file formats have in common.
class FileSource : public PacketSource {
public:
    FileSource(RecordBuffer buffer, std::string name, std::uint32_t captureNumber);

    ReadStatus next(Packet& packet) final;
    [[nodiscard]] const std::string& damage() const final { return damage_; }
    [[nodiscard]] std::uint64_t bytesRead() const final { return buffer_.input().bytesRead(); }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const final {
        return buffer_.input().bytesTotal();
    }
    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const override { return {}; }
    [[nodiscard]] std::string digest() const final { return buffer_.input().digest(); }
    void whenIdle(std::function<bool()> idle) final { buffer_.input().whenIdle(std::move(idle)); }

protected:
    /// Reads one record and sets all of the packet but its number.
    virtual ReadStatus read(Packet& packet) = 0;

    [[nodiscard]] RecordBuffer& buffer() { return buffer_; }
    [[nodiscard]] const std::string& name() const { return name_; }

    /// The first `count` bytes at data() belong to the packet that is handed out now, and are
    /// passed over at the next call.
    void hold(std::size_t count) { held_ = count; }

    /// The input ended before a record was whole, or properly between two of them.
    ReadStatus ended();
    /// The record at the present offset makes no sense; `what` completes "at byte 17 ...".
    ReadStatus damaged(std::string_view what);

private:
    ReadStatus stop(ReadStatus status, std::string damage = {});
    [[nodiscard]] std::string readSoFar() const;

    RecordBuffer buffer_;
    std::string name_;
    std::uint32_t captureNumber_;
    std::uint64_t packets_ = 0;
    std::size_t held_ = 0;
    std::optional<ReadStatus> stopped_;
    std::string damage_;
};

}  // namespace hark::capture
