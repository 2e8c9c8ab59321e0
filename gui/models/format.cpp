#include "gui/models/format.h"

#include <cmath>
#include <cstddef>

#include <QCoreApplication>
#include <QLocale>

#include "core/base/text.h"
#include "core/base/time.h"

namespace hark::gui {

namespace {

constexpr std::size_t kLongestCell = 512;  // more than a screen is wide
constexpr std::size_t kLongestHead = std::size_t{256}
                                     << 10U;  // what a text widget lays out at once

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::Format", text);
}

// At most `limit` bytes that don't end within a character.
std::string_view cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    std::size_t end = limit;
    while (end > limit - 4 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

QString decimals(double value, int digits) {
    return QLocale().toString(value, 'f', digits);
}

}  // namespace

QString durationText(std::int64_t ns) {
    const double seconds = static_cast<double>(ns) / 1e9;
    if (ns < 100'000) return tr("%1 µs").arg(decimals(seconds * 1e6, 0));
    if (seconds < 0.01) return tr("%1 ms").arg(decimals(seconds * 1e3, seconds < 0.001 ? 2 : 1));
    if (seconds < 0.9995) return tr("%1 ms").arg(decimals(seconds * 1e3, 0));
    if (seconds < 59.995) return tr("%1 s").arg(decimals(seconds, 2));
    const auto whole = std::llround(seconds);
    const auto padded = [](qint64 number) {
        return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
    };
    if (whole < 3600) return tr("%1 min %2 s").arg(whole / 60).arg(padded(whole % 60));
    return tr("%1 h %2 min").arg(QLocale().toString(whole / 3600), padded(whole / 60 % 60));
}

QString offsetText(std::int64_t ns) {
    return tr("%1 s").arg(decimals(static_cast<double>(ns) / 1e9, 3));
}

QString sizeText(std::uint64_t bytes) {
    if (bytes < 1000) return tr("%1 B").arg(bytes);
    constexpr const char* kUnits[] = {"%1 kB", "%1 MB", "%1 GB", "%1 TB", "%1 PB"};
    auto value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; value >= 999.95 && unit + 1 < std::size(kUnits); ++unit)
        value /= 1000;
    return tr(kUnits[unit]).arg(decimals(value, 1));
}

QString countText(std::uint64_t count) {
    return QLocale().toString(qulonglong{count});
}

QString instantText(std::int64_t ns) {
    const std::string iso = base::toIso8601(base::Timestamp(base::Duration(ns)));
    const QString text = QString::fromStdString(iso);
    return tr("%1 %2 UTC").arg(text.left(10), text.mid(11, 15));
}

QString endpointText(const query::Address& address) {
    const QString host = shownText(address.address);
    const bool isV6 = host.contains(QLatin1Char(':'));
    return (isV6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(address.port);
}

QString shownText(std::string_view text) {
    const std::string_view shown = cut(text, kLongestCell);
    QString made = QString::fromStdString(base::printable(shown));
    if (shown.size() < text.size()) made += QChar(0x2026);
    return made;
}

QString shownHead(std::string_view head) {
    std::string_view rest = cut(head, kLongestHead);
    const bool isCut = rest.size() < head.size();
    QString made;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() && rest.empty()) break;
        if (!made.isEmpty()) made += QLatin1Char('\n');
        made += QString::fromStdString(base::printable(line));
    }
    if (isCut) made += QLatin1Char('\n') + tr("… %1 in all").arg(sizeText(head.size()));
    return made;
}

QString shortType(std::string_view mediaType) {
    const std::size_t slash = mediaType.find('/');
    return shownText(slash == std::string_view::npos ? mediaType : mediaType.substr(slash + 1));
}

}  // namespace hark::gui
