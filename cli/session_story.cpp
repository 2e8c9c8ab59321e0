#include "cli/session_story.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "cli/cells.h"
#include "cli/row_printer.h"
#include "cli/session_sentences.h"
#include "cli/session_visits.h"
#include "cli/session_words.h"
#include "cli/terminal.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/query/user_agent.h"

namespace hark::cli {

namespace {

// More than this is a list for another command, which is named then.
constexpr std::size_t kToldMoments = 150;
constexpr std::size_t kListedExchanges = 100;
constexpr std::size_t kListedCredentials = 30;
constexpr std::size_t kListedSessions = 20;
constexpr std::size_t kListedClients = 10;
constexpr std::size_t kTimesWidth = 30;  // of "     +0:12.431  08:43:24.535  "

std::string inWords(std::int64_t ns) {
    return humanDuration(std::chrono::nanoseconds(ns));
}

// The text behind `lead`, broken between words so that all lines begin where it began.
std::string hanging(const std::string& lead, std::string_view text, std::size_t width) {
    const std::size_t indent = displayWidth(lead);
    std::string out = lead;
    std::size_t column = indent;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t wide = displayWidth(word);
        if (column > indent) {
            const bool fits = width == 0 || column + 1 + wide <= width;
            out += fits ? " " : "\n" + std::string(indent, ' ');
            column = fits ? column + 1 : indent;
        }
        out += word;
        column += wide;
    }
    return out + "\n";
}

class Teller {
public:
    Teller(const SessionStory& story, std::size_t width)
        : story_(story), detail_(story.detail), row_(story.detail.row), width_(width) {}

    std::string tell() {
        heading();
        moments();
        carrying();
        numbers();
        visitor();
        credentials();
        exchanges();
        return std::move(out_);
    }

private:
    void line(const std::string& lead, std::string_view text) {
        out_ += hanging(lead, text, width_);
    }
    void title(std::string_view name) { out_ += fmt::format("\n{}\n", name); }
    void rest(std::size_t count, std::string_view what, std::string_view command) {
        line("  ", fmt::format("… and {} more {}: hark {}", count, what, command));
    }
    [[nodiscard]] std::string filtered(std::string_view command) const {
        return fmt::format("{} {} session:{}", command, base::printable(story_.caseName), row_.id);
    }

    void heading() {
        const std::string who = row_.user.empty() ? "nobody logged in" : base::printable(row_.user);
        line("", fmt::format("session {}: {} at {}", row_.id, who, base::printable(row_.service)));
        const std::string started =
            base::toIso8601(base::Timestamp(base::Duration(row_.startedNs)));
        line("  ", fmt::format("{} {} to {} UTC, {}; {}; visitor {}", started.substr(0, 10),
                               clockText(row_.startedNs), clockText(row_.lastNs),
                               inWords(row_.durationNs()), endInWords(row_), row_.visitor));
        out_ += noteText(row_.note.isMarked, row_.note.text);
    }

    void moments() {
        title("What happened");
        const std::vector<Moment> moments = momentsOf(story_);
        const std::size_t told = std::min(moments.size(), kToldMoments);
        std::int64_t last = row_.startedNs - 1;
        for (std::size_t i = 0; i < told; ++i) {
            const Moment& moment = moments[i];
            std::string lead(kTimesWidth, ' ');
            if (moment.timeNs != last) {
                lead =
                    fmt::format("  {:>12}  {}  ", "+" + offsetText(moment.timeNs - row_.startedNs),
                                clockText(moment.timeNs));
            }
            last = moment.timeNs;
            line(lead, moment.sentence);
        }
        if (moments.size() > told) {
            rest(moments.size() - told, "moments", filtered("sessions --events"));
        }
    }

    void carrying() {
        title("How it is carried");
        line("  ", carryingInWords(detail_));
        tokens();
    }

    // CSRF tokens: how many were issued and returned, by name.
    void tokens() {
        struct Use {
            std::uint64_t count = 0, first = 0, last = 0;
            void add(std::uint64_t exchange) {
                if (count++ == 0) first = exchange;
                last = exchange;
            }
            [[nodiscard]] std::string text(std::string_view done) const {
                if (count == 0) return fmt::format("never {}", done);
                if (count == 1) return fmt::format("{} once [{}]", done, first);
                return fmt::format("{} {} times, first [{}], last [{}]", done, count, first, last);
            }
        };
        std::map<std::string, std::pair<Use, Use>> byName;
        for (const query::StateRow& state : detail_.state) {
            if (state.kind == "csrf-issued") byName[state.name].first.add(state.exchange);
            if (state.kind == "csrf-returned") byName[state.name].second.add(state.exchange);
        }
        for (const auto& [name, uses] : byName) {
            line("  ", fmt::format("The CSRF token \"{}\" was {} and {}.",
                                   fitted(base::printable(name), 40), uses.first.text("issued"),
                                   uses.second.text("returned")));
        }
    }

    void numbers() {
        title("Numbers");
        const auto number = [&](std::string_view name, const std::string& text) {
            line(fmt::format("  {:<13}", name), text);
        };
        number("exchanges",
               fmt::format("{}: {}, {}; {}", row_.exchanges, counted(row_.pages, "page"),
                           counted(row_.assets, "asset"), counted(row_.errors, "error")));
        number("content", fmt::format("{} sent, {} received", humanSize(row_.requestBytes),
                                      humanSize(row_.responseBytes)));
        number("connections", fmt::format("{} used, {} on one that was open already",
                                          row_.connections, counted(row_.reused, "exchange")));
        if (row_.blockedNs > 0) {
            number("waiting", inWords(row_.blockedNs) + " behind other responses of a connection");
        }
        if (row_.thinks > 0) {
            const auto mean = row_.thinkingNs / static_cast<std::int64_t>(row_.thinks);
            number("thinking", fmt::format("{} between pages, {} in all, {} on average",
                                           counted(row_.thinks, "pause"), inWords(row_.thinkingNs),
                                           inWords(mean)));
        }
        std::size_t listed = 0;
        for (const query::ClientRow& client : detail_.clients) {
            if (listed++ == kListedClients) {
                number("", fmt::format("… and {} more", detail_.clients.size() - kListedClients));
                break;
            }
            const std::string words = query::userAgentInWords(client.userAgent);
            number(listed == 1 ? "clients" : "",
                   fmt::format("{}, {}: {} from [{}] on", base::printable(client.address),
                               words.empty() ? "without a name" : base::printable(words),
                               counted(client.exchanges, "exchange"), client.firstExchange));
        }
    }

    void visitor() {
        title(fmt::format("Visitor {}", row_.visitor));
        if (!row_.visitorReason.empty()) {
            line("  ", fmt::format("Joined to an earlier session by this: {}.",
                                   base::printable(row_.visitorReason)));
        }
        if (story_.siblings.empty()) line("  ", "Has no other session in this case.");
        std::size_t listed = 0;
        for (const query::SessionRow& other : story_.siblings) {
            if (listed++ == kListedSessions) {
                out_ += fmt::format("  … and {} more: hark sessions {} visitor:{}\n",
                                    story_.siblings.size() - kListedSessions,
                                    base::printable(story_.caseName), row_.visitor);
                break;
            }
            const std::int64_t apart = other.startedNs - row_.startedNs;
            line("  ",
                 fmt::format("Session {}{}: began {} {}, {}, {}.", other.id,
                             other.user.empty() ? "" : " of " + base::printable(other.user),
                             inWords(apart < 0 ? -apart : apart), apart < 0 ? "earlier" : "later",
                             counted(other.exchanges, "exchange"), endInWords(other)));
        }
    }

    void credentials() {
        title("Credentials");
        std::size_t listed = 0;
        for (const query::CredentialRow& credential : detail_.credentials) {
            if (listed++ == kListedCredentials) {
                rest(detail_.credentials.size() - kListedCredentials, "values",
                     fmt::format("show {} session {} --format json",
                                 base::printable(story_.caseName), row_.id));
                break;
            }
            const std::string issued =
                credential.minted ? fmt::format("issued [{}]", *credential.minted)
                                  : fmt::format("first seen [{}], not issued in the capture",
                                                credential.firstExchange);
            const std::string used =
                credential.uses == 0
                    ? "never used"
                    : fmt::format("used by {} until [{}]", counted(credential.uses, "request"),
                                  credential.lastExchange);
            line("  ", fmt::format("{} ({}) {}: {}, {}, {}.",
                                   credentialInWords(credential.carrier, credential.name),
                                   base::printable(credential.what), abbreviated(credential.value),
                                   issued, used,
                                   credential.isLive ? "live at the end" : "no longer live"));
        }
    }

    void exchanges() {
        std::map<std::uint64_t, std::string> signs;
        std::string all;
        for (const query::LifeEventRow& event : detail_.events) {
            const char sign = lifeSign(event.event);
            signs[event.exchange] += sign;
            all += sign;
        }
        title("Exchanges" + (all.empty() ? "" : "  (" + lifeLegend(all) + ")"));
        const std::size_t listed = std::min(story_.exchanges.size(), kListedExchanges);
        for (std::size_t i = 0; i < listed; ++i) {
            const query::ExchangeRow& exchange = story_.exchanges[i];
            const auto sign = signs.find(exchange.id);
            std::string text = fmt::format(
                "  {:>8}  {:>12}  {:<4} {} {} → {}", fmt::format("[{}]", exchange.id),
                "+" + offsetText(exchange.startedNs - row_.startedNs),
                sign == signs.end() ? "" : sign->second,
                base::printable(exchange.method.value_or("–")), placeInWords(row_, exchange),
                exchange.status ? std::to_string(*exchange.status) : "no response");
            out_ += (width_ == 0 ? text : fitted(text, width_)) + "\n";
        }
        if (row_.exchanges > listed) {
            rest(row_.exchanges - listed, "exchanges", filtered("exchanges"));
        }
    }

    const SessionStory& story_;
    const query::SessionDetail& detail_;
    const query::SessionRow& row_;
    std::size_t width_;
    std::string out_;
};

}  // namespace

std::string storyText(const SessionStory& story, std::size_t width) {
    return Teller(story, width).tell();
}

}  // namespace hark::cli
