#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hark::capture {

/// A record that claims to be longer than this is taken for damage, unless the capture announces a
/// larger snap length: the largest snap length that tcpdump and Wireshark take.
inline constexpr std::uint32_t kUsualMaximumPacket = 262'144;
/// And this is the most that an announced snap length can raise it to; bounds the buffer.
inline constexpr std::uint32_t kMaximumPacket = 16U << 20U;

/// The memory that a Zstandard frame may ask for, as a power of two: what `zstd --long` takes, and
/// `zstd -d` accepts without being told to.
inline constexpr int kMaximumZstdWindowLog = 27;

/// A block of a pcapng file beside its packet: names, addresses, comments, which have options of at
/// most 64 KiB each.
inline constexpr std::uint32_t kMaximumDescription = 1U << 20U;
/// Of blocks that carry names of hosts or secrets, and of those that are passed over. As with
/// packets, more is taken for damage.
inline constexpr std::uint32_t kMaximumBlock = kMaximumPacket + kMaximumDescription;
/// Interfaces of a section; no machine has as many, and more only cost memory.
inline constexpr std::size_t kMaximumInterfaces = 65'536;

/// Notes that one capture can have the case filled with: more comments, or names of hosts, than
/// anybody wrote; the key log of a million connections is 200 MB, of which a case has little use.
inline constexpr std::uint64_t kMaximumComments = 1'000'000;
inline constexpr std::uint64_t kMaximumHostNames = 1'000'000;
inline constexpr std::uint64_t kMaximumSecretsBytes = 256U << 20U;

/// How far behind a damaged place the next record is looked for: what takes about a second. Disks
/// and transfers spoil less at once.
inline constexpr std::uint64_t kMaximumSearch = 128U << 20U;
/// What is looked at of records in a row, before it is believed that they are some: four large
/// packets. Bounds the buffer, and the work at each place.
inline constexpr std::size_t kSearchWindow = 2U << 20U;
/// So many records in a row are believed where nothing but their plausible headers marks them.
inline constexpr unsigned kRecordsInARow = 4;
/// Their times lie so close to those of earlier packets: captures seldom pause for longer, and of
/// random times only one in eight hundred does.
inline constexpr std::int64_t kMaximumPauseSeconds = 30 * 24 * 3600;

/// How far a packet may be from where its time says and is put there, in packets: what several
/// receive queues, or disks that write in parallel, misplace in some milliseconds of a busy line.
inline constexpr std::size_t kOrderWindow = 256;
/// Bytes of packets that are held back for those to come: bounds what is kept, and still is eight
/// packets as large as offloading makes them.
inline constexpr std::size_t kOrderBytes = 512U << 10U;
/// A packet earlier by more than this than one before it may come across a pause of the traffic, or
/// from a clock that was set back. So many of them in a row tell the latter.
inline constexpr std::chrono::seconds kClockStep{1};
inline constexpr unsigned kClockWitnesses = 16;
/// Beyond this no packet is out of order: the clock was set, mostly by an hour or more.
inline constexpr std::chrono::minutes kLongestPause{30};

}  // namespace hark::capture
