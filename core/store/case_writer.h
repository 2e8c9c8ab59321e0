#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/exchange/event.h"
#include "core/session/event.h"
#include "core/store/existing.h"
#include "core/store/limits.h"

namespace hark::store {

/// A capture that was read, or is being read.
struct Input {
    std::uint32_t id = 0;  ///< base::PacketRef::capture
    std::string name;
    std::uint64_t bytes = 0;
    std::uint64_t packets = 0;
    std::string digest;     ///< "sha256:…"; may be empty
    std::string format;     ///< "pcapng", "pcap.gz" …
    std::string linkTypes;  ///< names, separated by ", "
    std::optional<base::Timestamp> first;
    std::optional<base::Timestamp> last;
    bool complete = true;  ///< false: cut or damaged
    std::string note;      ///< what could not be read, in one line
};

using EvidenceKinds = std::set<std::string, std::less<>>;

/// What a case that is continued holds already; nothing where it is new.
struct Earlier {
    std::uint32_t lastInput = 0;  ///< the highest ids that are given
    std::uint64_t lastConnection = 0;
    std::uint64_t lastExchange = 0;
    std::map<std::string, std::string> inputs;      ///< names by digest
    std::map<std::string, std::uint64_t> counters;  ///< setCounter() adds to these
    std::string partialReason;                      ///< empty where it was complete
    std::string options;                            ///< by which it came to be
    session::Earlier sessions;
    EvidenceKinds evidenceKinds;  ///< what the kinds in sessions.evidence are views of
};

/// Writes one case: takes what the exchange and session stages make, and provenance besides.
///
/// The first failure (a full disk, …) stays in status(); whatever comes after it is ignored. Same
/// events in, same rows out. One thread at a time.
class CaseWriter final : public exchange::Sink, public session::Sink {
public:
    enum class Mode : std::uint8_t {
        /// For a file import: nothing is seen at the case's place until finish() puts all of it
        /// there at once. A writer that dies leaves an older case untouched.
        Bulk,
        /// For somebody who watches it grow: the case is at its place at once and says "partial";
        /// each commit() shows what came since, open exchanges included.
        Watched,
        /// A nameless case in $TMPDIR; the caller removes path() when it is no longer needed.
        Scratch,
    };
    enum class State : std::uint8_t { Complete, Partial };
    struct Options {
        Mode mode = Mode::Bulk;
        Existing existing = Existing::Refuse;  ///< Continue: not for Watched
        Limits limits;
    };

    /// Refuses a path that exists (see Options::existing), is being written by another, is no case,
    /// or can't be written. `path` is ignored for Scratch.
    static base::Result<std::unique_ptr<CaseWriter>> create(const std::string& path,
                                                            const Options& options);
    /// Without finish(): Watched leaves a partial case, the others nothing.
    ~CaseWriter() override;
    CaseWriter(const CaseWriter&) = delete;
    CaseWriter& operator=(const CaseWriter&) = delete;

    [[nodiscard]] const Earlier& earlier() const;

    void on(const exchange::Event& event) override;
    void on(const session::Event& event) override;

    /// Rows of provenance; each replaces what was set before under the same id or name, but for
    /// counters of a case that is continued, where the value is what came to them since.
    void setInput(const Input& input);
    void setCounter(std::string_view name, std::uint64_t value);
    void setMeta(std::string_view key, std::string_view value);

    /// What captures carry besides packets. `packet` 0: about the capture as a whole.
    void addComment(std::uint32_t capture, std::uint64_t packet, std::string_view text);
    void addSecret(std::uint32_t capture, std::string_view kind, base::Bytes bytes);
    /// A name of an address, and where it is from; told again it makes no second row, as far as
    /// Limits::names goes. `first` is when it was seen to hold.
    void addHostName(std::string_view address, std::string_view name, std::string_view source,
                     const std::optional<base::Timestamp>& first = {});

    /// Watched: makes everything so far visible, and safe against this process's death.
    base::Status commit();
    /// Completes the case and puts it in its place. `reason` says why it is partial. No call but
    /// status() and path() may follow, and after a failure recover().
    base::Status finish(State state, std::string_view reason = {});
    /// Where there was no room for more: drops what came since the last commit(), or in bulk since
    /// the last 64 MiB, so that finish() can keep what came before. False where that is nothing, or
    /// the failure is of another kind.
    bool recover();
    [[nodiscard]] base::Status status() const;
    /// Where the case is once it is finished.
    [[nodiscard]] const std::string& path() const;

private:
    class Work;
    explicit CaseWriter(std::unique_ptr<Work> work);

    std::unique_ptr<Work> work_;
};

}  // namespace hark::store
