#pragma once

#include <cstdint>
#include <optional>

#include <QString>

#include "gui/work/document.h"

namespace hark::gui {

/// What the window says about its document, apart from how it is shown.

struct EmptyWords {
    QString title;
    QString next;
    bool offersOpen = false;
};

/// What an empty list says.
[[nodiscard]] EmptyWords exchangesMissing(const Document& document, const QString& filter);
[[nodiscard]] EmptyWords connectionsMissing(const Document& document, const QString& filter);
/// "3,412 exchanges · 212 connections · 12 shown"; `shown` only where a filter applies.
[[nodiscard]] QString countsLine(const CaseSummary& summary, std::optional<int> shown);

}  // namespace hark::gui
