#include "core/capture/live.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <sys/socket.h>

namespace hark::capture {
namespace {

constexpr std::chrono::milliseconds kIdleWait(100);
// The system hands out a block of packets kIdleWait after its first one at the latest; after twice
// that, and a bit, none is on its way any more.
constexpr std::chrono::milliseconds kLastWait(250);
// Where the system's clock was set back, packets seem to be from before the stop for ever. A full
// buffer is read in far less time than this.
constexpr std::chrono::seconds kLongestRest(10);
constexpr LinkType kLinkTypeRaw = 101;

/// Link types of the library are those of files, but for raw IP, whose number differs by system.
LinkType fileLinkType(int libraryType) {
    return libraryType == DLT_RAW ? kLinkTypeRaw : static_cast<LinkType>(libraryType);
}

std::string addressText(const sockaddr* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* octets = nullptr;
    if (address->sa_family == AF_INET) {
        octets = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
    } else if (address->sa_family == AF_INET6) {
        octets = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
    }
    if (octets == nullptr) return {};
    const char* made = ::inet_ntop(address->sa_family, octets, text.data(), text.size());
    return made != nullptr ? made : "";
}

Interface describe(const pcap_if_t& device) {
    Interface made;
    made.name = device.name;
    if (device.description != nullptr) made.description = device.description;
    made.isUp = (device.flags & PCAP_IF_UP) != 0;
    made.isLoopback = (device.flags & PCAP_IF_LOOPBACK) != 0;
    for (const pcap_addr_t* a = device.addresses; a != nullptr; a = a->next) {
        if (a->addr == nullptr) continue;
        std::string text = addressText(a->addr);
        if (!text.empty()) made.addresses.push_back(std::move(text));
    }
    return made;
}

std::string knownNames() {
    std::string names;
    const auto interfaces = listInterfaces();
    if (!interfaces) return names;
    for (const Interface& interface : *interfaces) {
        if (!names.empty()) names += ", ";
        names += interface.name;
    }
    return names;
}

base::Error activationError(int code, pcap_t* handle, const std::string& interface) {
    switch (code) {
        case PCAP_ERROR_NO_SUCH_DEVICE:
            return {
                fmt::format("there is no interface {}; there are: {}", interface, knownNames())};
        case PCAP_ERROR_PERM_DENIED:
        case PCAP_ERROR_PROMISC_PERM_DENIED:
            return {
                fmt::format("no permission to capture on {}: run `sudo setcap "
                            "cap_net_raw,cap_net_admin+ep $(command -v hark-capture)`",
                            interface)};
        case PCAP_ERROR_IFACE_NOT_UP:
            return {fmt::format("{} is down: run `sudo ip link set {} up`", interface, interface)};
        default:
            return {fmt::format("can't capture on {}: {}", interface,
                                code == PCAP_ERROR ? pcap_geterr(handle) : pcap_statustostr(code))};
    }
}

base::Status setFilter(pcap_t* handle, const std::string& filter) {
    bpf_program program{};
    if (pcap_compile(handle, &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
        return base::Error{
            fmt::format("the capture filter \"{}\" is wrong: {} (see `man "
                        "pcap-filter`)",
                        filter, pcap_geterr(handle))};
    }
    const int code = pcap_setfilter(handle, &program);
    pcap_freecode(&program);
    if (code != 0) {
        return base::Error{fmt::format("can't set the capture filter: {}", pcap_geterr(handle))};
    }
    return base::Done{};
}

void configure(pcap_t* handle, const LiveOptions& options) {
    // Each of these fails only on a handle that is active already.
    static_cast<void>(pcap_set_snaplen(handle, static_cast<int>(options.snapLength)));
    static_cast<void>(pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0));
    static_cast<void>(pcap_set_timeout(handle, static_cast<int>(kIdleWait.count())));
    static_cast<void>(pcap_set_buffer_size(handle, static_cast<int>(options.bufferBytes)));
    static_cast<void>(pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO));
}

}  // namespace

base::Result<std::vector<Interface>> listInterfaces() {
    std::array<char, PCAP_ERRBUF_SIZE> error{};
    pcap_if_t* devices = nullptr;
    if (pcap_findalldevs(&devices, error.data()) != 0) {
        return base::Error{fmt::format("can't list the interfaces: {}", error.data())};
    }
    std::vector<Interface> interfaces;
    for (const pcap_if_t* d = devices; d != nullptr; d = d->next) {
        interfaces.push_back(describe(*d));
    }
    pcap_freealldevs(devices);
    return interfaces;
}

void LiveCapture::Close::operator()(pcap* handle) const {
    pcap_close(handle);
}

base::Result<std::unique_ptr<LiveCapture>> LiveCapture::open(const LiveOptions& options) {
    std::array<char, PCAP_ERRBUF_SIZE> error{};
    Handle handle(pcap_create(options.interface.c_str(), error.data()));
    if (!handle) {
        return base::Error{fmt::format("can't capture on {}: {}", options.interface, error.data())};
    }
    configure(handle.get(), options);
    const int code = pcap_activate(handle.get());
    if (code < 0) return activationError(code, handle.get(), options.interface);
    if (pcap_setnonblock(handle.get(), 1, error.data()) != 0) {
        return base::Error{fmt::format("can't capture on {}: {}", options.interface, error.data())};
    }
    if (!options.filter.empty()) {
        const base::Status status = setFilter(handle.get(), options.filter);
        if (!status) return status.error();
    }
    return std::unique_ptr<LiveCapture>(new LiveCapture(options, std::move(handle)));
}

LiveCapture::LiveCapture(LiveOptions options, Handle handle)
    : options_(std::move(options)),
      handle_(std::move(handle)),
      linkType_(fileLinkType(pcap_datalink(handle_.get()))),
      isNanoseconds_(pcap_get_tstamp_precision(handle_.get()) == PCAP_TSTAMP_PRECISION_NANO) {}

LiveCapture::~LiveCapture() = default;

// The library's own waiting has no end on Linux where no packet comes, so it is not used. A signal
// ends the wait, as it may have called stop(), but not the last one, which another signal would
// otherwise cut short of what is still on its way.
void LiveCapture::waitForPackets() const {
    using std::chrono::milliseconds;
    const Clock::time_point until =
        stopSeen_ ? stopSeen_->at + kLastWait : Clock::now() + kIdleWait;
    pollfd wanted{pcap_get_selectable_fd(handle_.get()), POLLIN, 0};
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
        if (left <= milliseconds::zero()) return;
        const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
        if (ready >= 0 || errno != EINTR || !stopSeen_) return;
    }
}

LiveStatus LiveCapture::next(Packet& packet) {
    if (isStopped_ && !stopSeen_) {
        stopSeen_ = StopSeen{Clock::now(), std::chrono::system_clock::now()};
    }
    if (isIdle_) waitForPackets();
    // Measured before the library looks: what came before the stop is there to be found then.
    const Clock::duration sinceStop = stopSeen_ ? Clock::now() - stopSeen_->at : Clock::duration{};
    pcap_pkthdr* header = nullptr;
    const u_char* bytes = nullptr;
    const int code = pcap_next_ex(handle_.get(), &header, &bytes);
    isIdle_ = code == 0;
    if (isIdle_) return sinceStop >= kLastWait ? LiveStatus::Stopped : LiveStatus::Idle;
    if (code != 1) {
        error_ = fmt::format("the capture on {} ended: {}", options_.interface,
                             pcap_geterr(handle_.get()));
        return LiveStatus::Failed;
    }
    const base::Duration fraction(isNanoseconds_ ? header->ts.tv_usec : header->ts.tv_usec * 1000);
    packet.time = base::Timestamp(std::chrono::seconds(header->ts.tv_sec) + fraction);
    if (stopSeen_ && (packet.time > stopSeen_->packetTime || sinceStop > kLongestRest)) {
        return LiveStatus::Stopped;
    }
    packet.ref = {1, ++packets_};
    packet.linkType = linkType_;
    packet.wireLength = std::max(header->len, header->caplen);
    packet.bytes = {reinterpret_cast<const std::byte*>(bytes), header->caplen};
    return LiveStatus::Packet;
}

std::optional<InterfaceStatistics> LiveCapture::statistics() const {
    pcap_stat counts{};
    if (pcap_stats(handle_.get(), &counts) != 0) return std::nullopt;
    return InterfaceStatistics{.received = counts.ps_recv,
                               .droppedByInterface = counts.ps_ifdrop,
                               .droppedBySystem = counts.ps_drop};
}

}  // namespace hark::capture
