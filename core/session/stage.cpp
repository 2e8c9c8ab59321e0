#include "core/session/stage.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hark::session {

namespace {

// Showing costs as much as there are sessions: it is done again when a part of that is new.
constexpr std::uint64_t kShownPart = 16;
// Values by HTTP authentication and in fields that are remembered; a token each for a million
// users.
constexpr std::size_t kPresented = 1'000'000;
// The place of an exchange that was linked before it ended.
constexpr std::uint32_t kGone = ~std::uint32_t{0};

// The window is larger than near caches: what is needed next is fetched in time.
void fetch(const Facts& facts) {
    constexpr std::size_t kCacheLine = 64;
    const auto* const begin = reinterpret_cast<const char*>(&facts);
    for (std::size_t at = 0; at < sizeof(Facts); at += kCacheLine)
        __builtin_prefetch(begin + at);
}

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
        if (found->second != kGone) {
            waiting_[found->second] = std::move(facts);
            if (isFinal) count(waiting_[found->second]);
        }
        if (isFinal) unfinished_.erase(found);
        ++seen_;
        return;
    }
    ++seen_;
    if (isFinal) count(facts);
    add(std::move(facts), isFinal);
    if (order_.size() >= options_.limits.openFacts) settleOlderHalf();
}

void Stage::add(Facts&& facts, bool isFinal) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(waiting_.size()));
        waiting_.emplace_back();
    }
    const std::uint32_t place = free_.back();
    free_.pop_back();
    order_.push_back({facts.responded, facts.exchange, place});
    if (!isFinal) unfinished_.emplace(facts.exchange, place);
    waiting_[place] = std::move(facts);
    if (!free_.empty()) fetch(waiting_[free_.back()]);
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

// Links those that were answered until then; they are gone afterwards.
void Stage::settle(base::Timestamp upTo) {
    sortSteps(upTo);
    if (!unfinished_.empty()) {
        for (const Step& step : steps_) {
            if (unfinished_.contains(step.exchange)) count(waiting_[step.place]);
        }
    }
    decided_ = classify(names_, options_.overrides, decided_);
    verdicts_ = decided_;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if (i + 1 < steps_.size()) fetch(waiting_[steps_[i + 1].place]);
        Facts& one = waiting_[steps_[i].place];
        settled_.on(one);
        one.uses = {};  // what it holds elsewhere goes while it is near
        one.rare.reset();
        free_.push_back(steps_[i].place);
    }
    std::erase_if(order_, [&](const Step& step) { return step.time <= upTo; });
    if (unfinished_.empty()) return;
    for (const Step& step : steps_) {
        const auto found = unfinished_.find(step.exchange);
        if (found != unfinished_.end()) found->second = kGone;
    }
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
            for (const Use& use : waiting_[step.place].uses)
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
        tentative.on(waiting_[step.place]);
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
    free_.clear();
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
