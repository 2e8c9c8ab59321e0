#include "core/session/stage.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hark::session {

namespace {

// Showing costs as much as there are sessions: it is done again when a part of that is new.
constexpr std::uint64_t kShownPart = 16;
// Values by HTTP authentication and in fields that are remembered; a token each for a million
// users.
constexpr std::size_t kPresented = 1'000'000;
// The place of an exchange that was linked before it ended.
constexpr std::size_t kGone = ~std::size_t{0};

}  // namespace

Stage::Stage(const Options& options, session::Sink& sink, const Earlier& earlier)
    : options_(options),
      sink_(sink),
      services_(options.limits.services),
      clients_(options.limits.clients),
      names_(options_.limits),
      domains_(services_),
      books_{services_, clients_, values_, names_, domains_},
      inspector_(options_.limits, books_, *this),
      settled_(options_.limits, books_, sink) {
    for (const NameRow& row : earlier.names)
        names_.resume(row, services_, domains_);
    verdicts_ = classify(names_, options_.overrides);
    settled_.use(verdicts_);
    settled_.usePresented(presented_);
    settled_.resume(earlier);
}

Stage::~Stage() = default;

void Stage::onFacts(Facts&& facts, bool isFinal) {
    const auto found = unfinished_.find(facts.exchange);
    if (found != unfinished_.end()) {
        // What its heads show waits already, or was linked.
        if (found->second != kGone && !waiting_[found->second].isResponseDone) {
            Waiting& one = waiting_[found->second];
            // Links borrow uses: those of a request that was linked stay where they are.
            if (!one.isRequestDone) one.facts = std::move(facts);
        }
        if (isFinal) unfinished_.erase(found);
        return;
    }
    count(facts);
    if (!isFinal) unfinished_.emplace(facts.exchange, waiting_.size());
    waiting_.push_back({std::move(facts), {}, false, false});
    if (waiting_.size() >= options_.limits.openFacts) settleOlderHalf();
}

void Stage::count(const Facts& facts) {
    ++seen_;
    valuesPassedOver_ += facts.usesPassedOver;
    names_.count(facts);
    for (const Use& use : facts.uses) {
        const bool isScheme = use.carrier == Carrier::Bearer || use.carrier == Carrier::HeaderField;
        if (use.act == Act::Presents && isScheme && presented_.size() < kPresented) {
            presented_.insert(use.value);
        }
    }
}

const std::vector<Stage::Step>& Stage::stepsUpTo(base::Timestamp time) {
    std::vector<Step>& steps = steps_;
    steps.clear();
    for (std::uint32_t place = 0; place < waiting_.size(); ++place) {
        const Waiting& one = waiting_[place];
        const base::Timestamp responded = std::max(one.facts.responded, one.facts.requested);
        if (!one.isRequestDone && one.facts.requested <= time) {
            steps.push_back({one.facts.requested, place, false});
        }
        if (!one.isResponseDone && responded <= time) steps.push_back({responded, place, true});
    }
    sort(steps);
    return steps;
}

// By time; at one time in the order of the exchanges' ids, and a request before its response.
void Stage::sort(std::vector<Step>& steps) const {
    std::sort(steps.begin(), steps.end(),
              [](const Step& a, const Step& b) { return a.time < b.time; });
    for (auto begin = steps.begin(); begin != steps.end();) {
        auto end = begin + 1;
        while (end != steps.end() && end->time == begin->time)
            ++end;
        if (end - begin > 1) {
            std::sort(begin, end, [this](const Step& a, const Step& b) {
                if (a.place == b.place) return b.isResponse && !a.isResponse;
                return waiting_[a.place].facts.exchange < waiting_[b.place].facts.exchange;
            });
        }
        begin = end;
    }
}

void Stage::settle(base::Timestamp upTo) {
    verdicts_ = classify(names_, options_.overrides);
    for (const Step& step : stepsUpTo(upTo)) {
        Waiting& one = waiting_[step.place];
        if (step.isResponse) {
            settled_.onResponse(one.facts, one.link);
            one.isResponseDone = true;
        } else {
            settled_.onRequest(one.facts, one.link);
            one.isRequestDone = true;
        }
    }
}

void Stage::settleOlderHalf() {
    std::vector<base::Timestamp> times;
    times.reserve(waiting_.size());
    for (const Waiting& one : waiting_)
        times.push_back(one.facts.requested);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    settle(*middle);
    settled_.tellSettled();
    drop();
    const std::vector<CredentialIndex> places = settled_.forget();
    if (places.empty()) return;
    for (Waiting& one : waiting_) {
        if (one.link.credential != kNone) one.link.credential = places[one.link.credential];
    }
}

// What is done goes; places of the others change.
void Stage::drop() {
    for (auto& [exchange, place] : unfinished_) {
        if (place != kGone && waiting_[place].isResponseDone) place = kGone;
    }
    std::size_t kept = 0;
    for (std::size_t place = 0; place < waiting_.size(); ++place) {
        Waiting& one = waiting_[place];
        if (one.isResponseDone) continue;
        if (!unfinished_.empty()) {
            const auto found = unfinished_.find(one.facts.exchange);
            if (found != unfinished_.end()) found->second = kept;
        }
        if (kept != place) waiting_[kept] = std::move(one);
        ++kept;
    }
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(kept), waiting_.end());
    if (values_.size() < options_.limits.openValues) return;
    values_.keepOnly([&](auto&& keep) {
        for (const Waiting& one : waiting_) {
            for (const Use& use : one.facts.uses)
                keep(use.value);
        }
        inspector_.forEachRemembered([&](const Use& use) { keep(use.value); });
    });
}

void Stage::show() {
    if (seen_ == shown_ || (seen_ - shown_) * kShownPart < settled_.sessions()) return;
    shown_ = seen_;
    verdicts_ = classify(names_, options_.overrides);
    sink_.on(Reconsidered{settled_.last()});
    Linker tentative = settled_;
    std::vector<Linker::Link> links;
    links.reserve(waiting_.size());
    for (const Waiting& one : waiting_)
        links.push_back(one.link);
    for (const Step& step : stepsUpTo(base::Timestamp::max())) {
        const Facts& facts = waiting_[step.place].facts;
        if (step.isResponse) {
            tentative.onResponse(facts, links[step.place]);
        } else {
            tentative.onRequest(facts, links[step.place]);
        }
    }
    tentative.tell();
    tellNames(tentative.narrator());
}

void Stage::finish() {
    if (shown_ != 0) sink_.on(Reconsidered{settled_.last()});
    settle(base::Timestamp::max());
    settled_.finish();
    settled_.tell();
    tellNames(settled_.narrator());
    waiting_.clear();
    unfinished_.clear();
}

void Stage::tellNames(Narrator& narrator) const {
    for (std::uint32_t number = 1; number < names_.size(); ++number) {
        const Verdict verdict = number < verdicts_.size() ? verdicts_[number] : Verdict{};
        narrator.tell(names_.row(number, services_, verdict));
    }
}

Stage::Counters Stage::counters() const {
    return {inspector_.contentsPassedOver(), valuesPassedOver_, settled_.forgotten(),
            names_.refused(), clients_.refused() + services_.refused()};
}

}  // namespace hark::session
