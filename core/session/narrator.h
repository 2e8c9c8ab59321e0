#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/inlined_vector.h>

#include "core/session/event.h"
#include "core/session/facts.h"
#include "core/session/registry.h"
#include "core/session/use_writer.h"

namespace hark::session {

/// Why an exchange belongs to a session, in the words of the rules.
enum class Reason : std::uint8_t {
    Presents,       ///< a live credential
    PresentsStale,  ///< one that was replaced
    PresentsDead,   ///< one whose session had ended
    Adopts,         ///< one that was minted before the capture
    Mints,
    Rotates,
    Adds,  ///< the session gets one more
    Deletes,
    Conflicts,  ///< presents another session's as well
};

/// Reasons of one exchange, in order; the same ones share a row.
struct Evidence {
    struct Item {
        Reason reason;
        std::uint32_t name;  ///< of the NameBook
        friend bool operator==(const Item&, const Item&) = default;
        template <typename H>
        friend H AbslHashValue(H state, const Item& item) {
            return H::combine(std::move(state), item.reason, item.name);
        }
    };
    absl::InlinedVector<Item, 4> items;
    void add(Reason reason, std::uint32_t name);
};

/// Tells the sink rows, and numbers them. Copies go on with the same numbers.
class Narrator {
public:
    Narrator(const Books& books, Sink& sink) : books_(books), sink_(&sink) {}

    void startAfter(const LastIds& last) { last_ = last; }
    [[nodiscard]] LastIds& last() { return last_; }
    [[nodiscard]] const LastIds& last() const { return last_; }

    /// Told by tellMembers().
    void member(const Facts& facts, base::SessionId session, const Evidence& evidence) {
        member(facts, session, evidenceId(evidence));
    }
    /// Whose only evidence is that it presents a live credential of that name.
    void memberByPresenting(const Facts& facts, base::SessionId session, std::uint32_t name);
    enum class Which : std::uint8_t { All, ThoseThatRest };
    /// ThoseThatRest: not the last run of a connection that was added to since.
    void tellMembers(Which which);
    void lifeEvent(const SessionState& session, LifeEventKind kind, base::ExchangeId exchange,
                   base::Timestamp time, base::CredentialId credential, std::string_view evidence);
    void state(SessionState& session, const Facts& facts, std::string_view kind,
               std::string_view name, std::string_view value);
    void tell(const Event& event) { sink_->on(event); }
    /// Brings near what member() needs.
    void prefetch(base::ConnectionId connection) const { members_.prefetch(connection); }

private:
    /// Exchanges that follow each other on a connection.
    struct Run {
        base::ExchangeId previous;  // on the connection
        base::ExchangeId first;
        base::ExchangeId last;
        base::SessionId session;
        std::uint64_t evidence = 0;
        [[nodiscard]] bool isContinuedBy(const Run& next) const {
            return next.previous == last && next.session == session && next.evidence == evidence;
        }
    };
    struct Runs {
        absl::InlinedVector<Run, 1> runs;  // the last one may go on
        bool isTouched = false;            // since members were told last
    };
    void tellRuns(base::ConnectionId connection, Runs& of, bool keepsLast);
    void member(const Facts& facts, base::SessionId session, std::uint64_t evidence);
    std::uint64_t evidenceId(const Evidence& evidence);

    Books books_;
    Sink* sink_;
    LastIds last_;
    absl::flat_hash_map<base::ConnectionId, Runs> members_;
    absl::flat_hash_map<absl::InlinedVector<Evidence::Item, 4>, std::uint64_t> evidence_;
    /// The evidence that most exchanges have: they present a credential of that name.
    struct Presenting {
        std::uint32_t name = 0;
        std::uint64_t evidence = 0;
    };
    Presenting presenting_;
};

}  // namespace hark::session
