#pragma once

#include <cstdint>
#include <string>

#include <QString>

#include "gui/models/loaded_content.h"

namespace hark::gui {

/// What a message's row says of its content.
struct ContentSizes {
    std::uint64_t transferred = 0;
    std::uint64_t missing = 0;
    std::string coding;  ///< that was undone; may be empty
};

/// One line on what is shown: sizes, charset, which part, what is missing or damaged.
[[nodiscard]] QString contentFactsText(const LoadedContent& loaded, const ContentSizes& sizes);

}  // namespace hark::gui
