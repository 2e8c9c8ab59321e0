#pragma once

#include <optional>
#include <string>

#include "cli/row_printer.h"
#include "core/query/case.h"

namespace hark::cli {

struct ContentFacts {
    std::optional<std::uint64_t> decodedBytes;  ///< nothing where the coding can't be undone
    std::string sha256;                         ///< hex; empty unless asked for
};

/// Reads a message's content through, undoing its content codings.
[[nodiscard]] ContentFacts contentFacts(query::Case& from, const query::MessageDetail& message,
                                        bool withDigest);

/// The exchange in the stable schema of `--format ndjson`; README documents it.
[[nodiscard]] Json exchangeJson(query::Case& from, const query::ExchangeDetail& detail,
                                bool withDigest);

}  // namespace hark::cli
