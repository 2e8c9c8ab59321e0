#include "cli/session_visits.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "cli/row_printer.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

constexpr std::size_t kListedVisits = 6;  // more are told as a number
constexpr std::size_t kWidestPlace = 60;

bool isSafe(std::string_view method) {  // RFC 9110 section 9.2.1
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

bool isDocument(const query::ExchangeRow& row) {
    return row.type == "text/html" || row.type == "application/xhtml+xml";
}

bool isAsset(const query::ExchangeRow& row) {
    const std::string_view type = row.type;
    return type.starts_with("image/") || type.starts_with("font/") || type.starts_with("video/") ||
           type.starts_with("audio/") || type == "text/css" ||
           type.find("javascript") != std::string_view::npos;
}

}  // namespace

std::string placeInWords(const query::SessionRow& session, const query::ExchangeRow& exchange) {
    if (!exchange.target) return "something that was not captured";
    const bool isHere = !exchange.url || exchange.url->starts_with(session.service);
    return fitted(base::printable(isHere ? *exchange.target : *exchange.url), kWidestPlace);
}

std::vector<Visit> visitsOf(const query::SessionRow& session,
                            std::span<const query::ExchangeRow> exchanges,
                            const std::set<std::uint64_t>& told) {
    std::vector<Visit> visits;
    for (const query::ExchangeRow& row : exchanges) {
        if (!row.method || told.contains(row.id)) continue;
        const bool isSent = !isSafe(*row.method);
        const bool isOpened =
            *row.method == "GET" && (session.pages > 0 ? isDocument(row) : !isAsset(row));
        if (!isSent && !isOpened) continue;
        std::string text = isSent ? base::printable(*row.method) + " " : "";
        text += fmt::format("{} [{}]", placeInWords(session, row), row.id);
        if (!row.status) {
            text += row.isRunning ? "" : " (no response)";
        } else if (isSent || *row.status >= 400) {
            text += fmt::format(" ({})", *row.status);
        }
        visits.push_back({row.startedNs, row.id, isSent, std::move(text)});
    }
    return visits;
}

std::string visitsInWords(const query::SessionRow& session, std::span<const Visit> visits) {
    std::string out = visits.front().isSent ? "It sent "
                      : session.pages > 0   ? "It opened "
                                            : "It asked for ";
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
