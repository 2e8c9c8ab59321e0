#include "tests/unit/session/dialogue.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/base/bytes.h"
#include "core/base/text.h"
#include "core/http/fields.h"

namespace hark::session::test {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view kService = "http://shop.test";
// Connections that steps name are numbered after those of the clients' own.
constexpr unsigned kNamedConnections = 1000;

http::Fields fieldsOf(std::string head, std::size_t startLine) {
    http::FieldLines lines = http::splitFieldLines(head, startLine, 1000);
    return {std::move(head), std::move(lines.lines)};
}

http::RequestHead requestHead(const std::string& method, const std::string& target,
                              const std::string& fields) {
    const std::string line = fmt::format("{} {} HTTP/1.1\r\n", method, target);
    http::RequestHead head;
    head.fields = fieldsOf(line + fields + "\r\n", line.size());
    head.methodSpan = {0, static_cast<std::uint32_t>(method.size())};
    head.targetSpan = {static_cast<std::uint32_t>(method.size() + 1),
                       static_cast<std::uint32_t>(target.size())};
    head.startLineBytes = static_cast<std::uint32_t>(line.size());
    return head;
}

http::ResponseHead responseHead(unsigned status, const std::string& fields) {
    const std::string line = fmt::format("HTTP/1.1 {} Reason\r\n", status);
    http::ResponseHead head;
    head.fields = fieldsOf(line + fields + "\r\n", line.size());
    head.status = static_cast<std::uint16_t>(status);
    head.startLineBytes = static_cast<std::uint32_t>(line.size());
    if (const auto length = head.fields.first("content-length")) {
        head.contentLength = base::parseDecimal(*length);
    }
    return head;
}

}  // namespace

std::string id(unsigned number) {
    // Mixes the number as SplitMix64 does, so that digits follow no pattern.
    std::string text;
    std::uint64_t state = number;
    for (int i = 0; i < 2; ++i) {
        state += 0x9e3779b97f4a7c15U;
        std::uint64_t word = state;
        word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
        word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
        text += fmt::format("{:016x}", word ^ (word >> 31U));
    }
    return text;
}

// ---- Step

Step& Step::cookie(std::string_view name, std::string_view value) {
    cookies_.push_back(fmt::format("{}={}", name, value));
    return *this;
}

Step& Step::with(std::string_view name, std::string_view value) {
    requestFields_ += fmt::format("{}: {}\r\n", name, value);
    return *this;
}

Step& Step::form(std::string_view text) {
    return content("application/x-www-form-urlencoded", text);
}

Step& Step::json(std::string_view text) {
    return content("application/json", text);
}

Step& Step::content(std::string_view type, std::string_view text) {
    requestContent_ = text;
    return with("Content-Type", type);
}

Step& Step::answers(unsigned status) {
    status_ = status;
    return *this;
}

Step& Step::unanswered() {
    return answers(0);
}

Step& Step::leadsTo(std::string_view location) {
    responseContent_.clear();
    return answers(302).says("Location", location);
}

Step& Step::sets(std::string_view name, std::string_view value, std::string_view attributes) {
    return says("Set-Cookie", fmt::format("{}={}{}", name, value, attributes));
}

Step& Step::deletes(std::string_view name) {
    return sets(name, "", "; Path=/; Max-Age=0");
}

Step& Step::says(std::string_view name, std::string_view value) {
    responseFields_ += fmt::format("{}: {}\r\n", name, value);
    return *this;
}

Step& Step::page(std::string_view html) {
    return body("text/html", html);
}

Step& Step::data(std::string_view json) {
    return body("application/json", json);
}

Step& Step::body(std::string_view type, std::string_view text) {
    responseType_ = type;
    responseContent_ = text;
    return *this;
}

Step& Step::at(milliseconds time) {
    requested_ = time;
    return *this;
}

Step& Step::after(milliseconds pause) {
    requested_ = before_ + pause;
    return *this;
}

Step& Step::takes(milliseconds time) {
    untilAnswer_ = time;
    return *this;
}

Step& Step::on(unsigned connection) {
    connection_ = kNamedConnections + connection;
    return *this;
}

Step& Step::inPieces(std::size_t size, std::size_t gap) {
    piece_ = size;
    gap_ = gap;
    return *this;
}

// ---- Dialogue

Step& Client::sends(std::string_view method, std::string_view url) {
    Step& step = dialogue_.add(address_, method, url);
    return userAgent_.empty() ? step : step.with("User-Agent", userAgent_);
}

Dialogue Dialogue::after(const Dialogue& before) {
    Dialogue next;
    next.firstExchange_ = before.firstExchange_ + before.steps_.size();
    next.firstConnection_ = before.firstConnection_ + 2 * kNamedConnections;
    for (const Step& step : before.steps_)
        next.next_ = std::max(next.next_, step.requested_ + std::chrono::minutes(1));
    return next;
}

Client Dialogue::client(std::string_view address, std::string_view userAgent) {
    return {*this, address, userAgent};
}

Step& Dialogue::add(std::string_view client, std::string_view method, std::string_view url) {
    Step step;
    step.id_ = {firstExchange_ + steps_.size()};
    step.client_ = client;
    step.method_ = method;
    const std::size_t scheme = url.find("://");
    const bool isAbsolute = scheme != std::string_view::npos && scheme < url.find('/');
    const std::size_t path = isAbsolute ? std::min(url.find('/', scheme + 3), url.size()) : 0;
    step.service_ = isAbsolute ? url.substr(0, path) : kService;
    step.target_ = path == url.size() ? "/" : url.substr(path);
    step.connection_ = ownConnection(step.client_, step.service_);
    if (steps_.empty()) {
        step.before_ = step.requested_ = next_;
    } else {
        step.before_ = steps_.back().requested_;
        step.requested_ = step.before_ + std::chrono::seconds(1);
    }
    return steps_.emplace_back(std::move(step));
}

unsigned Dialogue::ownConnection(const std::string& client, const std::string& service) {
    const std::string key = client + ' ' + service;
    const auto place = std::find(ownConnections_.begin(), ownConnections_.end(), key);
    const auto number = static_cast<unsigned>(place - ownConnections_.begin());
    if (place == ownConnections_.end()) ownConnections_.push_back(key);
    return number;
}

std::vector<base::ExchangeId> Dialogue::exchangesOf(base::ConnectionId connection,
                                                    base::ExchangeId first,
                                                    base::ExchangeId last) const {
    std::vector<base::ExchangeId> found;
    for (const Step& step : steps_) {
        if (firstConnection_ + step.connection_ == connection.value && first <= step.id_ &&
            step.id_ <= last) {
            found.push_back(step.id_);
        }
    }
    return found;
}

/// Makes events of steps.
class Player {
public:
    Player(const Dialogue& dialogue, unsigned firstConnection, exchange::Sink& sink)
        : sink_(sink), firstConnection_(firstConnection), tellsLengths_(dialogue.tellsLengths_) {
        for (const Step& step : dialogue.steps())
            add(step);
    }

    void play(Dialogue::Order order) {
        for (auto& [number, line] : lines_)
            sink_.on(exchange::ConnectionBegan{line.connection});
        std::vector<Moment> moments;
        for (std::uint32_t place = 0; place < open_.size(); ++place) {
            const Open& one = open_[place];
            const std::uint64_t line = order == Dialogue::Order::OfTime ? 0
                                       : order == Dialogue::Order::OfConnections
                                           ? one.record.connection.value
                                           : ~one.record.connection.value;
            moments.push_back({line, one.record.started, place, false});
            moments.push_back({line, one.answered, place, true});
        }
        std::stable_sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
            return std::tie(a.line, a.time) < std::tie(b.line, b.time);
        });
        for (const Moment& moment : moments) {
            if (moment.isEnd) {
                answer(open_[moment.place]);
            } else {
                request(open_[moment.place]);
            }
        }
        const exchange::Protocol protocol;
        const exchange::KeepAlive keepAlive;
        for (auto& [number, line] : lines_)
            sink_.on(exchange::ConnectionEnded{line.connection, protocol, keepAlive});
    }

private:
    struct Line {
        tcp::Connection connection;
        std::map<std::string, std::shared_ptr<const http::UriOrigin>> origins;
        std::uint64_t exchanges = 0;
        base::ExchangeId last;  // that began
        std::string fields;     // of that one's request
    };
    struct Open {
        const Step* step = nullptr;
        exchange::Exchange record;
        base::Timestamp answered;
    };
    struct Moment {
        std::uint64_t line;
        base::Timestamp time;
        std::uint32_t place;
        bool isEnd;
    };

    void add(const Step& step) {
        Line& line = lines_[step.connection_];
        line.connection.id = {firstConnection_ + step.connection_};
        if (const auto address = ip::parseAddress(step.client_)) {
            line.connection.client.address = *address;
        }
        auto& origin = line.origins[step.service_];
        if (!origin) {
            http::UriOrigin made;
            made.prefix = step.service_;
            origin = std::make_shared<http::UriOrigin>(made);
        }
        Open open;
        open.step = &step;
        exchange::Exchange& record = open.record;
        record.id = step.id_;
        record.connection = line.connection.id;
        record.ordinal = line.exchanges++;
        record.started = kStart + step.requested_;
        record.uri = http::TargetUri{origin, http::TargetUri::Form::Origin};
        open.answered = record.started + step.untilAnswer_;
        open_.push_back(std::move(open));
    }

    void request(Open& open) {
        exchange::Exchange& record = open.record;
        Line& line = lines_.at(open.step->connection_);
        record.previous = line.last;
        line.last = record.id;
        sink_.on(exchange::Began{record});
        std::string fields = "Host: shop.test\r\n" + open.step->requestFields_;
        for (const std::string& cookie : open.step->cookies_)
            fields += (&cookie == open.step->cookies_.data() ? "Cookie: " : "; ") + cookie;
        if (!open.step->cookies_.empty()) fields += "\r\n";
        record.requestHead = requestHead(open.step->method_, open.step->target_, fields);
        record.requestHead->repeatsFields = fields == line.fields;
        line.fields = fields;
        record.request.emplace();
        record.request->firstByte = record.request->lastByte = record.started;
        sink_.on(exchange::RequestHeadSeen{record});
        content(open, stream::Direction::ClientToServer, open.step->requestContent_);
        record.request->complete = true;
    }

    void answer(Open& open) {
        exchange::Exchange& record = open.record;
        const Step& step = *open.step;
        if (step.status_ != 0) {
            std::string fields = step.responseFields_;
            if (!step.responseContent_.empty()) {
                fields += fmt::format("Content-Type: {}\r\n", step.responseType_);
            }
            fields += tellsLengths_
                          ? fmt::format("Content-Length: {}\r\n", step.responseContent_.size())
                          : "Transfer-Encoding: chunked\r\n";
            record.responseHead = responseHead(step.status_, fields);
            record.response.emplace();
            record.response->firstByte = record.response->lastByte = open.answered;
            sink_.on(exchange::ResponseHeadSeen{record});
            content(open, stream::Direction::ServerToClient, step.responseContent_);
            record.response->complete = true;
        }
        sink_.on(exchange::Ended{record});
    }

    void content(Open& open, stream::Direction direction, std::string_view text) {
        const bool isResponse = direction == stream::Direction::ServerToClient;
        exchange::MessageRecord& message =
            isResponse ? *open.record.response : *open.record.request;
        const std::size_t size = isResponse ? open.step->piece_ : text.size();
        for (std::size_t number = 0; !text.empty(); ++number) {
            const std::string_view piece = text.substr(0, size);
            text.remove_prefix(piece.size());
            message.bodyBytes += piece.size();
            if (isResponse && number == open.step->gap_) {
                message.missingBytes += piece.size();
                const http::ContentGap gap{piece.size(), stream::GapReason::Lost};
                sink_.on(exchange::ContentSeen{open.record, direction, gap});
            } else {
                const http::Content bytes{base::asBytes(piece)};
                sink_.on(exchange::ContentSeen{open.record, direction, bytes});
            }
        }
    }

    exchange::Sink& sink_;
    unsigned firstConnection_;
    bool tellsLengths_;
    std::map<unsigned, Line> lines_;
    std::vector<Open> open_;
};

void Dialogue::play(exchange::Sink& sink, Order order) const {
    Player(*this, firstConnection_, sink).play(order);
}

}  // namespace hark::session::test
