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

#include "cli/row_printer.h"
#include "cli/session_visits.h"
#include "cli/session_words.h"
#include "core/base/text.h"
#include "core/query/user_agent.h"

namespace hark::cli {

namespace {

// What happens more often is told once, with how often.
constexpr std::size_t kToldOneByOne = 5;
constexpr std::size_t kWidestText = 40;

std::string cut(std::string_view text) {
    return fitted(base::printable(text), kWidestText);
}

std::string clientInWords(std::string_view userAgent, std::string_view address) {
    const std::string words = query::userAgentInWords(userAgent);
    return fmt::format("{} at {}", words.empty() ? "a client without a name" : cut(words),
                       base::printable(address));
}

// Whether the sentence about it says which request it was.
bool namesRequest(std::string_view kind) {
    constexpr auto kKinds = std::to_array<std::string_view>(
        {"login", "login-failed", "privilege-change", "logout", "expired", "used-after-end", "cart",
         "checkout", "form-step"});
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
        for (const query::LifeEventRow& event : story.detail.events)
            count(event.event, nameOf(event), event.exchange);
        for (const query::StateRow& state : story.detail.state) {
            count(state.kind, state.name, state.exchange);
            if (state.kind == "user") users_.emplace(state.exchange, cut(state.value));
        }
    }

    std::vector<Moment> tell() {
        tellArrival();
        for (const query::LifeEventRow& event : story_.detail.events)
            tellEvent(event);
        for (const query::StateRow& state : story_.detail.state)
            tellState(state);
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
        const std::string sentence = sentenceOf(event);
        if (namesRequest(kind)) covered_.insert(event.exchange);
        const auto more = repetition(event.event, nameOf(event));
        if (more) tell(event.timeNs, event.exchange, sentence, event.evidence, *more);
    }

    void changeUser(std::uint64_t exchange) {
        const auto found = users_.find(exchange);
        if (found != users_.end()) {
            user_ = found->second;
        } else {
            user_ = session_.users.size() == 1 ? cut(session_.users.front()) : std::string();
        }
    }

    [[nodiscard]] std::string sentenceOf(const query::LifeEventRow& event) const {
        const std::string credential =
            event.credential ? credentialInWords(event.credential->carrier, event.credential->name)
                             : "its credential";
        const std::string by = this->by(event.exchange);
        const std::string_view kind = event.event;
        if (kind == "minted") return "The server issued " + credential;
        if (kind == "adopted") {
            return fmt::format(
                "The session was going on before: the capture doesn't show {} "
                "being issued",
                credential);
        }
        if (kind == "login") return (user_.empty() ? "Somebody" : user_) + " logged in" + by;
        if (kind == "login-failed") return "A login failed" + by;
        if (kind == "rotated") return "The server gave a new value to " + credential;
        if (kind == "privilege-change") {
            return "The user changed without a logout" + (user_.empty() ? "" : " to " + user_) + by;
        }
        if (kind == "logout") return (user_.empty() ? "The user" : user_) + " logged out" + by;
        if (kind == "expired") return "The server no longer knew the session when asked" + by;
        if (kind == "deleted") return "The server deleted " + credential;
        if (kind == "used-after-end")
            return fmt::format("{} was sent after its end{}", credential, by);
        if (kind == "second-client") {
            return fmt::format("A second client sent {}: {}", credential, clientAt(event));
        }
        if (kind == "roaming") return "The client's address changed: " + clientAt(event);
        if (kind == "fixated") {
            return fmt::format("The login kept {}, which another client had held before",
                               credential);
        }
        return base::printable(kind);
    }

    [[nodiscard]] std::string clientAt(const query::LifeEventRow& event) const {
        for (const query::ClientRow& client : story_.detail.clients) {
            if (client.firstExchange == event.exchange) {
                return clientInWords(client.userAgent, client.address);
            }
        }
        return base::printable(event.client.address);
    }

    void tellState(const query::StateRow& state) {
        // CSRF tokens are told as sums; a login has said already who it is.
        if (state.kind.starts_with("csrf-")) return;
        if (state.kind == "user" && covered_.contains(state.exchange)) return;
        const auto more = repetition(state.kind, state.name);
        const std::string by = this->by(state.exchange);
        const std::string what = state.value.empty()
                                     ? cut(state.name)
                                     : fmt::format("{} = {}", cut(state.name), cut(state.value));
        std::string sentence;
        if (state.kind == "user") {
            sentence = "The answer names a user: " + cut(state.value);
        } else if (state.kind == "preference") {
            sentence = "A preference was set: " + what;
        } else if (state.kind == "cart") {
            sentence = fmt::format("The cart was changed{}: {}", by, what);
        } else if (state.kind == "checkout") {
            sentence = fmt::format("The checkout went on{}: {}", by, what);
        } else if (state.kind == "form-step") {
            sentence = fmt::format("A step of a form was sent{}: {}", by, what);
        } else {
            sentence = fmt::format("{}: {}", base::printable(state.kind), what);
        }
        if (namesRequest(state.kind)) covered_.insert(state.exchange);
        if (more) tell(state.timeNs, state.exchange, sentence, {}, *more);
    }

    // What was asked for in between is one moment each time, however much it was.
    [[nodiscard]] std::vector<Moment> withVisits() const {
        const std::vector<Visit> visits = visitsOf(session_, story_.exchanges, covered_);
        std::vector<Moment> moments;
        auto next = visits.begin();
        const auto tellVisitsUntil = [&](std::int64_t timeNs) {
            while (next != visits.end() && next->timeNs < timeNs) {
                const auto end = std::find_if(next, visits.end(), [&](const Visit& visit) {
                    return visit.timeNs >= timeNs || visit.isSent != next->isSent;
                });
                moments.push_back({next->timeNs, visitsInWords(session_, std::span(next, end))});
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
    std::set<std::uint64_t> covered_;  ///< exchanges whose request some sentence names
    std::string user_;                 ///< who is logged in at the moment that is told
    std::vector<Told> told_;
};

}  // namespace

std::vector<Moment> momentsOf(const SessionStory& story) {
    return Narrator(story).tell();
}

}  // namespace hark::cli
