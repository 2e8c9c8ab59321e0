#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/query/case.h"
#include "core/report/json.h"

namespace hark::report {

struct ContentFacts {
    std::optional<std::uint64_t> decodedBytes;  ///< nothing where the coding can't be undone
    std::string sha256;                         ///< hex; empty unless asked for
};

/// Reads a message's content through, undoing its content codings.
[[nodiscard]] ContentFacts contentFacts(query::Case& from, const query::MessageDetail& message,
                                        bool withDigest);

/// [{"kind", "name", "reason", "carrier"}], as `evidence` of an exchange.
[[nodiscard]] Json evidenceJson(const std::vector<query::EvidenceItem>& items);

/// The exchange in the stable schema of `--format ndjson`; README documents it.
[[nodiscard]] Json exchangeJson(query::Case& from, const query::ExchangeDetail& detail,
                                bool withDigest);

}  // namespace hark::report
