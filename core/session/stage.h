#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include "core/exchange/event.h"
#include "core/session/classification.h"
#include "core/session/event.h"
#include "core/session/inspector.h"
#include "core/session/limits.h"
#include "core/session/linker.h"

namespace hark::session {

struct Options {
    Limits limits;
    Overrides overrides;
};

/// Makes user sessions of exchanges: tells the sink which exchange belongs to which session and
/// why, and what became of each.
///
/// Exchanges wait here, up to Limits::openFacts, so that they are linked in the order of their
/// responses' packet time whatever the order in which they ended, and so that names of cookies are
/// judged by all that was seen of them. What has left the window is settled. Sans-IO,
/// deterministic, for one thread.
class Stage final : public exchange::Sink, private FactsSink {
public:
    /// The sink must outlive the stage. `earlier`: of a case that is continued.
    Stage(const Options& options, session::Sink& sink, const Earlier& earlier = {});
    ~Stage() override;
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void on(const exchange::Event& event) override { inspector_.on(event); }
    /// Tells what is known so far, for whoever watches; it may be reconsidered.
    void show();
    /// Nothing more comes: tells everything.
    void finish();

    /// What was passed over to stay within limits.
    struct Counters {
        std::uint64_t contents = 0;     ///< not looked into
        std::uint64_t values = 0;       ///< of messages that have very many, or very long ones
        std::uint64_t credentials = 0;  ///< not followed any more; who holds one is taken for new
        std::uint64_t names = 0;        ///< of cookies and parameters
        std::uint64_t clients = 0;      ///< not told apart from others
    };
    [[nodiscard]] Counters counters() const;

private:
    /// An exchange that waits; small, as many are sorted.
    struct Step {
        base::Timestamp time;
        base::ExchangeId exchange;
        Facts* facts = nullptr;
        friend bool operator<(const Step& a, const Step& b) {
            return std::tie(a.time, a.exchange) < std::tie(b.time, b.exchange);
        }
    };

    void onFacts(Facts& facts, bool isFinal) override;
    void count(const Facts& facts);
    void sortSteps(base::Timestamp upTo);
    void settle(base::Timestamp upTo);
    void prefetchNext(std::size_t place) const;
    void settleOlderHalf();
    void forgetValues();
    void tellNames(Narrator& narrator) const;

    Options options_;
    session::Sink& sink_;
    TextBook services_;
    TextBook clients_;
    ValueBook values_;
    NameBook names_;
    DomainBook domains_;
    Books books_;
    base::Pool<Facts> facts_;
    Inspector inspector_;
    absl::flat_hash_set<ValueKey> presented_;  // by HTTP authentication or in fields
    std::vector<Verdict> verdicts_;
    std::vector<Verdict> decided_;  // when exchanges were settled last; showing changes nothing
    Linker settled_;
    std::vector<Step> order_;  // those that wait, in the order in which they came
    std::vector<Step> steps_;  // those that are linked
    absl::flat_hash_map<base::ExchangeId, bool> unfinished_;  // told already; linked, too?
    std::uint64_t valuesPassedOver_ = 0;
    std::uint64_t seen_ = 0;   // exchanges
    std::uint64_t shown_ = 0;  // of these, when show() told something last
};

}  // namespace hark::session
