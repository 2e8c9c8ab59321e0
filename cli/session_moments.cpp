#include "cli/session_moments.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "cli/session_sentences.h"
#include "cli/session_visits.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

// What happens more often is told once, with how often.
constexpr std::size_t kToldOneByOne = 5;

// Whether the sentence about such an event says which request it was.
bool namesRequest(std::string_view kind) {
    constexpr auto kKinds = std::to_array<std::string_view>(
        {"login", "login-failed", "privilege-change", "logout", "expired", "used-after-end"});
    return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

struct Told {
    std::int64_t timeNs = 0;
    std::uint64_t exchange = 0;
    std::string sentence;
};

class Narrator {
public:
    explicit Narrator(const SessionStory& story) : story_(story), session_(story.detail.row) {
        for (const query::ExchangeRow& row : story.exchanges)
            exchanges_.emplace(row.id, &row);
        for (const query::ExchangeRow& row : story.others)
            exchanges_.emplace(row.id, &row);
        for (const query::LifeEventRow& event : story.detail.events)
            count(event.event, nameOf(event), event.exchange);
        for (const query::StateRow& state : story.detail.state) {
            count(state.kind, state.name, state.exchange);
            if (state.kind == "user") users_.emplace(state.exchange, state.value);
            if (state.kind == "checkout") checkouts_.insert(state.exchange);
        }
    }

    std::vector<Moment> tell() {
        tellArrival();
        for (const query::LifeEventRow& event : story_.detail.events)
            tellEvent(event);
        tellStates();
        std::stable_sort(told_.begin(), told_.end(), [](const Told& a, const Told& b) {
            return std::tie(a.timeNs, a.exchange) < std::tie(b.timeNs, b.exchange);
        });
        std::vector<Moment> moments = withVisits();
        if (session_.end == "none") {
            moments.push_back(
                {session_.lastNs, fmt::format("That was the last of it [{}]; no end was seen.",
                                              session_.lastExchange)});
        }
        return moments;
    }

private:
    struct Repeated {
        std::size_t count = 0;
        std::uint64_t last = 0;
        bool isTold = false;
    };

    static std::string nameOf(const query::LifeEventRow& event) {
        return event.credential ? event.credential->name : "";
    }

    void count(const std::string& kind, const std::string& name, std::uint64_t exchange) {
        Repeated& entry = repeated_[{kind, name}];
        ++entry.count;
        entry.last = std::max(entry.last, exchange);
    }

    // What to add to the sentence about one more of its kind; nothing where the first said it for
    // all.
    std::optional<std::string> repetition(const std::string& kind, const std::string& name) {
        Repeated& entry = repeated_[{kind, name}];
        if (entry.count <= kToldOneByOne) return std::string();
        if (std::exchange(entry.isTold, true)) return std::nullopt;
        return fmt::format(", and {} more times until [{}]", entry.count - 1, entry.last);
    }

    [[nodiscard]] const query::ExchangeRow* row(std::uint64_t exchange) const {
        const auto found = exchanges_.find(exchange);
        return found == exchanges_.end() ? nullptr : found->second;
    }

    // Where the exchange that shows a session's end begins another one.
    [[nodiscard]] std::string next(std::uint64_t exchange) const {
        const query::ExchangeRow* found = row(exchange);
        if (found == nullptr || !found->session || *found->session == session_.id) return {};
        return fmt::format(", and session {} began", *found->session);
    }

    // " by POST /login"; empty where the exchange isn't there.
    [[nodiscard]] std::string by(std::uint64_t exchange) const {
        const query::ExchangeRow* found = row(exchange);
        if (found == nullptr || !found->method) return {};
        return fmt::format(" by {} {}", base::printable(*found->method),
                           placeInWords(session_, *found));
    }

    void tell(std::int64_t timeNs, std::uint64_t exchange, std::string_view sentence,
              std::string_view evidence = {}, std::string_view more = {}) {
        std::string text = fmt::format("{} [{}]", sentence, exchange);
        if (!evidence.empty()) text += fmt::format(" ({})", base::printable(evidence));
        told_.push_back({timeNs, exchange, fmt::format("{}{}.", text, more)});
    }

    void tellArrival() {
        std::string sentence = clientInWords(session_.userAgent, session_.clientAddress);
        if (sentence.starts_with("a ")) sentence.front() = 'A';
        sentence += " came";
        const query::ExchangeRow* first = row(session_.firstExchange);
        if (first != nullptr && first->method) {
            sentence += *first->method == "GET" ? " and asked for " + placeInWords(session_, *first)
                                                : by(first->id);
            if (first->status && *first->status >= 400) {
                sentence += fmt::format(", which was answered {}", *first->status);
            }
        }
        tell(session_.startedNs, session_.firstExchange, sentence);
        covered_.insert(session_.firstExchange);
    }

    void tellEvent(const query::LifeEventRow& event) {
        const std::string_view kind = event.event;
        if (kind == "login" || kind == "privilege-change") changeUser(event.exchange);
        if (namesRequest(kind)) covered_.insert(event.exchange);
        const auto more = repetition(event.event, nameOf(event));
        if (!more) return;
        const std::string sentence =
            eventInWords(event, {by(event.exchange), user_, clientAt(event), next(event.exchange)});
        tell(event.timeNs, event.exchange, sentence, event.evidence, *more);
    }

    void changeUser(std::uint64_t exchange) {
        const auto found = users_.find(exchange);
        if (found != users_.end()) {
            user_ = found->second;
        } else {
            user_ = session_.users.size() == 1 ? session_.users.front() : std::string();
        }
    }

    [[nodiscard]] std::string clientAt(const query::LifeEventRow& event) const {
        for (const query::ClientRow& client : story_.detail.clients) {
            if (client.firstExchange == event.exchange) {
                return clientInWords(client.userAgent, client.address);
            }
        }
        // One that had come before.
        for (const query::ClientRow& client : story_.detail.clients) {
            if (client.address == event.client.address) {
                return clientInWords(client.userAgent, client.address);
            }
        }
        return base::printable(event.client.address);
    }

    void tellStates() {
        std::span<const query::StateRow> rest = story_.detail.state;
        while (!rest.empty()) {
            const auto end = std::find_if(rest.begin(), rest.end(), [&](const auto& row) {
                return row.exchange != rest.front().exchange || row.kind != rest.front().kind;
            });
            const auto same = rest.first(static_cast<std::size_t>(end - rest.begin()));
            tellState(same);
            rest = rest.subspan(same.size());
        }
    }

    // All that one exchange shows of one kind.
    void tellState(std::span<const query::StateRow> rows) {
        const query::StateRow& first = rows.front();
        const std::string_view kind = first.kind;
        // CSRF tokens are told as sums; a login has said already who it is, a checkout what was
        // sent.
        if (kind.starts_with("csrf-") || (kind == "user" && covered_.contains(first.exchange)) ||
            (kind == "form-step" && checkouts_.contains(first.exchange))) {
            return;
        }
        const std::string by = isSent(first.exchange) ? this->by(first.exchange) : "";
        if (!by.empty()) covered_.insert(first.exchange);
        const auto more = repetition(first.kind, first.name);
        if (!more) return;
        tell(first.timeNs, first.exchange, stateInWords(rows, by), {}, *more);
    }

    [[nodiscard]] bool isSent(std::uint64_t exchange) const {
        const query::ExchangeRow* found = row(exchange);
        return found != nullptr && found->method && *found->method != "GET";
    }

    // What was asked for in between is one moment each time, however much it was.
    [[nodiscard]] std::vector<Moment> withVisits() const {
        const std::vector<Visit> visits = visitsOf(session_, story_.exchanges, covered_);
        const std::string home =
            story_.exchanges.empty() ? std::string() : story_.exchanges.front().client.address;
        std::vector<Moment> moments;
        auto next = visits.begin();
        const auto tellVisitsUntil = [&](std::int64_t timeNs) {
            while (next != visits.end() && next->timeNs < timeNs) {
                const auto end = std::find_if(next, visits.end(), [&](const Visit& visit) {
                    return visit.timeNs >= timeNs || visit.kind != next->kind ||
                           visit.address != next->address;
                });
                moments.push_back({next->timeNs, visitsInWords(std::span(next, end), home)});
                next = end;
            }
        };
        for (const Told& told : told_) {
            tellVisitsUntil(told.timeNs);
            moments.push_back({told.timeNs, told.sentence});
        }
        tellVisitsUntil(std::numeric_limits<std::int64_t>::max());
        return moments;
    }

    const SessionStory& story_;
    const query::SessionRow& session_;
    std::unordered_map<std::uint64_t, const query::ExchangeRow*> exchanges_;
    std::unordered_map<std::uint64_t, std::string> users_;  ///< by the exchange that names them
    std::map<std::pair<std::string, std::string>, Repeated> repeated_;  ///< by kind and name
    std::set<std::uint64_t> covered_;    ///< exchanges whose request some sentence names
    std::set<std::uint64_t> checkouts_;  ///< exchanges that are told as steps of a checkout
    std::string user_;                   ///< who is logged in at the moment that is told
    std::vector<Told> told_;
};

}  // namespace

std::vector<Moment> momentsOf(const SessionStory& story) {
    return Narrator(story).tell();
}

}  // namespace hark::cli
