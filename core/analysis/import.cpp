#include "core/analysis/import.h"

#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/analysis/pipeline.h"
#include "core/capture/packet_source.h"
#include "core/link/decode.h"

namespace hark::analysis {

namespace {

// Between two looks at the clock and at the observer.
constexpr std::uint64_t kPacketsPerLook = 1024;

class Import {
public:
    Import(const ImportOptions& options, const ImportObserver& observer)
        : options_(options), observer_(observer) {}

    base::Result<ImportSummary> run();

private:
    using Clock = std::chrono::steady_clock;
    using Source = std::unique_ptr<capture::PacketSource>;

    base::Status openAll();
    base::Status close(std::string_view reason);
    void read(std::size_t index);
    void commitIfDue(const capture::PacketSource& source);
    void storeInput(const capture::PacketSource& source);
    [[nodiscard]] ImportProgress progress(std::uint64_t bytesRead) const {
        return {summary_.packets, pipeline_->exchanges(), bytesRead, bytesTotal_};
    }
    bool isWanted(const capture::PacketSource& source);
    bool look(const capture::PacketSource& source);
    void writeCounters();
    void writeProvenance();
    void addRemarks();

    const ImportOptions& options_;
    const ImportObserver& observer_;
    ImportSummary summary_;
    store::Input input_;                // being read
    std::vector<store::Input> inputs_;  // that were read
    std::set<capture::LinkType> linkTypes_;
    std::vector<std::pair<std::string, Source>> sources_;
    std::unique_ptr<store::CaseWriter> writer_;
    std::unique_ptr<Pipeline> pipeline_;
    std::uint64_t bytesBefore_ = 0;
    std::uint64_t dropped_ = 0;  // by whoever captured
    std::optional<std::uint64_t> bytesTotal_ = 0;
    Clock::time_point lastCommit_ = Clock::now();
};

base::Status Import::openAll() {
    std::string firstError;
    for (const std::string& path : options_.inputs) {
        const auto number = static_cast<std::uint32_t>(sources_.size() + 1);
        auto source = options_.inputDescriptor >= 0
                          ? capture::openStream(options_.inputDescriptor, path, number)
                          : capture::openFile(path, number);
        if (!source) {
            if (firstError.empty()) firstError = source.error().message;
            summary_.damages.push_back(source.error().message);
            continue;
        }
        const auto total = (*source)->bytesTotal();
        bytesTotal_ = bytesTotal_ && total ? std::optional(*bytesTotal_ + *total) : std::nullopt;
        sources_.emplace_back(path, std::move(*source));
    }
    if (sources_.empty()) return base::Error{firstError.empty() ? "no capture given" : firstError};
    return base::Done{};
}

base::Result<ImportSummary> Import::run() {
    if (auto opened = openAll(); !opened) return opened.error();
    auto writer = store::CaseWriter::create(options_.casePath,
                                            {options_.mode, options_.force, store::Limits{}});
    if (!writer) return writer.error();
    writer_ = std::move(*writer);
    pipeline_ = std::make_unique<Pipeline>(options_.limits, *writer_);
    writeProvenance();
    for (std::size_t i = 0; i < sources_.size() && !summary_.interrupted; ++i)
        read(i);
    base::Status written = writer_->status();
    if (written.ok()) {
        pipeline_->finish();
        if (observer_) static_cast<void>(observer_(progress(bytesBefore_)));
        written = close(summary_.interrupted ? "interrupted" : "");
    }
    if (!written.ok()) {
        const bool isForNow = options_.mode == store::CaseWriter::Mode::Scratch;
        if (isForNow || !writer_->recover()) return written.error();
        summary_.damages.push_back(written.error().message +
                                   "; what was written before is there, marked partial");
        auto kept = close("there was no room for more");
        // A watched case is at its place and says that it is partial as it is.
        if (!kept && options_.mode == store::CaseWriter::Mode::Bulk) return kept.error();
    }
    addRemarks();
    summary_.casePath = writer_->path();
    return std::move(summary_);
}

// The case is partial where there is a reason.
base::Status Import::close(std::string_view reason) {
    writeProvenance();
    for (const store::Input& input : inputs_)
        writer_->setInput(input);
    writeCounters();
    return writer_->finish(
        reason.empty() ? store::CaseWriter::State::Complete : store::CaseWriter::State::Partial,
        reason);
}

void Import::read(std::size_t index) {
    capture::PacketSource& source = *sources_[index].second;
    input_ = {};
    input_.id = static_cast<std::uint32_t>(index + 1);
    input_.name = sources_[index].first;
    input_.complete = false;
    input_.note = "its end was not reached";
    linkTypes_.clear();
    source.whenIdle([&] { return look(source); });
    capture::Packet packet;
    auto status = capture::ReadStatus::Packet;
    bool goesOn = look(source);
    while (goesOn && (status = source.next(packet)) == capture::ReadStatus::Packet) {
        if (!input_.first) input_.first = packet.time;
        input_.last = packet.time;
        ++input_.packets;
        if (linkTypes_.size() < 16) linkTypes_.insert(packet.linkType);
        pipeline_->onPacket(packet);
        if (++summary_.packets % kPacketsPerLook == 0) goesOn = look(source);
    }
    if (const auto seen = source.statistics()) dropped_ += seen->dropped();
    if (!summary_.interrupted && writer_->status().ok()) {
        input_.complete = status != capture::ReadStatus::Damaged;
        input_.note = source.damage();
        if (!input_.complete) summary_.damages.push_back(source.damage());
    }
    storeInput(source);
    inputs_.push_back(input_);
    bytesBefore_ += source.bytesRead();
    sources_[index].second.reset();
}

void Import::storeInput(const capture::PacketSource& source) {
    input_.linkTypes.clear();
    for (const capture::LinkType type : linkTypes_) {
        input_.linkTypes += (input_.linkTypes.empty() ? "" : ", ") + link::linkTypeName(type);
    }
    input_.bytes = source.bytesRead();
    input_.format = source.format();
    input_.digest = source.digest();
    writer_->setInput(input_);
}

// Makes what came visible to whoever watches.
void Import::commitIfDue(const capture::PacketSource& source) {
    if (options_.mode != store::CaseWriter::Mode::Watched ||
        Clock::now() - lastCommit_ < options_.commitInterval) {
        return;
    }
    writeCounters();
    storeInput(source);
    static_cast<void>(writer_->commit());  // a failure stays in status()
    lastCommit_ = Clock::now();
}

bool Import::isWanted(const capture::PacketSource& source) {
    if (observer_ && !observer_(progress(bytesBefore_ + source.bytesRead()))) {
        summary_.interrupted = true;
    }
    return !summary_.interrupted && writer_->status().ok();
}

// Returns whether to go on.
bool Import::look(const capture::PacketSource& source) {
    commitIfDue(source);
    return isWanted(source);
}

void Import::writeProvenance() {
    writer_->setMeta("version", HARK_VERSION);
    writer_->setMeta("options", options_.commandLine);
}

void Import::writeCounters() {
    const ip::Counters& ip = pipeline_->ipCounters();
    const tcp::Counters& tcp = pipeline_->tcpCounters();
    const auto set = [this](std::string_view name, std::uint64_t value) {
        writer_->setCounter(name, value);
    };
    set("packets", summary_.packets);
    set("dropped_while_capturing", dropped_);
    set("ipv4", ip.ipv4);
    set("ipv6", ip.ipv6);
    set("not_ip", ip.otherNetwork);
    set("malformed_link", ip.malformedLink);
    set("encrypted_link", ip.encryptedLink);
    set("unsupported_link", ip.unsupportedLink);
    set("malformed_ip", ip.malformed);
    set("cut_by_snap_length", ip.cut);
    set("fragments", ip.fragments);
    set("datagrams_reassembled", ip.datagramsReassembled);
    set("fragments_given_up", ip.datagramsExpired + ip.datagramsEvicted);
    set("tunnel_gre", ip.greTunnels);
    set("tunnel_geneve", ip.geneveTunnels);
    set("tunnel_vxlan", ip.vxlanTunnels);
    set("tunnel_nvgre", ip.nvgreTunnels);
    set("tunnel_pptp", ip.pptpTunnels);
    set("tunnel_gtp", ip.gtpTunnels);
    set("tunnel_l2tp", ip.l2tpTunnels);
    set("tunnel_teredo", ip.teredoTunnels);
    set("tunnel_ayiya", ip.ayiyaTunnels);
    set("tunnel_ip", ip.ipTunnels);
    set("tunnel_pppoe", ip.pppoePackets);
    set("tunnel_mpls", ip.mplsPackets);
    set("tunnel_pseudowire", ip.pseudowirePackets);
    set("tunnels_too_deep", ip.tunnelsTooDeep);
    set("tcp_segments", tcp.segments);
    set("tcp_malformed", tcp.malformed);
    set("tcp_after_close", tcp.afterClose);
    set("tcp_connections_evicted", tcp.evicted);
    set("tcp_waiting_given_up", tcp.waitingGivenUp);
    set("tcp_resets_ignored", tcp.resetsIgnored);
    set("tcp_stray_syns", tcp.straySyns);
    set("tcp_beyond_window", tcp.beyondWindow);
    set("clock_jumps", tcp.clockJumps);
    set("tcp_checksums_verified", tcp.checksumsVerified);
    set("tcp_checksums_wrong", tcp.checksumsWrong);
    set("udp_datagrams", pipeline_->quic().datagrams());
    set("quic_connections", pipeline_->quic().connections());
    for (const auto& [type, count] : ip.otherByEtherType) {
        set(fmt::format("ethertype_0x{:04x}", type), count);
    }
    for (const auto& [type, count] : ip.unsupportedByLinkType) {
        set(fmt::format("unsupported {}", link::linkTypeName(type)), count);
    }
}

void Import::addRemarks() {
    const tcp::Counters& tcp = pipeline_->tcpCounters();
    if (tcp.checksumsWrong > 0) {
        summary_.remarks.push_back(
            fmt::format("{} of {} TCP checksums looked at are wrong, as offloading to the network "
                        "card leaves them; their bytes are kept",
                        tcp.checksumsWrong, tcp.checksumsVerified));
    }
    if (tcp.evicted > 0) {
        summary_.remarks.push_back(
            fmt::format("{} connections were given up, the longest silent first, to stay within "
                        "the limits of memory; what came of them later is missing or apart",
                        tcp.evicted));
    }
    if (dropped_ > 0) {
        summary_.remarks.push_back(fmt::format(
            "{} packets were dropped while capturing; what they carried is missing", dropped_));
    }
    if (const auto count = pipeline_->ipCounters().encryptedLink; count > 0) {
        summary_.remarks.push_back(
            fmt::format("{} packets were encrypted by Wi-Fi and can't be read", count));
    }
    for (const auto& [type, count] : pipeline_->ipCounters().unsupportedByLinkType) {
        summary_.remarks.push_back(fmt::format("{} packets of a link type that can't be read: {}",
                                               count, link::linkTypeName(type)));
    }
}

}  // namespace

base::Result<ImportSummary> importCaptures(const ImportOptions& options,
                                           const ImportObserver& observer) {
    return Import(options, observer).run();
}

}  // namespace hark::analysis
