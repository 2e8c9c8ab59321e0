#include "core/session/stage.h"

#include <algorithm>
#include <iterator>

namespace hark::session {

namespace {

// Showing costs as much as there are sessions: it is done again when a part of that is new.
constexpr std::uint64_t kShownPart = 16;
// Values by HTTP authentication and in fields that are remembered; a token each for a million
// users.
constexpr std::size_t kPresented = 1'000'000;

// Exchanges end nearly in the order in which they were answered, so that most are in their place.
template <typename Step>
void sortNearlySorted(std::vector<Step>& steps) {
    constexpr std::size_t kMovesEach = 8;
    std::size_t moves = kMovesEach * steps.size();
    for (std::size_t i = 1; i < steps.size(); ++i) {
        if (steps[i - 1] < steps[i]) continue;
        const Step step = steps[i];
        std::size_t at = i;
        for (; at > 0 && step < steps[at - 1]; --at)
            steps[at] = steps[at - 1];
        steps[at] = step;
        if (i - at > moves) return std::sort(steps.begin(), steps.end());
        moves -= i - at;
    }
}

}  // namespace

Stage::Stage(const Options& options, session::Sink& sink, const Earlier& earlier)
    : options_(options),
      sink_(sink),
      services_(options.limits.services),
      clients_(options.limits.clients),
      names_(options_.limits),
      domains_(services_),
      books_{services_, clients_, values_, names_, domains_},
      inspector_(options_.limits, books_, facts_, *this),
      settled_(options_.limits, books_, sink) {
    for (const NameRow& row : earlier.names)
        names_.resume(row, services_, domains_);
    verdicts_ = classify(names_, options_.overrides);
    settled_.use(verdicts_);
    settled_.usePresented(presented_);
    settled_.resume(earlier);
}

Stage::~Stage() = default;

void Stage::onFacts(Facts& facts, bool isFinal) {
    ++seen_;
    const auto found = unfinished_.empty() ? unfinished_.end() : unfinished_.find(facts.exchange);
    if (found != unfinished_.end()) {
        if (!isFinal) return;
        const bool isLinked = found->second;  // and counted then
        if (!isLinked) count(facts);
        unfinished_.erase(found);
        if (isLinked) facts_.release(facts);
        return;
    }
    if (isFinal) {
        count(facts);
    } else {
        unfinished_.emplace(facts.exchange, false);
    }
    order_.push_back({facts.responded, facts.exchange, &facts});
    if (order_.size() >= options_.limits.openFacts) settleOlderHalf();
}

// Once for each, and as late as can be: only contents say whether somebody logs in.
void Stage::count(const Facts& facts) {
    valuesPassedOver_ += facts.rare->usesPassedOver;
    names_.count(facts);
    if (facts.signs.repeats && !facts.uses.hasOwn()) return;
    for (const Use& use : facts.uses) {
        const bool isScheme = use.carrier == Carrier::Bearer || use.carrier == Carrier::HeaderField;
        if (use.act == Act::Presents && isScheme && presented_.size() < kPresented) {
            presented_.insert(use.value);
        }
    }
}

// By time; at one time in the order of the exchanges' ids.
void Stage::sortSteps(base::Timestamp upTo) {
    steps_.clear();
    std::copy_if(order_.begin(), order_.end(), std::back_inserter(steps_),
                 [&](const Step& step) { return step.time <= upTo; });
    sortNearlySorted(steps_);
}

// Exchanges that follow each other have little in common and were last touched long ago: what those
// after this one need is brought near, step by step.
void Stage::prefetchNext(std::size_t place) const {
    constexpr std::size_t kEach = 2;  // exchanges; about the time that memory takes
    const auto next = [&](std::size_t distance) {
        const std::size_t at = place + distance * kEach;
        return at < steps_.size() ? steps_[at].facts : nullptr;
    };
    if (const Facts* facts = next(3)) base::prefetch(*facts);
    if (const Facts* facts = next(2)) facts->uses.prefetch();
    if (const Facts* facts = next(1)) settled_.prefetch(*facts);
}

// Links those that were answered until then; they are gone afterwards.
void Stage::settle(base::Timestamp upTo) {
    sortSteps(upTo);
    if (!unfinished_.empty()) {
        for (const Step& step : steps_) {
            if (unfinished_.contains(step.exchange)) count(*step.facts);
        }
    }
    decided_ = classify(names_, options_.overrides, decided_);
    verdicts_ = decided_;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        prefetchNext(i);
        Facts& facts = *steps_[i].facts;
        settled_.on(facts);
        const auto found =
            unfinished_.empty() ? unfinished_.end() : unfinished_.find(facts.exchange);
        if (found == unfinished_.end()) {
            facts_.release(facts);
        } else {
            found->second = true;
        }
    }
    std::erase_if(order_, [&](const Step& step) { return step.time <= upTo; });
}

void Stage::settleOlderHalf() {
    std::vector<base::Timestamp> times;
    times.reserve(order_.size());
    for (const Step& step : order_)
        times.push_back(step.time);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    settle(*middle);
    settled_.tellSettled();
    forgetValues();
    settled_.forget();
}

// Texts of values that were told, or that nobody follows.
void Stage::forgetValues() {
    if (values_.size() < options_.limits.openValues) return;
    inspector_.forgetRepeated();  // else each open connection would keep what it sent last
    values_.keepOnly([&](auto&& keep) {
        for (const Step& step : order_) {
            for (const Use& use : step.facts->uses)
                keep(use.value);
        }
        inspector_.forEachRemembered([&](const Use& use) { keep(use.value); });
    });
}

void Stage::show() {
    if (seen_ == shown_ || (seen_ - shown_) * kShownPart < settled_.sessions()) return;
    shown_ = seen_;
    verdicts_ = classify(names_, options_.overrides, decided_);
    sink_.on(Reconsidered{settled_.last()});
    Linker tentative = settled_;
    sortSteps(base::Timestamp::max());
    for (const Step& step : steps_)
        tentative.on(*step.facts);
    tentative.tell();
    tellNames(tentative.narrator());
}

void Stage::finish() {
    if (shown_ != 0) sink_.on(Reconsidered{settled_.last()});
    settle(base::Timestamp::max());
    settled_.finish();
    settled_.tell();
    tellNames(settled_.narrator());
    order_.clear();
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
