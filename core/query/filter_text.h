#pragma once

#include <string>
#include <string_view>

namespace hark::query {

/// A value as it is written in a filter that means exactly this text, whatever is in it: as it
/// stands where that is plain, else in quotes. With an asterisk behind it it means what begins with
/// the text.
[[nodiscard]] std::string filterValue(std::string_view text);

}  // namespace hark::query
