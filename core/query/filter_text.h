#pragma once

#include <string>
#include <string_view>

namespace hark::query {

/// A value as it is written in a filter that means exactly this text, whatever is in it: as it
/// stands where that is plain, else in quotes.
[[nodiscard]] std::string filterValue(std::string_view text);
/// The same in quotes always; with an asterisk behind these it stands for what begins with it.
[[nodiscard]] std::string quotedFilterValue(std::string_view text);

}  // namespace hark::query
