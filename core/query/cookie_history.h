#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace hark::query {

/// A change of a cookie's value, or the first sight of one. Text is from traffic, the value secret.
struct CookieStep {
    enum class Kind : std::uint8_t {
        Minted,    ///< a response sets it, and the request had none
        Replaced,  ///< a response sets it to another value than the request had
        Renewed,   ///< a response sets the value that the request had
        Deleted,   ///< a response takes it away
        Sent,      ///< a request has a value that no response was seen to set
    };
    Kind kind = Kind::Minted;
    std::uint64_t exchange = 0;
    std::int64_t timeNs = 0;  ///< when the message that shows it began
    std::string value;        ///< empty for Deleted
    std::string attributes;   ///< of Set-Cookie, behind the first semicolon
    std::uint64_t uses = 0;   ///< requests with the value until it is set the next time
    std::optional<std::uint64_t> firstUse, lastUse;  ///< exchanges
};

/// What became of one cookie of a service: told exchange by exchange, in their order. Which values
/// are the same is all that is looked at, so those of many user agents may be told at once.
class CookieHistory {
public:
    struct Limits {
        /// More than anyone reads; 8 MiB of the longest values (RFC 6265bis section 5.6).
        std::size_t steps = 2000;
    };

    CookieHistory(std::string name, const Limits& limits)
        : name_(std::move(name)), limits_(limits) {}

    /// What the messages of the next exchange have; told one after the other, the Cookie fields
    /// before the Set-Cookie fields.
    void beginExchange(std::uint64_t exchange);
    void addSent(std::string_view cookieField, base::Timestamp at);
    void addSet(std::string_view setCookieField, base::Timestamp at);

    /// In the order of the exchanges.
    [[nodiscard]] const std::vector<CookieStep>& steps() const { return steps_; }
    /// How many more there were than the limit allows.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    CookieStep* add(CookieStep::Kind kind, base::Timestamp at, std::string_view value);

    std::string name_;
    Limits limits_;
    std::uint64_t exchange_ = 0;
    std::vector<std::string> sent_;  ///< by the request of this exchange
    std::vector<CookieStep> steps_;
    std::map<std::string, std::size_t, std::less<>> latest_;  ///< step by value
    std::uint64_t dropped_ = 0;
};

}  // namespace hark::query
