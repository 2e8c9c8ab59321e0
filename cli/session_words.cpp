#include "cli/session_words.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "cli/row_printer.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace hark::cli {

namespace {

// A credential's name is a few letters; whoever sends more gets no more of the line.
constexpr std::size_t kWidestName = 40;
// Enough to tell values apart by eye, too little to be of use elsewhere.
constexpr std::size_t kShownOfSecret = 8;

struct LifeSign {
    std::string_view event;
    char sign;
};
constexpr auto kLifeSigns = std::to_array<LifeSign>({{"minted", 'M'},
                                                     {"adopted", 'A'},
                                                     {"login", 'L'},
                                                     {"login-failed", 'F'},
                                                     {"rotated", 'R'},
                                                     {"privilege-change", 'P'},
                                                     {"logout", 'O'},
                                                     {"expired", 'X'},
                                                     {"deleted", 'D'},
                                                     {"used-after-end", 'U'},
                                                     {"second-client", '2'},
                                                     {"roaming", '~'},
                                                     {"fixated", '!'}});

}  // namespace

std::string offsetText(std::int64_t ns) {
    const auto length = std::chrono::abs(std::chrono::nanoseconds(ns));
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(length).count();
    const auto seconds = ms / 1000;
    const char* sign = ns < 0 ? "-" : "";
    if (seconds < 3600) {
        return fmt::format("{}{}:{:02}.{:03}", sign, seconds / 60, seconds % 60, ms % 1000);
    }
    return fmt::format("{}{}:{:02}:{:02}.{:03}", sign, seconds / 3600, seconds / 60 % 60,
                       seconds % 60, ms % 1000);
}

std::string clockText(std::int64_t ns) {
    constexpr std::size_t kTimeBegin = 11;  // behind the date
    constexpr std::size_t kToMilliseconds = 12;
    return base::toIso8601(base::Timestamp(base::Duration(ns))).substr(kTimeBegin, kToMilliseconds);
}

std::string credentialInWords(std::string_view carrier, std::string_view name) {
    const std::string shown = fitted(base::printable(name), kWidestName);
    if (carrier == "cookie") return fmt::format("the cookie \"{}\"", shown);
    if (carrier == "path-parameter") return fmt::format("the path parameter \"{}\"", shown);
    if (carrier == "query-parameter") return fmt::format("the query parameter \"{}\"", shown);
    if (carrier == "form-field") return fmt::format("the form field \"{}\"", shown);
    if (carrier == "json-member") return fmt::format("the JSON member \"{}\"", shown);
    if (carrier == "header-field") return fmt::format("the header field \"{}\"", shown);
    if (carrier == "bearer") return "a bearer token";
    if (carrier == "basic") return "Basic credentials";
    if (carrier == "digest") return "Digest credentials";
    return fmt::format("{} \"{}\"", base::printable(carrier), shown);
}

std::string evidenceInWords(const query::EvidenceItem& item) {
    std::string out = fmt::format("{} {}", base::printable(item.kind),
                                  credentialInWords(item.carrier, item.name));
    if (!item.reason.empty()) out += fmt::format(" ({})", base::printable(item.reason));
    return out;
}

std::string abbreviated(std::string_view value) {
    if (value.size() <= kShownOfSecret) return base::printable(value);
    // Not in the middle of a character, which would be shown as bytes.
    std::size_t shown = kShownOfSecret;
    while (shown > kShownOfSecret - 4 && (static_cast<unsigned char>(value[shown]) & 0xc0U) == 0x80)
        --shown;
    return fmt::format("{}… ({} bytes)", base::printable(value.substr(0, shown)), value.size());
}

std::string endInWords(const query::SessionRow& session) {
    const std::string where = session.endedBy ? fmt::format(" [{}]", *session.endedBy) : "";
    if (session.end == "logout") return "ended by a logout" + where;
    if (session.end == "expired") return "expired" + where;
    if (session.end == "deleted") return "ended by the deletion of its credential" + where;
    return "no end seen";
}

std::string counted(std::uint64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

char lifeSign(std::string_view event) {
    for (const LifeSign& known : kLifeSigns) {
        if (known.event == event) return known.sign;
    }
    return '?';
}

std::string lifeLegend(std::string_view signs) {
    std::string out;
    for (const auto& [event, sign] : kLifeSigns) {
        if (signs.find(sign) == std::string_view::npos) continue;
        out += fmt::format("{}{} {}", out.empty() ? "" : "  ", sign, event);
    }
    return out;
}

}  // namespace hark::cli
