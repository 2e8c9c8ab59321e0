#include "core/query/functions.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/json_strings.h"
#include "core/base/text.h"
#include "core/http/cookies.h"
#include "core/query/body_search.h"
#include "core/query/head_lines.h"
#include "core/query/pattern.h"
#include "core/query/target_path.h"

namespace hark::query {

namespace {

std::string_view textOf(sqlite3_value* value) {
    const void* bytes = sqlite3_value_blob(value);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// The pattern of an argument that is the same for all rows is made once: SQLite keeps it.
const Pattern& patternOf(sqlite3_context* context, sqlite3_value** arguments, int index) {
    if (auto* kept = static_cast<Pattern*>(sqlite3_get_auxdata(context, index))) return *kept;
    auto made = std::make_unique<Pattern>(Pattern::parse(textOf(arguments[index])));
    sqlite3_set_auxdata(context, index, made.release(),
                        [](void* pattern) { delete static_cast<Pattern*>(pattern); });
    static const Pattern kNothing = Pattern::literal("\n");
    const auto* kept = static_cast<Pattern*>(sqlite3_get_auxdata(context, index));
    return kept != nullptr ? *kept : kNothing;
}

void pathOf(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    const std::string_view path = pathOfTarget(textOf(arguments[0]));
    sqlite3_result_text(context, path.data(), static_cast<int>(path.size()), SQLITE_TRANSIENT);
}

void hasPath(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    const Pattern& pattern = patternOf(context, arguments, 1);
    sqlite3_result_int(context, pattern.matches(pathOfTarget(textOf(arguments[0]))) ? 1 : 0);
}

// Calls match(name, value) with the cookie pairs of a Cookie field (RFC 6265 section 4.2).
template <typename Match>
bool anyPair(std::string_view list, Match match) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        const std::string_view pair = base::trimmed(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        const std::size_t equals = pair.find('=');
        const std::string_view value =
            equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        if (!pair.empty() && match(base::trimmed(pair.substr(0, equals)), base::trimmed(value))) {
            return true;
        }
    }
    return false;
}

enum class Wanted { Field, Cookie, SetCookie, SetCookieDomain };

template <Wanted wanted>
bool matchesLine(std::string_view name, std::string_view value, const Pattern& first,
                 const Pattern& second) {
    const auto isPair = [&](std::string_view n, std::string_view v) {
        return first.matches(n) && second.matches(v);
    };
    if constexpr (wanted == Wanted::Field) return isPair(name, value);
    if constexpr (wanted == Wanted::Cookie) {
        return base::equalsIgnoringCase(name, "cookie") && anyPair(value, isPair);
    }
    if (!base::equalsIgnoringCase(name, "set-cookie")) return false;
    if constexpr (wanted == Wanted::SetCookie) {
        return anyPair(value.substr(0, value.find(';')), isPair);
    }
    return anyPair(value, [&](std::string_view n, std::string_view v) {
        if (v.starts_with(".")) v.remove_prefix(1);
        return base::equalsIgnoringCase(n, "domain") && first.matches(v);
    });
}

template <Wanted wanted>
void hasLine(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
    const Pattern& first = patternOf(context, arguments, 2);
    const Pattern& second = patternOf(context, arguments, 3);
    const bool found = anyHeadLine(textOf(arguments[0]), textOf(arguments[1]),
                                   [&](std::string_view name, std::string_view value) {
                                       return matchesLine<wanted>(name, value, first, second);
                                   });
    sqlite3_result_int(context, found ? 1 : 0);
}

// The names in the fields of that kind, as a JSON array.
template <Wanted wanted>
void namesOfCookies(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
    constexpr bool kIsSet = wanted == Wanted::SetCookie;
    std::string json = "[";
    const auto take = [&](const http::CookiePair& pair) {
        if (json.size() > 1) json += ',';
        base::appendJsonString(pair.name, json);
    };
    anyHeadLine(textOf(arguments[0]), textOf(arguments[1]),
                [&](std::string_view name, std::string_view value) {
                    if (!base::equalsIgnoringCase(name, kIsSet ? "set-cookie" : "cookie")) {
                        return false;
                    }
                    http::forEachCookie(kIsSet ? value.substr(0, value.find(';')) : value, take);
                    return false;
                });
    json += ']';
    sqlite3_result_text(context, json.data(), static_cast<int>(json.size()), SQLITE_TRANSIENT);
}

void bodyHolds(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    auto* search = static_cast<BodySearch*>(sqlite3_get_auxdata(context, 2));
    if (search == nullptr) {
        auto made =
            std::make_unique<BodySearch>(sqlite3_context_db_handle(context), textOf(arguments[2]));
        sqlite3_set_auxdata(context, 2, made.release(),
                            [](void* kept) { delete static_cast<BodySearch*>(kept); });
        search = static_cast<BodySearch*>(sqlite3_get_auxdata(context, 2));
        if (search == nullptr) return sqlite3_result_error_nomem(context);
    }
    const auto content = static_cast<std::uint64_t>(sqlite3_value_int64(arguments[0]));
    const auto head = static_cast<std::uint64_t>(sqlite3_value_int64(arguments[1]));
    sqlite3_result_int(context, search->holds(content, head) ? 1 : 0);
}

using Function = void (*)(sqlite3_context*, int, sqlite3_value**);
struct Entry {
    const char* name;
    int arguments;
    Function function;
};

constexpr auto kFunctions = std::to_array<Entry>({
    {"hark_path", 1, pathOf},
    {"hark_has_path", 2, hasPath},
    {"hark_has_field", 4, hasLine<Wanted::Field>},
    {"hark_has_cookie", 4, hasLine<Wanted::Cookie>},
    {"hark_has_set_cookie", 4, hasLine<Wanted::SetCookie>},
    {"hark_has_set_cookie_domain", 4, hasLine<Wanted::SetCookieDomain>},
    {"hark_cookie_names", 2, namesOfCookies<Wanted::Cookie>},
    {"hark_set_cookie_names", 2, namesOfCookies<Wanted::SetCookie>},
    {"hark_body", 3, bodyHolds},
});

}  // namespace

void registerFunctions(sqlite3* database) {
    for (const Entry& entry : kFunctions) {
        sqlite3_create_function(database, entry.name, entry.arguments,
                                SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, entry.function,
                                nullptr, nullptr);
    }
}

}  // namespace hark::query
