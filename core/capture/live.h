#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/capture/packet_source.h"

struct pcap;
struct pcap_pkthdr;

namespace hark::capture {

/// Something that packets can be captured on.
struct Interface {
    std::string name;
    std::string description;             ///< empty where the system has none
    std::vector<std::string> addresses;  ///< as text
    bool isUp = false;
    bool isLoopback = false;
};

/// All interfaces that the system knows of, the usual one first.
[[nodiscard]] base::Result<std::vector<Interface>> listInterfaces();

struct LiveOptions {
    std::string interface;
    std::string filter;  ///< in pcap-filter(7) syntax; empty for everything
    std::uint32_t snapLength = 262'144;
    bool isPromiscuous = true;
    /// Room in the kernel for packets not yet read: about a second of a busy gigabit line.
    std::uint32_t bufferBytes = 64U << 20U;
};

enum class LiveStatus : std::uint8_t {
    Packet,   ///< one more packet
    Idle,     ///< nothing is there to read, at the end of every burst and then each tenth of a
              ///< second at the latest: a moment to flush and to look at the clock
    Stopped,  ///< stop() was called, and what had come before it was handed out
    Failed,   ///< the interface is gone; LiveCapture::error() says why
};

/// Captures on one interface, with libpcap. For one thread, but for stop().
class LiveCapture {
public:
    /// Fails with one line that says how to get there: which interfaces there are, how to get the
    /// right to capture, what is wrong with the filter.
    [[nodiscard]] static base::Result<std::unique_ptr<LiveCapture>> open(
        const LiveOptions& options);
    ~LiveCapture();
    LiveCapture(const LiveCapture&) = delete;
    LiveCapture& operator=(const LiveCapture&) = delete;

    /// Waits for the next packet, a tenth of a second at most, or, after stop(), a quarter. Its
    /// bytes are borrowed until the next call.
    LiveStatus next(Packet& packet);
    /// Makes next() return Stopped once it has handed out what had come until then: at the first
    /// packet that came later, or a quarter of a second after a call of next() has seen it, which
    /// a call that waits does within a tenth. May be called again, from any thread and from a
    /// signal handler.
    void stop() { isStopped_ = true; }

    [[nodiscard]] const std::string& error() const { return error_; }
    [[nodiscard]] LinkType linkType() const { return linkType_; }
    [[nodiscard]] const LiveOptions& options() const { return options_; }
    /// What the system counted since the capture began; nothing where it doesn't count.
    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const;

private:
    struct Close {
        void operator()(pcap* handle) const;
    };
    using Handle = std::unique_ptr<pcap, Close>;

    LiveCapture(LiveOptions options, Handle handle);

    using Clock = std::chrono::steady_clock;
    /// When next() first saw that it is to stop, by both clocks: packets have the system's.
    struct StopSeen {
        Clock::time_point at;
        base::Timestamp packetTime;
    };

    void waitForPackets() const;

    LiveOptions options_;
    Handle handle_;
    LinkType linkType_ = 0;
    bool isNanoseconds_ = false;
    bool isIdle_ = false;
    std::atomic<bool> isStopped_ = false;
    std::optional<StopSeen> stopSeen_;
    std::uint64_t packets_ = 0;
    std::string error_;
};

}  // namespace hark::capture
