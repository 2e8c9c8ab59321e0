#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/capture/limits.h"
#include "core/capture/packet_source.h"
#include "core/capture/record_buffer.h"

namespace hark::capture {

/// How long a packet may claim to be in a capture that announces this snap length.
[[nodiscard]] std::uint32_t maximumPacket(std::uint32_t announcedSnapLength);

/// How much of a frame check sequence is to be cut where the capture announces one of that length.
/// Link types whose packets have headers that say it themselves are left to the link stage.
[[nodiscard]] std::uint32_t frameCheckLength(LinkType linkType, std::uint32_t announced);

/// Takes a frame check sequence off the end of a packet, or as much of it as was captured.
inline void cutFrameCheck(Packet& packet, std::uint32_t length) {
    packet.wireLength -= std::min(packet.wireLength, length);
    packet.bytes =
        packet.bytes.first(std::min<std::size_t>(packet.bytes.size(), packet.wireLength));
}

/// What the readers of all capture file formats have in common: numbering, notes, and what to do
/// where the file is cut or damaged.
class FileSource : public PacketSource {
public:
    FileSource(RecordBuffer buffer, std::string name, std::uint32_t captureNumber);

    ReadStatus next(Packet& packet) final;
    void beforeMoving(std::function<void()> save) final { buffer_.beforeMoving(std::move(save)); }
    void onNote(std::function<void(const Note&)> take) final { takeNote_ = std::move(take); }
    [[nodiscard]] const std::string& damage() const final { return damage_; }
    [[nodiscard]] std::uint64_t bytesRead() const final { return buffer_.input().bytesRead(); }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const final {
        return buffer_.input().bytesTotal();
    }
    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const override { return {}; }
    [[nodiscard]] const PassedOver& passedOver() const final { return passedOver_; }
    [[nodiscard]] std::string digest() const final { return buffer_.input().digest(); }
    void whenIdle(std::function<bool()> idle) final { buffer_.input().whenIdle(std::move(idle)); }

protected:
    /// Reads one record and sets all of the packet but its number.
    virtual ReadStatus read(Packet& packet) = 0;
    /// Whether it is beyond doubt that a record begins at data(). Looks no further than
    /// kSearchWindow.
    virtual bool recordBegins() = 0;

    [[nodiscard]] RecordBuffer& buffer() { return buffer_; }

    /// The first `count` bytes at data() belong to the packet that is handed out now, and are
    /// passed over at the next call.
    void hold(std::size_t count) { held_ = count; }

    /// The input ended before a record was whole, or properly between two of them.
    ReadStatus ended();
    /// The record at the present offset makes no sense; `what` completes "at byte 17 ...". Where
    /// it is certain all the same how long it is, `length` says so.
    ReadStatus damaged(std::string what, std::size_t length = 0);
    /// The end of a message about a capture that ended() or damaged() refuse to begin with.
    [[nodiscard]] std::string refusal() const;

    /// Whether records chain from data() on: several of them in a row, or fewer up to the end of
    /// the input. `lengthAt(at)` says how long the one is whose header is available there; 0 where
    /// there can be none.
    template <typename LengthAt>
    bool recordsChain(std::size_t header, LengthAt lengthAt);
    /// Whether a record that is looked at after damage is of about the time of packets before it:
    /// either of two, as one may have been spoilt already.
    [[nodiscard]] bool isNearOthers(std::int64_t seconds) const;

    void take(const Note& note);
    /// That the packet which read() makes will get.
    [[nodiscard]] std::uint64_t nextNumber() const { return packets_ + 1; }
    [[nodiscard]] PassedOver& passed() { return passedOver_; }

private:
    /// A place that can't be read.
    struct Fault {
        std::uint64_t offset;
        std::string what;      ///< empty: the input ends there
        std::uint64_t length;  ///< 0 where that isn't known
    };

    void takeSample(base::Timestamp time);
    ReadStatus readOn(Packet& packet, ReadStatus status);
    bool passOverFault();
    ReadStatus stop(ReadStatus status, std::string_view why);
    [[nodiscard]] static std::string describe(const Fault& fault);
    [[nodiscard]] std::string describeDamage(std::string_view why) const;

    RecordBuffer buffer_;
    std::string name_;
    std::uint32_t captureNumber_;
    std::uint64_t packets_ = 0;
    std::array<base::Timestamp, 2> samples_{};  // times of earlier packets
    std::size_t held_ = 0;
    std::optional<ReadStatus> stopped_;
    std::string damage_;

    std::optional<Fault> fault_;       // where read() has just stopped
    std::optional<Fault> firstFault_;  // that was passed over
    std::uint64_t packetsBefore_ = 0;
    std::uint64_t places_ = 0;
    std::uint64_t bytesPassedOver_ = 0;

    std::function<void(const Note&)> takeNote_;
    std::uint64_t comments_ = 0;
    std::uint64_t hostNames_ = 0;
    std::uint64_t secretsBytes_ = 0;
    PassedOver passedOver_;
};

template <typename LengthAt>
bool FileSource::recordsChain(std::size_t header, LengthAt lengthAt) {
    std::size_t at = 0;
    for (unsigned i = 0; i < kRecordsInARow; ++i) {
        if (!buffer_.need(at + header)) return i > 0 && buffer_.available() == at;
        const std::size_t length = lengthAt(at);
        if (length == 0 || length > kSearchWindow - header - at) return false;
        at += length;
    }
    return true;
}

}  // namespace hark::capture
