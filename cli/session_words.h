#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/query/session_rows.h"

namespace hark::cli {

/// "0:12.431", "1:02:03.004": minutes, seconds and milliseconds since something began.
[[nodiscard]] std::string offsetText(std::int64_t ns);
/// "08:43:12.104", UTC.
[[nodiscard]] std::string clockText(std::int64_t ns);

/// `the cookie "sid"`, "a bearer token"; fit for a terminal.
[[nodiscard]] std::string credentialInWords(std::string_view carrier, std::string_view name);
/// Why an exchange belongs to its session: `presents the cookie "sid"`; fit for a terminal.
[[nodiscard]] std::string evidenceInWords(const query::EvidenceItem& item);
/// The first characters of a secret and how long it is; fit for a terminal.
[[nodiscard]] std::string abbreviated(std::string_view value);
/// "no end seen", "ended by a logout [42]".
[[nodiscard]] std::string endInWords(const query::SessionRow& session);
/// "1 page", "2 pages".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one);

/// The sign of a life event in pictures and lists: 'L' for a login.
[[nodiscard]] char lifeSign(std::string_view event);
/// What these signs stand for, in one line: "M minted  L login".
[[nodiscard]] std::string lifeLegend(std::string_view signs);

}  // namespace hark::cli
