#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/exchange/event.h"

namespace hark::session::test {

/// When the first exchange of a dialogue begins.
inline constexpr base::Timestamp kStart{std::chrono::seconds(1'700'000'000)};

/// The form of a login by password, and what a page shows to whoever is signed in.
inline constexpr std::string_view kLogin = "user=anna&password=secret";
inline constexpr std::string_view kInside = "<a href='/logout'>Log out</a>";

/// A value that nobody guesses, another for each number.
[[nodiscard]] std::string id(unsigned number);

/// One exchange; its methods say what is in its messages. Where nothing is said, the answer is a
/// page without links 100 ms later, and the client's own connection is used.
class Step {
public:
    // What the request has.
    Step& cookie(std::string_view name, std::string_view value);
    Step& with(std::string_view name, std::string_view value);  ///< a field line
    Step& form(std::string_view text);
    Step& json(std::string_view text);
    Step& content(std::string_view type, std::string_view text);

    // What the response has.
    Step& answers(unsigned status);
    Step& unanswered();
    /// 302 to there.
    Step& leadsTo(std::string_view location);
    Step& sets(std::string_view name, std::string_view value,
               std::string_view attributes = "; Path=/");
    Step& deletes(std::string_view name);
    Step& says(std::string_view name, std::string_view value);  ///< a field line
    Step& page(std::string_view html);
    Step& data(std::string_view json);
    Step& body(std::string_view type, std::string_view text);

    // When and where.
    /// Since the dialogue's start; those that say nothing come a second after the one before.
    Step& at(std::chrono::milliseconds time);
    Step& after(std::chrono::milliseconds pause);  ///< since the one before began
    Step& takes(std::chrono::milliseconds time);   ///< up to the answer
    Step& on(unsigned connection);                 ///< any number; steps share it
    /// The response's content comes in pieces so long, and the piece at `gap` is missing.
    Step& inPieces(std::size_t size, std::size_t gap = ~std::size_t{0});

    /// The number by which rows name it.
    [[nodiscard]] base::ExchangeId exchange() const { return id_; }

private:
    friend class Dialogue;
    friend class Player;

    base::ExchangeId id_;
    std::string client_;   // address
    std::string service_;  // "http://shop.test"
    unsigned connection_ = 0;
    std::chrono::milliseconds requested_{0};
    std::chrono::milliseconds untilAnswer_{100};
    std::chrono::milliseconds before_{0};  // the step before
    std::string method_;
    std::string target_;
    std::string requestFields_;
    std::vector<std::string> cookies_;
    std::string requestContent_;
    unsigned status_ = 200;  // 0: no response
    std::string responseType_ = "text/html";
    std::string responseFields_;
    std::string responseContent_ = "<p>A page</p>";
    std::size_t piece_ = ~std::size_t{0};
    std::size_t gap_ = ~std::size_t{0};
};

class Dialogue;

/// Somebody who asks; a copy is the same one.
class Client {
public:
    Step& get(std::string_view url) { return sends("GET", url); }
    Step& post(std::string_view url) { return sends("POST", url); }
    /// The URL begins with a path where the service is http://shop.test.
    Step& sends(std::string_view method, std::string_view url);

private:
    friend class Dialogue;
    Client(Dialogue& dialogue, std::string_view address, std::string_view userAgent)
        : dialogue_(dialogue), address_(address), userAgent_(userAgent) {}

    Dialogue& dialogue_;
    std::string address_;
    std::string userAgent_;
};

/// Exchanges of some clients with some services, one after another:
///
///     Dialogue d;
///     Client anna = d.client("10.0.0.1", "Firefox");
///     anna.get("/").sets("sid", id(1));
///     anna.get("/cart").cookie("sid", id(1));
///
/// Exchanges are numbered from 1 as they are written, also where `at` moves one to another time.
class Dialogue {
public:
    Dialogue() = default;
    /// Goes on a minute after another one, with exchanges and connections of its own.
    static Dialogue after(const Dialogue& before);

    Client client(std::string_view address, std::string_view userAgent);
    /// Answers come in chunks: their heads don't say how long they are.
    void tellNoLengths() { tellsLengths_ = false; }

    /// In which order the exchanges' events are told.
    enum class Order : std::uint8_t {
        OfTime,         ///< as a capture has them
        OfConnections,  ///< all of a connection, then all of the next one
        Backwards,      ///< the last connection first
    };
    void play(exchange::Sink& sink, Order order = Order::OfTime) const;

    [[nodiscard]] const std::deque<Step>& steps() const { return steps_; }
    /// The exchanges of a connection from one to another, in order.
    [[nodiscard]] std::vector<base::ExchangeId> exchangesOf(base::ConnectionId connection,
                                                            base::ExchangeId first,
                                                            base::ExchangeId last) const;

private:
    friend class Client;
    friend class Player;
    Step& add(std::string_view client, std::string_view method, std::string_view url);
    unsigned ownConnection(const std::string& client, const std::string& service);

    std::deque<Step> steps_;  // which stay where they are
    std::vector<std::string> ownConnections_;
    std::uint64_t firstExchange_ = 1;
    unsigned firstConnection_ = 1;
    std::chrono::milliseconds next_{0};
    bool tellsLengths_ = true;
};

}  // namespace hark::session::test
