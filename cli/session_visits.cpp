#include "cli/session_visits.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "cli/row_printer.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

constexpr std::size_t kListedVisits = 6;  // more are told as a number
constexpr std::size_t kWidestPlace = 80;

bool isSafe(std::string_view method) {  // RFC 9110 section 9.2.1
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

bool isDocument(const query::ExchangeRow& row) {
    return row.type == "text/html" || row.type == "application/xhtml+xml";
}

bool isAsset(const query::ExchangeRow& row) {
    const std::string_view type = row.type;
    if (type.starts_with("image/") || type.starts_with("font/") || type.starts_with("video/") ||
        type.starts_with("audio/") || type == "text/css" ||
        type.find("javascript") != std::string_view::npos) {
        return true;
    }
    // A response without content, such as 304, often doesn't say what it would be.
    if (!type.empty() || !row.target) return false;
    constexpr auto kEndings = std::to_array<std::string_view>(
        {".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif",
         ".ico", ".woff", ".woff2", ".ttf", ".mp4", ".webm"});
    const std::string path = base::toLower(row.target->substr(0, row.target->find_first_of("?;")));
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return path.ends_with(ending); });
}

// Identifiers in a target say nothing to a reader, and hide what stands behind them.
std::string withShortValues(std::string_view target) {
    constexpr std::size_t kLongestValue = 16;
    constexpr std::size_t kShown = 8;
    std::string out;
    while (!target.empty()) {
        const std::size_t begin = std::min(target.find('='), target.size() - 1) + 1;
        out += target.substr(0, begin);
        target.remove_prefix(begin);
        const std::size_t end = std::min(target.find_first_of("&;?#/"), target.size());
        if (end > kLongestValue) {
            out += target.substr(0, kShown);
            out += "…";
        } else {
            out += target.substr(0, end);
        }
        target.remove_prefix(end);
    }
    return out;
}

}  // namespace

std::string placeInWords(const query::SessionRow& session, const query::ExchangeRow& exchange) {
    if (!exchange.target) return "something that was not captured";
    const bool isHere = !exchange.url || exchange.url->starts_with(session.service);
    const std::string& place = isHere ? *exchange.target : *exchange.url;
    return fitted(withShortValues(base::printable(place)), kWidestPlace);
}

std::vector<Visit> visitsOf(const query::SessionRow& session,
                            std::span<const query::ExchangeRow> exchanges,
                            const std::set<std::uint64_t>& told) {
    std::vector<Visit> visits;
    const bool hasPages = std::any_of(exchanges.begin(), exchanges.end(), isDocument);
    for (const query::ExchangeRow& row : exchanges) {
        if (!row.method || told.contains(row.id)) continue;
        const bool isSent = !isSafe(*row.method);
        const bool isMeant = *row.method == "GET" && (hasPages ? isDocument(row) : !isAsset(row));
        if (!isSent && !isMeant) continue;
        const Visit::Kind kind = isSent     ? Visit::Kind::Sent
                                 : hasPages ? Visit::Kind::Opened
                                            : Visit::Kind::Asked;
        std::string text = isSent ? base::printable(*row.method) + " " : "";
        text += fmt::format("{} [{}]", placeInWords(session, row), row.id);
        if (!row.status) {
            text += row.isRunning ? "" : " (no response)";
        } else if (isSent || *row.status >= 400) {
            text += fmt::format(" ({})", *row.status);
        }
        visits.push_back({row.startedNs, row.id, kind, row.client.address, std::move(text)});
    }
    return visits;
}

std::string visitsInWords(std::span<const Visit> visits, std::string_view home) {
    const Visit& first = visits.front();
    std::string out = first.address == home
                          ? "It"
                          : fmt::format("The client at {}", base::printable(first.address));
    out += first.kind == Visit::Kind::Sent     ? " sent "
           : first.kind == Visit::Kind::Opened ? " opened "
                                               : " asked for ";
    const std::size_t listed = std::min(visits.size(), kListedVisits);
    for (std::size_t i = 0; i < listed; ++i) {
        const bool isLast = i + 1 == visits.size();
        out += (i == 0 ? "" : isLast ? " and " : ", ") + visits[i].text;
    }
    if (visits.size() > listed) {
        out +=
            fmt::format(", and {} more until [{}]", visits.size() - listed, visits.back().exchange);
    }
    return out + ".";
}

}  // namespace hark::cli
