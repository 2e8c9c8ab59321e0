// hark-capture: the one program of hark that opens network interfaces. It gives up its rights as
// soon as the interface is open, understands nothing of what it captures, and writes it as pcapng.

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "cli/capture/privileges.h"
#include "cli/capture/stop_condition.h"
#include "cli/standard_streams.h"
#include "core/base/text.h"
#include "core/capture/live.h"
#include "core/capture/pcapng_writer.h"

namespace {

using hark::capture::LiveCapture;
using hark::capture::LiveStatus;
using hark::capture::PcapngWriter;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

struct Options {
    hark::capture::LiveOptions live;
    std::string copy;
    std::string stop;
    bool noPromiscuous = false;
    bool listInterfaces = false;
};

LiveCapture* running = nullptr;

extern "C" void onStop(int /*signal*/) {
    if (running != nullptr) running->stop();
}

int fail(const std::string& message) {
    hark::cli::printError(fmt::format("hark-capture: {}\n", hark::base::printable(message)));
    return kFailed;
}

// One line an interface, its parts separated by tabs: name, up or down, addresses, description, and
// why it can't be captured on.
int listInterfaces() {
    const auto interfaces = hark::capture::listInterfaces();
    if (!interfaces) return fail(interfaces.error().message);
    for (const auto& interface : *interfaces) {
        hark::capture::LiveOptions probe;
        probe.interface = interface.name;
        probe.isPromiscuous = false;
        const auto opened = LiveCapture::open(probe);
        fmt::print("{}\t{}\t{}\t{}\t{}\n", interface.name, interface.isUp ? "up" : "down",
                   fmt::join(interface.addresses, " "), interface.description,
                   opened ? "" : opened.error().message);
    }
    return 0;
}

// Standard output, and a file besides where one is asked for.
class Outputs {
public:
    hark::base::Status open(const LiveCapture& live, const std::string& copy) {
        if (auto added = add(STDOUT_FILENO, live); !added) return added;
        if (copy.empty()) return hark::base::Done{};
        const int descriptor = ::open(copy.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (descriptor < 0) return hark::base::Error{copy + ": can't be written"};
        return add(descriptor, live);
    }
    hark::base::Status write(const hark::capture::Packet& packet) {
        return each([&](PcapngWriter& writer) { return writer.write(packet, 0); });
    }
    hark::base::Status flush() {
        return each([](PcapngWriter& writer) { return writer.flush(); });
    }
    hark::base::Status statistics(hark::base::Timestamp at, const LiveCapture& live) {
        const auto seen = live.statistics();
        if (!seen) return hark::base::Done{};
        return each([&](PcapngWriter& writer) { return writer.writeStatistics(0, at, *seen); });
    }

private:
    hark::base::Status add(int descriptor, const LiveCapture& live) {
        PcapngWriter& writer = *writers_.emplace_back(std::make_unique<PcapngWriter>(descriptor));
        if (auto begun = writer.begin("hark-capture " HARK_VERSION); !begun) return begun;
        const auto added = writer.addInterface(live.options().interface, live.linkType(),
                                               live.options().snapLength);
        if (!added) return added.error();
        return writer.flush();
    }
    template <typename Do>
    hark::base::Status each(Do&& act) {
        for (const auto& writer : writers_) {
            if (auto done = act(*writer); !done) return done;
        }
        return hark::base::Done{};
    }

    std::vector<std::unique_ptr<PcapngWriter>> writers_;
};

// Where nothing is captured nothing is written either, which alone would tell.
bool hasReader() {
    pollfd output{STDOUT_FILENO, 0, 0};
    return ::poll(&output, 1, 0) <= 0 || (output.revents & POLLERR) == 0;
}

int capture(const Options& options) {
    const auto condition = hark::cli::StopCondition::parse(options.stop);
    if (!condition) {
        fail(condition.error().message);
        return kUsage;
    }
    hark::cli::StopCondition stop = *condition;
    auto opened = LiveCapture::open(options.live);
    if (!opened) return fail(opened.error().message);
    if (auto dropped = hark::cli::dropPrivileges(); !dropped) return fail(dropped.error().message);
    LiveCapture& live = **opened;
    running = &live;
    std::signal(SIGINT, onStop);
    std::signal(SIGTERM, onStop);

    Outputs outputs;
    if (auto ready = outputs.open(live, options.copy); !ready) return fail(ready.error().message);
    hark::capture::Packet packet;
    hark::base::Timestamp last{};
    auto flushed = std::chrono::steady_clock::now();
    for (;;) {
        const LiveStatus status = live.next(packet);
        if (status == LiveStatus::Failed) return fail(live.error());
        if (status == LiveStatus::Stopped) break;
        const auto now = std::chrono::steady_clock::now();
        hark::base::Status done = hark::base::Done{};
        if (status == LiveStatus::Packet) {
            last = packet.time;
            done = outputs.write(packet);
            stop.countPacket(packet.bytes.size());
        }
        // A reader that waits should wait no longer than a moment, however busy the line is.
        if (done &&
            (status == LiveStatus::Idle || now - flushed > std::chrono::milliseconds(100))) {
            done = outputs.flush();
            flushed = now;
        }
        if (!done || (status == LiveStatus::Idle && !hasReader())) return 0;
        if (stop.isFull()) break;
        if (stop.isTimeOver(now)) live.stop();
    }
    if (auto written = outputs.statistics(last, live); !written) return 0;
    static_cast<void>(outputs.flush());
    return 0;
}

int runCapture(int argc, char** argv) {
    CLI::App app("Captures packets on an interface and writes them to standard output as pcapng.",
                 "hark-capture");
    app.set_version_flag("--version", "hark-capture " HARK_VERSION);
    Options options;
    app.add_option("-i,--interface", options.live.interface, "The interface")->type_name("IFACE");
    app.add_option("-f,--filter", options.live.filter, "A capture filter, as in pcap-filter(7)")
        ->type_name("BPF");
    app.add_option("-s,--snaplen", options.live.snapLength, "Bytes kept of a packet")
        ->check(CLI::Range(64U, 262'144U));
    app.add_option("-a,--autostop", options.stop, "duration:SECONDS, packets:N or filesize:KB");
    app.add_option("-w,--write", options.copy, "Write a copy to this file, too")->type_name("FILE");
    app.add_flag("-p,--no-promiscuous", options.noPromiscuous,
                 "Only what is addressed to this host");
    app.add_flag("-D,--interfaces", options.listInterfaces, "List the interfaces and end");
    app.footer("Example: hark-capture -i eth0 -f 'tcp port 80' > shop.pcapng");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        fail(error.what());
        return kUsage;
    }
    if (options.listInterfaces) return listInterfaces();
    if (options.live.interface.empty()) {
        fail("which interface? add -i IFACE; `hark-capture -D` lists them");
        return kUsage;
    }
    options.live.isPromiscuous = !options.noPromiscuous;
    return capture(options);
}

}  // namespace

int main(int argc, char** argv) {
    hark::cli::keepStandardStreams();
    hark::cli::ignoreOutputSignals();
    // hark starts it in the background of the terminal, where a complaint could suspend it.
    std::signal(SIGTTOU, SIG_IGN);
    try {
        return runCapture(argc, argv);
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}
