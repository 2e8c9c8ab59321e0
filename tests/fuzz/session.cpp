// The session stage on any dialogue: the input chooses, exchange by exchange, who asks which
// service for what, with which fields and content, when, and what is answered; some of it from
// lists of what matters, some of it as it is.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/base/bytes.h"
#include "core/http/fields.h"
#include "core/session/stage.h"
#include "tests/fuzz/memory_input.h"
#include "tests/fuzz/session_checker.h"

namespace {

using namespace hark;
using fuzz::require;
using List = std::initializer_list<std::string_view>;

constexpr std::size_t kExchanges = 64;
constexpr std::size_t kConnections = 6;
constexpr base::Timestamp kStart{std::chrono::seconds(1'700'000'000)};

// Small, so that all of them are reached.
session::Limits limits() {
    session::Limits small;
    small.inspectedContent = 256;
    small.collectedContents = 512;
    small.openFacts = 12;
    small.usesOfMessage = 8;
    small.issuedInContent = 2;
    small.names = 24;
    small.valueBytes = 128;
    small.valuesOfName = 6;
    small.services = 4;
    small.clients = 5;
    small.logoutPages = 2;
    small.statesOfSession = 3;
    small.clientsOfSession = 2;
    small.usersOfSession = 2;
    return small;
}

/// Reads the input from its beginning; zeros where nothing is left.
class Choices {
public:
    Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    [[nodiscard]] bool isOver() const { return at_ >= size_; }
    std::uint8_t byte() { return isOver() ? 0 : data_[at_++]; }
    bool flag() { return byte() % 2 == 1; }
    std::string_view of(List list) { return list.begin()[byte() % list.size()]; }
    std::string_view raw() {
        const std::size_t wanted = byte();
        const std::size_t length = std::min(wanted, size_ - std::min(at_, size_));
        const std::string_view text(reinterpret_cast<const char*>(data_) + at_, length);
        at_ += length;
        return text;
    }

private:
    const std::uint8_t* data_;
    std::size_t size_;
    std::size_t at_ = 0;
};

std::string_view name(Choices& choices) {
    return choices.of({"sid", "PHPSESSID", "zebra", "auth_token", "access_token", "refresh_token",
                       "csrftoken", "_ga", "lang", "remember_token", "jsessionid", "__Host-sid"});
}

std::string value(Choices& choices) {
    const unsigned which = choices.byte();
    if (which % 8 == 0) return std::string(choices.raw());
    // Some that look like identifiers, and one that carries state.
    if (which % 8 == 1) return "eyJ1IjoiYW5uYSJ9.ZVT4kQ.bX0pZ1rF8hK3sLw9vQ2nT6yJ4cA";
    return fmt::format("{:08x}b1946ac92492d2347c6235b4{:02x}", which * 2654435761U, which);
}

std::string requestFields(Choices& choices) {
    std::string fields = "User-Agent: ";
    fields += choices.of({"A", "B", ""});
    fields += "\r\n";
    for (unsigned count = choices.byte() % 5; count > 0; --count) {
        switch (choices.byte() % 8) {
            case 0:
                fields += fmt::format("Authorization: Bearer {}\r\n", value(choices));
                break;
            case 1:
                fields += fmt::format("Authorization: {}\r\n",
                                      choices.of({"Basic YTpi", "Basic YzpkOg==", "Basic ====",
                                                  R"(Digest username="a", realm="r")"}));
                break;
            case 2:
                fields += fmt::format("{}: {}\r\n",
                                      choices.of({"Forwarded", "X-Forwarded-For", "X-Auth-Token",
                                                  "X-CSRF-Token", "Accept", "Sec-Fetch-Dest"}),
                                      choices.raw());
                break;
            case 3:
                fields += choices.raw();
                break;
            default:
                fields += fmt::format("Cookie: {}={}; {}={}\r\n", name(choices), value(choices),
                                      name(choices), value(choices));
        }
    }
    return fields;
}

std::string responseFields(Choices& choices) {
    std::string fields;
    for (unsigned count = choices.byte() % 5; count > 0; --count) {
        switch (choices.byte() % 8) {
            case 0:
                fields += fmt::format(
                    "Location: {}\r\n",
                    choices.of({"/login", "/home", "/home;jsessionid=", "http://a.test/?sid="}));
                fields.insert(fields.size() - 2, value(choices));
                break;
            case 1:
                fields += fmt::format("X-Auth-Token: {}\r\n", value(choices));
                break;
            case 2:
                fields += choices.raw();
                break;
            default:
                fields += fmt::format("Set-Cookie: {}={}{}\r\n", name(choices), value(choices),
                                      choices.of({"", "; Path=/; HttpOnly", "; Domain=a.test",
                                                  "; Max-Age=0", "; Domain=test; Max-Age=99999999",
                                                  "; Secure; Path=/", "; Domain=.www.a.test"}));
        }
    }
    return fields;
}

std::string content(Choices& choices) {
    std::string text(
        choices.of({"", "user=anna&password=x", "user=bert&password=y&sid=", R"({"access_token":")",
                    R"({"user":"a","password":"b","refresh_token":")", "<a href='/logout'>x</a>",
                    "<input type=password name=p><input type=hidden name=sid value=",
                    "grant_type=refresh_token&refresh_token=", "quantity=2&product="}));
    if (choices.flag()) text += value(choices) + std::string(choices.of({"", "\"}", ">", "&"}));
    if (choices.flag()) text += choices.raw();
    return text;
}

http::Fields split(std::string head, std::size_t startLine) {
    http::FieldLines lines = http::splitFieldLines(head, startLine, 100);
    return {std::move(head), std::move(lines.lines)};
}

/// Tells the events of the exchanges that the input chooses.
class Dialogue {
public:
    Dialogue(Choices choices, std::uint64_t firstExchange, session::Stage& stage,
             fuzz::SessionChecker& checker)
        : choices_(choices), nextId_(firstExchange), stage_(stage), checker_(checker) {}

    /// `shows`: tells what is known where the input says so.
    void play(bool shows) {
        const exchange::Protocol protocol;
        const exchange::KeepAlive keepAlive;
        for (std::size_t i = 0; i < kConnections; ++i) {
            connections_.at(i).id = {i + 1};
            connections_.at(i).client.address = *ip::parseAddress(fmt::format("10.0.0.{}", i % 4));
            stage_.on(exchange::ConnectionBegan{connections_.at(i)});
        }
        for (std::size_t i = 0; i < kExchanges && !choices_.isOver(); ++i) {
            const unsigned what = choices_.byte();
            if (what % 16 == 0 && shows) stage_.show();
            begin();
            // Some stay open while others go on.
            if (what % 4 != 1) endFirst();
            if (what % 8 == 2) endFirst();
        }
        while (!open_.empty())
            endFirst();
        for (const tcp::Connection& connection : connections_)
            stage_.on(exchange::ConnectionEnded{connection, protocol, keepAlive});
    }

private:
    void begin() {
        exchange::Exchange& one = open_.emplace_back();
        const std::size_t connection = choices_.byte() % kConnections;
        one.id = {nextId_++};
        one.connection = connections_.at(connection).id;
        one.ordinal = 1;
        // Forth and, less often, back.
        now_ += (choices_.byte() - 64) * std::chrono::milliseconds(100);
        one.started = now_;
        one.previous = last_.at(connection);
        last_.at(connection) = one.id;
        checker_.began(one.connection, one.id);
        stage_.on(exchange::Began{one});
        if (choices_.byte() % 16 == 15) {  // its head was lost
            fields_.at(connection).clear();
            return;
        }
        const std::string method(choices_.of({"GET", "POST", "GET", "DELETE", "M"}));
        std::string target(choices_.of({"/", "/home", "/login", "/logout", "/cart/add", "/a.png",
                                        "/home;jsessionid=", "/api/session", "/checkout?sid="}));
        if (choices_.flag()) target += value(choices_);
        const std::string line = fmt::format("{} {} HTTP/1.1\r\n", method, target);
        http::RequestHead head;
        const std::string fields = requestFields(choices_) + "\r\n";
        head.fields = split(line + fields, line.size());
        head.repeatsFields = fields == fields_.at(connection);
        fields_.at(connection) = fields;
        head.methodSpan = {0, static_cast<std::uint32_t>(method.size())};
        head.targetSpan = {static_cast<std::uint32_t>(method.size() + 1),
                           static_cast<std::uint32_t>(target.size())};
        head.startLineBytes = static_cast<std::uint32_t>(line.size());
        one.requestHead = std::move(head);
        const std::string_view service =
            choices_.of({"http://a.test", "http://a.test:8080", "http://www.a.test",
                         "https://b.co.uk", "http://[::1]:80", "http://10.0.0.1", ""});
        auto& origin = origins_[{connection, service}];
        if (!origin) {
            http::UriOrigin made;
            made.prefix = service;
            origin = std::make_shared<http::UriOrigin>(made);
        }
        one.uri = http::TargetUri{origin, http::TargetUri::Form::Origin};
        one.request.emplace();
        one.request->firstByte = one.request->lastByte = now_;
        stage_.on(exchange::RequestHeadSeen{one});
        tellContent(one, stream::Direction::ClientToServer, *one.request);
    }

    void endFirst() {
        if (open_.empty()) return;
        exchange::Exchange& one = open_.front();
        if (choices_.byte() % 8 != 7) {
            static constexpr std::array<std::uint16_t, 10> kStatus{200, 302, 200, 401, 403,
                                                                   304, 440, 500, 204, 303};
            http::ResponseHead head;
            head.status = kStatus.at(choices_.byte() % kStatus.size());
            const std::string line = fmt::format("HTTP/1.1 {}\r\n", head.status);
            std::string fields = responseFields(choices_);
            fields += fmt::format("Content-Type: {}\r\n",
                                  choices_.of({"text/html", "application/json", "image/png", ""}));
            if (choices_.flag()) head.contentLength = 20;
            head.fields = split(line + fields + "\r\n", line.size());
            head.startLineBytes = static_cast<std::uint32_t>(line.size());
            one.responseHead = std::move(head);
            one.response.emplace();
            one.response->firstByte = one.response->lastByte =
                one.started + choices_.byte() * std::chrono::milliseconds(20);
            stage_.on(exchange::ResponseHeadSeen{one});
            tellContent(one, stream::Direction::ServerToClient, *one.response);
        }
        stage_.on(exchange::Ended{one});
        open_.pop_front();
    }

    void tellContent(exchange::Exchange& one, stream::Direction direction,
                     exchange::MessageRecord& message) {
        for (unsigned pieces = choices_.byte() % 3; pieces > 0; --pieces) {
            const std::string piece = content(choices_);
            message.bodyBytes += piece.size();
            if (choices_.byte() % 8 == 0) {
                message.missingBytes += piece.size();
                const http::ContentGap gap{piece.size(), stream::GapReason::Lost};
                stage_.on(exchange::ContentSeen{one, direction, gap});
            } else {
                const http::Content bytes{base::asBytes(piece)};
                stage_.on(exchange::ContentSeen{one, direction, bytes});
            }
        }
    }

    Choices choices_;
    std::uint64_t nextId_;
    session::Stage& stage_;
    fuzz::SessionChecker& checker_;
    base::Timestamp now_ = kStart;
    std::array<tcp::Connection, kConnections> connections_;
    std::array<base::ExchangeId, kConnections> last_;  // that began
    std::array<std::string, kConnections> fields_;     // of these requests
    std::map<std::pair<std::size_t, std::string_view>, std::shared_ptr<const http::UriOrigin>>
        origins_;
    std::deque<exchange::Exchange> open_;
};

void play(const Choices& choices, std::uint64_t firstExchange, bool shows,
          const session::Options& options, fuzz::SessionChecker& checker) {
    session::Stage stage(options, checker, checker.earlier());
    Dialogue(choices, firstExchange, stage, checker).play(shows);
    stage.finish();
    checker.finish(firstExchange == 1 ? 1 : 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    session::Options options;
    options.limits = limits();
    if (data[0] % 4 == 1) options.overrides.sessionNames = {"zebra"};
    if (data[0] % 4 == 2) options.overrides.otherNames = {"sid"};
    const Choices choices(data + 1, size - 1);

    fuzz::SessionChecker shown(options.limits);
    play(choices, 1, true, options, shown);
    fuzz::SessionChecker unseen(options.limits);
    play(choices, 1, false, options, unseen);
    require(shown.text() == unseen.text());

    // The same again, in a case that is continued.
    if (data[0] % 8 > 3) play(choices, kExchanges + 1, true, options, unseen);
    return 0;
}
