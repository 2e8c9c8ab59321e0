#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/capture/note.h"
#include "core/capture/packet.h"

namespace hark::capture {

enum class ReadStatus : std::uint8_t {
    Packet,   ///< one more packet
    End,      ///< the capture is read to its proper end
    Damaged,  ///< nothing more can be read, and not all could be; PacketSource::damage() says why
};

/// What the capturing program said about packets that it could not keep, all interfaces together.
struct InterfaceStatistics {
    std::uint64_t received = 0;            ///< packets seen by the interfaces
    std::uint64_t droppedByInterface = 0;  ///< lost for want of room in the interface
    std::uint64_t droppedBySystem = 0;     ///< lost between the system and the capturing program

    [[nodiscard]] std::uint64_t dropped() const { return droppedByInterface + droppedBySystem; }
    friend bool operator==(const InterfaceStatistics&, const InterfaceStatistics&) = default;
};

/// Parts of a capture that neither a packet nor a note came of, though nothing is wrong with them.
struct PassedOver {
    std::uint64_t customBlocks = 0;   ///< pcapng blocks whose content only their maker knows
    std::uint64_t unknownBlocks = 0;  ///< pcapng blocks of other types that aren't read
    std::uint64_t notes = 0;          ///< beyond what limits.h lets through

    PassedOver& operator+=(const PassedOver& more) {
        customBlocks += more.customBlocks;
        unknownBlocks += more.unknownBlocks;
        notes += more.notes;
        return *this;
    }
    friend bool operator==(const PassedOver&, const PassedOver&) = default;
};

/// Hands out the packets of one capture, in the order in which they were recorded. For one thread.
class PacketSource {
public:
    virtual ~PacketSource() = default;

    /// Reads the next packet. Its bytes are borrowed from the source until the next call. After End
    /// or Damaged every further call says the same. Waits where the input is a pipe.
    ///
    /// A damaged place is passed over where it is certain where the next record begins; its packets
    /// are handed out as others are, and the end is then not End but Damaged.
    virtual ReadStatus next(Packet& packet) = 0;
    /// Has the bytes of packets borrowed for longer: `save` is called from within next() before the
    /// source invalidates any that it handed out. Call before next().
    virtual void beforeMoving(std::function<void()> save) = 0;

    /// Has `take` called from within next() with each note as it is come upon; what belongs to a
    /// packet comes before the packet itself. Call before next().
    virtual void onNote(std::function<void(const Note&)> take) = 0;

    /// After Damaged: one line that names the input, what is wrong, where, and how much was read.
    [[nodiscard]] virtual const std::string& damage() const = 0;

    /// Bytes of the input taken so far; of a compressed input, compressed bytes.
    [[nodiscard]] virtual std::uint64_t bytesRead() const = 0;
    /// Bytes that the input holds; nothing where that can't be known, as with a pipe.
    [[nodiscard]] virtual std::optional<std::uint64_t> bytesTotal() const = 0;

    /// What the capture says so far about lost packets; nothing where it says nothing.
    [[nodiscard]] virtual std::optional<InterfaceStatistics> statistics() const = 0;
    [[nodiscard]] virtual const PassedOver& passedOver() const = 0;
    /// "pcap", "pcapng" or "snoop".
    [[nodiscard]] virtual std::string_view format() const = 0;
    /// Of the input's bytes as far as they were read: "xxh3-128:" and hex. Tells two files apart;
    /// no proof against somebody who forges one.
    [[nodiscard]] virtual std::string digest() const = 0;

    /// Has `idle` called some five times a second when a pipe has nothing to give at the time;
    /// false ends the input there. Never called for regular files.
    virtual void whenIdle(std::function<bool()> idle) = 0;
};

/// Opens a capture file: pcap, pcapng or snoop, plain or compressed with gzip, zstd or lz4,
/// recognised by content and never by name. "-" is standard input. Packets are numbered from 1, as
/// belonging to input `captureNumber`. Fails with one line that says what the file is and what to
/// do.
[[nodiscard]] base::Result<std::unique_ptr<PacketSource>> openFile(const std::string& path,
                                                                   std::uint32_t captureNumber);

/// Of a file that openFile() refused: whether it is certainly none of the captures that there are:
/// empty, text, or anything else that doesn't begin as one. False for those that are damaged, can't
/// be read, or are to be converted or unpacked first.
[[nodiscard]] bool holdsNoCapture(const std::string& path);

/// What openFile() does for a descriptor that is open for reading; `name` is for messages. The
/// descriptor stays the caller's and must outlive the source.
[[nodiscard]] base::Result<std::unique_ptr<PacketSource>> openStream(int descriptor,
                                                                     const std::string& name,
                                                                     std::uint32_t captureNumber);

}  // namespace hark::capture
