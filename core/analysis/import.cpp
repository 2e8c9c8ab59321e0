#include "core/analysis/import.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/analysis/capture_notes.h"
#include "core/analysis/import_counters.h"
#include "core/analysis/inputs.h"
#include "core/analysis/pipeline.h"
#include "core/session/stage.h"

namespace hark::analysis {

namespace {

// Between two looks at the clock and at the observer.
constexpr std::uint64_t kPacketsPerLook = 1024;

// Hands each event on to the sessions and to the case, in which rows of exchanges come first.
class Fork final : public exchange::Sink {
public:
    Fork(exchange::Sink& first, exchange::Sink& second) : first_(first), second_(second) {}
    void on(const exchange::Event& event) override {
        first_.on(event);
        second_.on(event);
    }

private:
    exchange::Sink& first_;
    exchange::Sink& second_;
};

class Import {
public:
    Import(const ImportOptions& options, const ImportObserver& observer)
        : options_(options), observer_(observer) {}

    base::Result<ImportSummary> run();

private:
    using Clock = std::chrono::steady_clock;

    base::Status begin();
    void read();
    void take(const capture::Packet& packet);
    base::Status close(std::string_view reason);
    bool look();
    void commitIfDue();
    bool isWanted();
    void write();
    void addRemarks();
    void remarkOnTwins();

    const ImportOptions& options_;
    const ImportObserver& observer_;
    ImportSummary summary_;
    std::unique_ptr<store::CaseWriter> writer_;
    std::unique_ptr<Inputs> inputs_;
    std::unique_ptr<session::Stage> sessions_;
    std::unique_ptr<Fork> fork_;
    std::unique_ptr<Pipeline> pipeline_;
    bool lacksRoom_ = false;  // for all that was read
    Clock::time_point lastCommit_ = Clock::now();
};

base::Result<ImportSummary> Import::run() {
    if (auto begun = begin(); !begun) return begun.error();
    read();
    base::Status written = writer_->status();
    if (written.ok()) {
        pipeline_->finish();
        sessions_->finish();
        static_cast<void>(isWanted());
        written = close(summary_.interrupted ? "interrupted" : "");
    }
    summary_.damages = inputs_->damages();
    if (!written.ok()) {
        const bool isForNow = options_.mode == store::CaseWriter::Mode::Scratch;
        if (isForNow || !writer_->recover()) return written.error();
        summary_.damages.push_back(written.error().message +
                                   "; what was written before is there, marked partial");
        lacksRoom_ = true;
        auto kept = close("there was no room for more");
        // A watched case is at its place and says that it is partial as it is.
        if (!kept && options_.mode == store::CaseWriter::Mode::Bulk) return kept.error();
    }
    summary_.casePath = writer_->path();
    if (const std::string& reason = writer_->earlier().partialReason; !reason.empty()) {
        summary_.damages.push_back(
            fmt::format("{} was partial before, and stays so: {}", summary_.casePath, reason));
    }
    addRemarks();
    return std::move(summary_);
}

base::Status Import::begin() {
    inputs_ = std::make_unique<Inputs>();
    if (options_.inputDescriptor >= 0) {
        if (auto opened = inputs_->open(options_.inputDescriptor, options_.inputs.front());
            !opened) {
            return opened;
        }
    } else {
        const auto files = findInputFiles(options_.inputs);
        if (!files) return files.error();
        if (auto opened = inputs_->open(*files); !opened) return opened;
    }
    auto writer = store::CaseWriter::create(options_.casePath,
                                            {options_.mode, options_.existing, store::Limits{}});
    if (!writer) return writer.error();
    writer_ = std::move(*writer);
    const store::Earlier& earlier = writer_->earlier();
    inputs_->numberAfter(earlier.lastInput);
    sessions_ = std::make_unique<session::Stage>(
        session::Options{options_.limits.session,
                         {options_.sessionCookies, options_.notSessionCookies}},
        *writer_, earlier.sessions);
    fork_ = std::make_unique<Fork>(*writer_, *sessions_);
    exchange::Sink& exchanges = options_.linksSessions ? static_cast<exchange::Sink&>(*fork_)
                                                       : static_cast<exchange::Sink&>(*writer_);
    pipeline_ =
        std::make_unique<Pipeline>(options_.limits, exchanges,
                                   Pipeline::LastIds{earlier.lastConnection, earlier.lastExchange});
    write();
    return base::Done{};
}

void Import::read() {
    inputs_->whenIdle([this] {
        capture::Packet overdue;
        while (inputs_->nextOverdue(overdue))
            take(overdue);
        return look();
    });
    inputs_->beforeReading([this](capture::PacketSource& source, std::uint32_t number) {
        storeNotes(source, number, *writer_);
    });
    capture::Packet packet;
    bool goesOn = look();
    while (goesOn && inputs_->next(packet)) {
        take(packet);
        if (summary_.packets % kPacketsPerLook == 0) goesOn = look();
    }
}

void Import::take(const capture::Packet& packet) {
    pipeline_->onPacket(packet);
    ++summary_.packets;
}

// Makes what came visible to whoever watches, and asks the observer; returns whether to go on.
bool Import::look() {
    commitIfDue();
    return isWanted();
}

void Import::commitIfDue() {
    if (options_.mode != store::CaseWriter::Mode::Watched ||
        Clock::now() - lastCommit_ < options_.commitInterval) {
        return;
    }
    write();
    sessions_->show();
    static_cast<void>(writer_->commit());  // a failure stays in status()
    lastCommit_ = Clock::now();
}

bool Import::isWanted() {
    const ImportProgress now{summary_.packets, pipeline_->exchanges(), inputs_->bytesRead(),
                             inputs_->bytesTotal()};
    if (observer_ && !observer_(now)) summary_.interrupted = true;
    return !summary_.interrupted && writer_->status().ok();
}

// Provenance as far as it is known.
void Import::write() {
    writer_->setMeta("version", HARK_VERSION);
    const std::string& before = writer_->earlier().options;
    writer_->setMeta("options",
                     before.empty() ? options_.commandLine : before + "; " + options_.commandLine);
    for (store::Input& row : inputs_->rows()) {
        if (lacksRoom_ && row.complete) {
            row.complete = false;
            row.note = "there was no room for all of it";
        }
        writer_->setInput(row);
    }
    writer_->setCounter("packets", summary_.packets);
    writer_->setCounter("reordered_packets", inputs_->reordered());
    writer_->setCounter("dropped_while_capturing", inputs_->dropped());
    const capture::PassedOver passedOver = inputs_->passedOver();
    writer_->setCounter("pcapng_custom_blocks", passedOver.customBlocks);
    writer_->setCounter("pcapng_unknown_blocks", passedOver.unknownBlocks);
    writer_->setCounter("capture_notes_left_out", passedOver.notes);
    storeCounters(*pipeline_, *writer_);
    const session::Stage::Counters passed = sessions_->counters();
    writer_->setCounter("session_contents_passed_over", passed.contents);
    writer_->setCounter("session_values_passed_over", passed.values);
    writer_->setCounter("session_credentials_forgotten", passed.credentials);
    writer_->setCounter("session_names_passed_over", passed.names);
    writer_->setCounter("session_clients_passed_over", passed.clients);
}

// The case is partial where there is a reason.
base::Status Import::close(std::string_view reason) {
    write();
    return writer_->finish(
        reason.empty() ? store::CaseWriter::State::Complete : store::CaseWriter::State::Partial,
        reason);
}

void Import::addRemarks() {
    summary_.remarks = remarksOn(*pipeline_);
    if (const auto dropped = inputs_->dropped(); dropped > 0) {
        summary_.remarks.push_back(fmt::format(
            "{} packets were dropped while capturing; what they carried is missing", dropped));
    }
    if (const auto notes = inputs_->passedOver().notes; notes > 0) {
        summary_.remarks.push_back(
            fmt::format("{} comments, names of hosts or secrets of the captures were left out, as "
                        "there are more than are kept",
                        notes));
    }
    if (auto line = inputs_->otherFiles(); !line.empty()) {
        summary_.remarks.push_back(std::move(line));
    }
    remarkOnTwins();
}

// Whoever reads a capture twice most probably didn't mean to.
void Import::remarkOnTwins() {
    std::map<std::string, std::string> names = writer_->earlier().inputs;
    for (const store::Input& row : inputs_->rows()) {
        if (row.packets == 0) continue;
        const auto [twin, isNew] = names.try_emplace(row.digest, row.name);
        if (isNew) continue;
        summary_.remarks.push_back(
            fmt::format("{} holds the same bytes as {}: its packets are in the case twice",
                        row.name, twin->second));
    }
}

}  // namespace

base::Result<ImportSummary> importCaptures(const ImportOptions& options,
                                           const ImportObserver& observer) {
    return Import(options, observer).run();
}

}  // namespace hark::analysis
