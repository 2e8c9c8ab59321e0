// Whatever Cookie and Set-Cookie fields say, a jar stays within its limit, has no two cookies that
// a browser would take for one, holds what a request has shown, and keeps text to the byte.

#include "core/query/cookie_jar.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/base/json_strings.h"
#include "core/http/cookies.h"
#include "tests/fuzz/memory_input.h"

namespace {

constexpr std::size_t kCookies = 20;

void mustHold(const std::vector<hark::query::HeldCookie>& held, std::string_view cookieField) {
    std::size_t pairs = 0;
    hark::http::forEachCookie(cookieField, [&](const auto&) { ++pairs; });
    if (pairs > kCookies) return;
    hark::http::forEachCookie(cookieField, [&](const hark::http::CookiePair& pair) {
        const bool isHeld = std::any_of(held.begin(), held.end(), [&](const auto& cookie) {
            return cookie.name == pair.name && cookie.value == pair.value;
        });
        hark::fuzz::require(isHeld);
    });
}

void mustBeDistinct(const std::vector<hark::query::HeldCookie>& held) {
    hark::fuzz::require(held.size() <= kCookies);
    std::set<std::tuple<std::string, std::string, bool, std::string>> known;
    for (const auto& cookie : held) {
        if (!cookie.setBy) continue;
        hark::fuzz::require(
            known.emplace(cookie.name, cookie.domain, cookie.isHostOnly, cookie.path).second);
    }
}

void mustComeBack(std::string_view text) {
    std::string json;
    hark::base::appendJsonString(text, json);
    hark::base::JsonStrings strings(json);
    std::string read;
    hark::fuzz::require(strings.next(read) && read == text && !strings.next(read));
    hark::base::JsonStrings any(text);
    while (any.next(read)) {
    }
}

}  // namespace

// Lines: "<" and a Set-Cookie field, or anything else and a Cookie field; a second is between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    mustComeBack(text);
    hark::query::CookieJar jar{{kCookies}};
    std::uint64_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        const hark::query::CookieJar::Place place{
            number % 3 == 0 ? "a.shop.example" : "shop.example", number % 2 == 0 ? "/a/b" : "/",
            number + 1};
        const hark::base::Timestamp now{std::chrono::seconds(1'700'000'000 + ++number)};
        if (line[0] == '<') {
            jar.addSet(place, line.substr(1), now);
        } else {
            jar.addSent(place, line.substr(1));
            if (line.substr(1).size() < 4096) {
                // Long past, so that no end of a cookie counts.
                mustHold(jar.heldAt(hark::base::Timestamp::min()), line.substr(1));
            }
        }
        mustBeDistinct(jar.heldAt(now));
    }
    return 0;
}
