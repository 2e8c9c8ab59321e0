#pragma once

#include <sqlite3.h>

namespace hark::query {

/// Gives a connection the functions that conditions of filters use:
///
///     hark_path(target)                                 path of a request target
///     hark_has_path(target, path)                       its path is that
///     hark_has_field(bytes, lines, name, value)         a field line, of a row of `head`
///     hark_has_cookie(bytes, lines, name, value)        a pair in a Cookie field
///     hark_has_set_cookie(bytes, lines, name, value)    the pair of a Set-Cookie field
///     hark_has_set_cookie_domain(bytes, lines, domain, *)
///     hark_cookie_names(bytes, lines)                   in Cookie fields; a JSON array
///     hark_set_cookie_names(bytes, lines)               in Set-Cookie fields
///     hark_body(content, head, text)                    text in a content, decoded
///
/// Names, values and paths to compare with are patterns; see Pattern::parse().
void registerFunctions(sqlite3* database);

}  // namespace hark::query
