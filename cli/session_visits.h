#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/rows.h"
#include "core/query/session_rows.h"

namespace hark::cli {

/// Something that a person asked for, or a program for them: a page, or a request that changes
/// something.
struct Visit {
    std::int64_t timeNs = 0;
    std::uint64_t exchange = 0;
    enum class Kind : std::uint8_t {
        Opened,  ///< a page
        Asked,   ///< for something else
        Sent,    ///< by a method that isn't safe (RFC 9110 section 9.2.1)
    } kind = Kind::Opened;
    std::string address;  ///< of the client's end of the connection
    std::string text;     ///< "/cart [42] (404)"; fit for a terminal
};

/// Of these exchanges of a session, those that a person may have meant, without `told`: pages;
/// where there are none, all that is neither image, style, script nor font; and what was sent.
[[nodiscard]] std::vector<Visit> visitsOf(const query::SessionRow& session,
                                          std::span<const query::ExchangeRow> exchanges,
                                          const std::set<std::uint64_t>& told);

/// "It opened /a [1], /b [2] and /c [3].", for visits of one kind and address that nothing
/// interrupts. Who comes from elsewhere than `home` is named.
[[nodiscard]] std::string visitsInWords(std::span<const Visit> visits, std::string_view home);

/// The request's target, or all of its URL where that leads away from the session's service. Fit
/// for a terminal; cut, as are long values in it.
[[nodiscard]] std::string placeInWords(const query::SessionRow& session,
                                       const query::ExchangeRow& exchange);

}  // namespace hark::cli
