#include "gui/models/exchange_title.h"

#include <QCoreApplication>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::ExchangeTitle", text);
}

// Of English; translations write the number as they like.
QString ordinalText(std::uint64_t number) {
    const QString count = countText(number);
    const bool isTeen = number % 100 >= 11 && number % 100 <= 13;
    if (!isTeen && number % 10 == 1) return tr("%1st").arg(count);
    if (!isTeen && number % 10 == 2) return tr("%1nd").arg(count);
    if (!isTeen && number % 10 == 3) return tr("%1rd").arg(count);
    return tr("%1th").arg(count);
}

QString headOf(const std::optional<query::MessageDetail>& message, const QString& missing) {
    if (!message || message->head.empty()) return missing;
    QString text = shownHead(message->head);
    if (message->trailers) {
        text += QLatin1Char('\n');
        for (const auto& [name, value] : *message->trailers)
            text += QLatin1Char('\n') + shownText(name) + QStringLiteral(": ") + shownText(value);
    }
    return text;
}

}  // namespace

QString exchangeTitle(const query::ExchangeRow& row) {
    QString title = countText(row.id);
    if (row.method) title += QStringLiteral("  ") + shownText(*row.method);
    if (row.target) title += QLatin1Char(' ') + shownText(*row.target);
    if (row.status) title += QStringLiteral(" %1 %2").arg(QChar(0x2192)).arg(*row.status);
    if (row.durationNs) title = tr("%1 in %2").arg(title, durationText(*row.durationNs));
    title += tr("  ·  connection %1").arg(countText(row.connection));
    if (row.ordinal) title += tr(" (%1)").arg(ordinalText(*row.ordinal + 1));
    return title;
}

QString requestHead(const query::ExchangeDetail& detail) {
    return headOf(detail.request, tr("The request was not captured."));
}

QString responseHead(const query::ExchangeDetail& detail) {
    QString interim;
    for (const query::InterimDetail& response : detail.interim)
        interim += shownHead(response.head) + QStringLiteral("\n\n");
    return interim + headOf(detail.response, detail.row.isRunning
                                                 ? tr("No response yet.")
                                                 : tr("No response was captured."));
}

}  // namespace hark::gui
