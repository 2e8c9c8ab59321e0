#include "gui/app/words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::Words", text);
}

constexpr double kFirstRate = 0.5;  // seconds; before that a rate says nothing

// Whole seconds, as it is but a guess.
QString timeLeftText(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
    if (whole < 60) return tr("%1 s").arg(whole);
    return durationText(whole * 1'000'000'000);
}

QString connectionCount(std::uint64_t count) {
    return count == 1 ? tr("1 connection") : tr("%1 connections").arg(countText(count));
}

QString exchangeCount(std::uint64_t count) {
    return count == 1 ? tr("1 exchange") : tr("%1 exchanges").arg(countText(count));
}

std::optional<EmptyWords> notReady(const Document& document) {
    switch (document.state()) {
        case Document::State::Empty:
            return EmptyWords{};  // the start page is shown
        case Document::State::Opening:
        case Document::State::Importing:
            return EmptyWords{tr("Reading %1").arg(document.name()),
                              tr("Exchanges appear here as they are found."), false};
        case Document::State::Failed:
            return EmptyWords{tr("%1 could not be opened").arg(document.name()), document.message(),
                              true};
        case Document::State::Ready:
            break;
    }
    return std::nullopt;
}

EmptyWords nothingMatches(const QString& filter) {
    return {tr("Nothing matches the filter"), tr("%1\nEsc in the filter clears it.").arg(filter),
            false};
}

}  // namespace

EmptyWords exchangesMissing(const Document& document, const QString& filter) {
    if (auto words = notReady(document)) return *words;
    const CaseSummary& summary = document.summary();
    if (summary.exchanges > 0) return nothingMatches(filter);
    if (summary.connections > 0) {
        return {tr("No HTTP exchanges"),
                tr("%1 carried none that can be read; the view Connections shows what they spoke.")
                    .arg(connectionCount(summary.connections)),
                false};
    }
    return {tr("No HTTP exchanges"), tr("The capture holds no TCP connection at all."), true};
}

QString countsLine(const CaseSummary& summary, std::optional<int> shown) {
    QString line = exchangeCount(summary.exchanges) + QStringLiteral(" · ") +
                   connectionCount(summary.connections);
    if (shown) {
        line += QStringLiteral(" · ") +
                tr("%1 shown").arg(countText(static_cast<std::uint64_t>(*shown)));
    }
    return line;
}

std::optional<double> shareRead(const std::optional<ImportProgress>& progress) {
    if (!progress || !progress->bytesTotal || *progress->bytesTotal == 0) return std::nullopt;
    return static_cast<double>(progress->bytes) / static_cast<double>(*progress->bytesTotal);
}

QString readingLine(const QString& name, std::uint64_t exchanges,
                    const std::optional<ImportProgress>& progress) {
    QStringList parts;
    const auto share = shareRead(progress);
    if (share) parts << tr("%1 %").arg(static_cast<int>(*share * 100));
    if (progress && progress->seconds >= kFirstRate && progress->bytes > 0) {
        const double rate = static_cast<double>(progress->bytes) / progress->seconds;
        parts << tr("%1/s").arg(sizeText(static_cast<std::uint64_t>(rate)));
        if (share && *share < 1) {
            const double left = static_cast<double>(*progress->bytesTotal - progress->bytes) / rate;
            parts << tr("%1 left").arg(timeLeftText(left));
        }
    }
    if (progress) exchanges = std::max(exchanges, progress->exchanges);
    parts << tr("%1 so far").arg(exchangeCount(exchanges));
    return tr("Reading %1: %2").arg(name, parts.join(QStringLiteral(", ")));
}

}  // namespace hark::gui
