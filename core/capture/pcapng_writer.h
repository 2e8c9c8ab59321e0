#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/capture/packet_source.h"

namespace hark::capture {

/// Writes one section of a pcapng capture to a descriptor, with times in nanoseconds and in the
/// byte order of this machine. Call begin() first. What is written is gathered until flush(), or
/// until a good deal has come together; after a failure nothing more is written.
class PcapngWriter {
public:
    /// The descriptor stays the caller's.
    explicit PcapngWriter(int descriptor);

    /// The section's header; `application` names the program that captures.
    base::Status begin(std::string_view application);
    /// Describes one more interface and gives its number, from 0.
    base::Result<std::uint32_t> addInterface(std::string_view name, LinkType linkType,
                                             std::uint32_t snapLength);
    /// The packet's own number and link type are not asked: they follow from order and interface.
    base::Status write(const Packet& packet, std::uint32_t interface);
    /// What was seen and lost on an interface since the capture began; may be given repeatedly.
    base::Status writeStatistics(std::uint32_t interface, base::Timestamp at,
                                 const InterfaceStatistics& statistics);
    base::Status flush();

private:
    void beginBlock(std::uint32_t type);
    base::Status endBlock();
    void u16(std::uint16_t value);
    void u32(std::uint32_t value);
    void u64(std::uint64_t value);
    void time(base::Timestamp at);
    void raw(const void* bytes, std::size_t count);
    void pad();
    void option(std::uint16_t code, std::string_view value);

    int descriptor_;
    std::vector<char> pending_;
    std::size_t blockBegin_ = 0;
    std::uint32_t interfaces_ = 0;
    std::string error_;
};

}  // namespace hark::capture
