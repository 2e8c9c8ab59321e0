#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/query/case.h"

namespace hark::gui {

/// What of a form is shown field by field; its bytes are in the content.
inline constexpr std::size_t kMaximumForm = std::size_t{1} << 20U;
/// Names of cookies that are looked through for an exchange's; busy captures have some hundreds.
inline constexpr std::uint64_t kMaximumCookieNames = 20'000;

/// An exchange, and what its own row says.
struct ExchangeFacts {
    query::ExchangeDetail detail;
    std::optional<query::ConnectionRow> connection;
    std::string form;  ///< the request's content, decoded, where it is a form
};

/// What other rows say about it.
struct ExchangeContext {
    std::optional<query::ExchangeRow> previous;    ///< that began before it on its connection
    std::optional<query::ExchangeRow> stepBefore;  ///< that began before it in its session
    std::vector<query::CookieRow> cookies;         ///< all names of cookies that it carries
    std::optional<query::SessionDetail> session;
    std::vector<std::string> inputs;  ///< names of the captures, the first is number 1
};

/// Nothing where there is no such exchange.
[[nodiscard]] base::Result<std::optional<ExchangeFacts>> factsOf(query::Case& from,
                                                                 std::uint64_t id);
[[nodiscard]] base::Result<ExchangeContext> contextOf(query::Case& from,
                                                      const query::ExchangeDetail& detail);

/// The combined value of the field lines of that name, in any case; nothing where there are none.
[[nodiscard]] std::optional<std::string> fieldValue(const query::FieldLines& fields,
                                                    std::string_view name);

}  // namespace hark::gui
