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
/// "3,412 exchanges · 212 connections · 12 shown"; `shown` only where a filter applies.
[[nodiscard]] QString countsLine(const CaseSummary& summary, std::optional<int> shown);
/// "Reading shop.pcapng: 42 %, 118.2 MB/s, 4 s left, 3,412 exchanges so far", as far as that is
/// known.
[[nodiscard]] QString readingLine(const QString& name, std::uint64_t exchanges,
                                  const std::optional<ImportProgress>& progress);
/// Of the reading that is done, from 0 to 1; nothing where there is no telling.
[[nodiscard]] std::optional<double> shareRead(const std::optional<ImportProgress>& progress);

}  // namespace hark::gui
