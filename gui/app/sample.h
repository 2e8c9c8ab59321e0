#pragma once

#include <QString>

namespace hark::gui {

/// The capture that comes with hark for trying it: installed beside the program, or in the source
/// tree that it was built from. Empty where there is none.
[[nodiscard]] QString sampleToTry();

}  // namespace hark::gui
