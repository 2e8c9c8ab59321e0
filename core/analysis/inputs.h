#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/input_files.h"
#include "core/base/result.h"
#include "core/capture/packet_source.h"
#include "core/capture/time_order.h"
#include "core/store/case_writer.h"

namespace hark::analysis {

/// Several captures read as one: their packets in the order of time, those of each capture in the
/// one that capture::TimeOrder makes of its own. So a connection may begin in one file and go on in
/// the next, whatever the files' names. Of packets with equal times those go first whose capture
/// began first.
///
/// Files are opened when their time has come and closed at their end: of a thousand that follow
/// each other one or two are open at once. For one thread.
class Inputs {
public:
    /// Looks at the beginning of each capture, of files for their first packet. Those that can't be
    /// read are kept for damages(); fails where there is no other.
    base::Status open(const InputFiles& found);
    /// The same for one stream that is read from a descriptor, which stays the caller's.
    base::Status open(int descriptor, const std::string& name);

    /// The captures get the numbers after this one; without it, from 1 on.
    void numberAfter(std::uint32_t number) { numberedAfter_ = number; }

    /// The next packet, or false after the last; its bytes are borrowed until the next call. Waits
    /// where an input is a pipe, and calls `idle` meanwhile as PacketSource::whenIdle() says.
    bool next(capture::Packet& packet);
    void whenIdle(std::function<bool()> idle) { idle_ = std::move(idle); }
    /// Within `idle`: the next packet that is held back for earlier ones and should not be for
    /// longer, as capture::TimeOrder says. False where there is none, and where packets of another
    /// input may belong before it.
    bool nextOverdue(capture::Packet& packet);
    /// Has each capture shown, with its number, before its first packet is read.
    using Prepare = std::function<void(capture::PacketSource& source, std::uint32_t number)>;
    void beforeReading(Prepare prepare) { prepare_ = std::move(prepare); }
    [[nodiscard]] std::uint64_t bytesRead() const;
    /// Absent where an input is a pipe.
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const { return bytesTotal_; }
    /// Packets that whoever captured could not keep.
    [[nodiscard]] std::uint64_t dropped() const;
    /// Packets that were put back into the order of their times within their capture.
    [[nodiscard]] std::uint64_t reordered() const;

    /// What is to be stored of the inputs, as far as they are read.
    [[nodiscard]] std::vector<store::Input> rows() const;
    /// What could not be read, a line each.
    [[nodiscard]] const std::vector<std::string>& damages() const { return damages_; }
    /// Files in directories that are no captures, and links to nothing, a line together; empty
    /// where there are none.
    [[nodiscard]] std::string otherFiles() const;
    /// What the captures have that is not read.
    [[nodiscard]] capture::PassedOver passedOver() const;

private:
    struct Input {
        store::Input row;
        std::unique_ptr<capture::TimeOrder> order;  // of its packets, while it is open
        capture::Packet packet;                     // the next one, while it is open
        base::Timestamp began;                      // its first packet's time
        std::uint64_t dropped = 0;
        std::uint64_t reordered = 0;
        capture::PassedOver passedOver;
        std::set<capture::LinkType> linkTypes;
    };

    Input& add(std::unique_ptr<capture::PacketSource> source, const std::string& name);
    void look(Input& input);
    void openDue();
    [[nodiscard]] std::uint32_t nextNumber() const {
        return static_cast<std::uint32_t>(inputs_.size() + 1);
    }
    void start(Input& input);
    void advance(Input& input);
    bool advanceLast();
    capture::ReadStatus read(Input& input);
    void handOut(Input& input, capture::Packet& packet) const;
    void finish(Input& input, capture::ReadStatus status);
    [[nodiscard]] static bool isLater(const Input* left, const Input* right);

    std::uint32_t numberedAfter_ = 0;
    std::vector<std::unique_ptr<Input>> inputs_;
    std::vector<Input*> fresh_;    // open, with nothing read
    std::vector<Input*> waiting_;  // closed, in the reverse order of their beginnings
    std::vector<Input*> open_;     // a heap, the earliest packet on top
    Input* handedOut_ = nullptr;   // the one on top, whose packet the caller has
    Input* reading_ = nullptr;     // the one whose next packet was asked for last
    std::size_t unfinished_ = 0;   // inputs that are not read to their end
    std::optional<std::uint64_t> bytesTotal_ = 0;
    std::function<bool()> idle_;
    Prepare prepare_;
    std::vector<std::string> damages_;
    std::vector<std::string> otherFiles_;
};

}  // namespace hark::analysis
