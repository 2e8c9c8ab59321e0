#include "cli/explain.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cli/session_words.h"
#include "core/query/diagnosis.h"

namespace hark::cli {

namespace {

std::string_view description(std::string_view protocol) {
    if (protocol == "TLS") return "encrypted (TLS)";
    if (protocol == "HTTP/2") return "HTTP/2, which this version does not read";
    if (protocol == "QUIC") return "QUIC, in which HTTP/3 is not read";
    if (protocol == "no data") return "without any data";
    if (protocol == "unknown") return "of an unknown protocol";
    return protocol;
}

}  // namespace

std::string notUnderstood(const query::Statistics& statistics) {
    std::vector<std::string> parts;
    for (const auto& [protocol, count] : statistics.connectionProtocols) {
        if (protocol.starts_with("HTTP/1")) continue;
        parts.push_back(fmt::format("{} of {} connections are {}", count, statistics.connections,
                                    description(protocol)));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::string partialReason(const query::Provenance& provenance) {
    return provenance.reason.empty() ? "its import did not end" : provenance.reason;
}

std::string emptinessExplanation(query::Case& from) {
    const auto statistics = from.statistics();
    if (!statistics) return statistics.error().message;
    const auto provenance = from.provenance();
    if (!provenance) return provenance.error().message;
    if (provenance->isPartial) {
        const std::string read = notUnderstood(*statistics);
        return fmt::format("no HTTP/1 exchanges so far, in a case that is partial ({}){}{}",
                           partialReason(*provenance), read.empty() ? "" : ": ", read);
    }
    if (statistics->packets == 0) return "no exchanges: the capture holds no packet";
    std::string why = notUnderstood(*statistics);
    if (why.empty()) {
        why = fmt::format("of {} packets none belongs to a TCP connection", statistics->packets);
        if (const auto count = query::countOf(statistics->counters, "unsupported_link");
            count > 0) {
            why = fmt::format("{} of {} packets have a link type that can't be read", count,
                              statistics->packets);
        } else if (const auto encrypted = query::countOf(statistics->counters, "encrypted_link");
                   encrypted > 0) {
            why = fmt::format("{} of {} packets were encrypted by Wi-Fi", encrypted,
                              statistics->packets);
        }
    }
    return "no HTTP/1 exchanges: " + why;
}

std::string sessionlessExplanation(query::Case& from, bool hasFilter) {
    if (hasFilter) return "no session matches the filter";
    const auto statistics = from.statistics();
    if (!statistics) return statistics.error().message;
    if (statistics->exchanges == 0) return emptinessExplanation(from);
    return fmt::format(
        "no sessions: in {} nothing was found by which a client makes itself recognised; "
        "`hark cookies` says what each cookie was taken for, --session-cookie NAME overrules it",
        counted(statistics->exchanges, "exchange"));
}

}  // namespace hark::cli
