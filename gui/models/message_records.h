#pragma once

#include <string_view>

#include "core/base/time.h"
#include "gui/models/exchange_facts.h"
#include "gui/models/record.h"

namespace hark::gui {

/// What a token may be shown of; times in it as dates.
[[nodiscard]] Records tokenRecords(std::string_view token);

/// Fields of a form's content, or nothing where the media type is none of a form.
[[nodiscard]] Records formRecords(std::string_view content, std::string_view contentType);

/// The request line, field lines in their order, parameters of the target, fields of a form.
[[nodiscard]] Records requestRecords(const ExchangeFacts& facts);

/// Interim responses, the status line, field lines in their order, trailer fields.
[[nodiscard]] Records responseRecords(const ExchangeFacts& facts);

/// A text as a quoted value of the filter language.
[[nodiscard]] QString filterQuoted(std::string_view text);

}  // namespace hark::gui
