#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/query/case.h"

namespace hark::report {

/// A request's content becomes part of the command up to this size, in base64: what can still be
/// pasted.
inline constexpr std::size_t kMaximumCurlContent = std::size_t{1} << 20U;

/// What is known of a request's content, as it was transferred.
struct RequestContent {
    std::string bytes;
    bool isWhole = true;  ///< else `bytes` is not used, and the command says so
};

/// A command line for bash that sends the request again with curl: the same method, target, field
/// lines in their order, and content. Nothing from traffic can end a word, name a file to be read
/// or be taken for an option. Comments in front say what can't be sent again. Nothing where the
/// request's head was not captured. Secrets are in it as they were sent.
[[nodiscard]] std::optional<std::string> curlCommand(const query::ExchangeDetail& detail,
                                                     const RequestContent& content);

/// The same, with the content read from the case.
[[nodiscard]] std::optional<std::string> curlCommand(query::Case& from,
                                                     const query::ExchangeDetail& detail);

}  // namespace hark::report
