#include "gui/models/content_text.h"

#include <string>

#include <QCoreApplication>
#include <QStringDecoder>

#include "core/base/text.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::ContentText", text);
}

bool turnsDirection(char16_t c) {
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

QString shownCharacter(char16_t c) {
    constexpr char16_t kPictures = 0x2400;  // of control characters
    if (c < 0x20 && c != u'\t') return QChar(static_cast<char16_t>(kPictures + c));
    if (c == 0x7f) return QChar(0x2421);
    const bool isHidden =
        (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029 || turnsDirection(c);
    if (!isHidden) return QChar(c);
    return QStringLiteral("\\u{%1}").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0'));
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

// A page that is a part of a content may begin and end within a character.
std::string_view withoutTornStart(std::string_view bytes) {
    constexpr std::size_t kLongest = 4;
    for (std::size_t i = 0; i + 1 < kLongest && !bytes.empty() && isContinuation(bytes[0]); ++i)
        bytes.remove_prefix(1);
    return bytes;
}

std::string_view withoutTornEnd(std::string_view bytes) {
    constexpr std::size_t kLongest = 4;
    for (std::size_t i = 1; i < kLongest && i <= bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[bytes.size() - i]);
        if (c < 0x80U) break;
        if (c < 0xc0U) continue;
        const std::size_t length = c >= 0xf0U ? 4 : c >= 0xe0U ? 3 : 2;
        if (length > i) bytes.remove_suffix(i);
        break;
    }
    return bytes;
}

std::string_view wholeCharacters(const query::ContentPage& page) {
    std::string_view bytes = page.bytes;
    if (page.offset > 0) bytes = withoutTornStart(bytes);
    if (page.offset + page.bytes.size() < page.length) bytes = withoutTornEnd(bytes);
    return bytes;
}

QStringDecoder decoderFor(const query::ContentPage& page, std::string_view charset,
                          ContentText& made) {
    const QByteArrayView bytes(page.bytes.data(), static_cast<qsizetype>(page.bytes.size()));
    if (page.offset == 0) {
        if (const auto marked = QStringConverter::encodingForData(bytes)) {
            made.charset = QLatin1String(QStringConverter::nameForEncoding(*marked));
            return QStringDecoder(*marked);
        }
    }
    if (!charset.empty()) {
        QStringDecoder named(std::string(charset).c_str());
        if (named.isValid()) {
            made.charset = shownText(charset);
            return named;
        }
    }
    made.isGuessed = true;
    const bool isUtf8 = base::isUtf8(wholeCharacters(page));
    made.charset = isUtf8 ? QStringLiteral("UTF-8") : QStringLiteral("Latin-1");
    return QStringDecoder(isUtf8 ? QStringConverter::Utf8 : QStringConverter::Latin1);
}

}  // namespace

QString shownContent(const QString& text, bool* hasBrokenLines) {
    QString made;
    made.reserve(text.size());
    int column = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c == u'\r' && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n')) continue;
        if (c == u'\n') {
            made += QLatin1Char('\n');
            column = 0;
            continue;
        }
        if (column >= kLongestLine && !text[i].isLowSurrogate()) {
            made += QLatin1Char('\n');
            column = 0;
            if (hasBrokenLines != nullptr) *hasBrokenLines = true;
        }
        ++column;
        made += shownCharacter(c);
    }
    return made;
}

ContentText textOf(const query::ContentPage& page, std::string_view charset) {
    ContentText made;
    QStringDecoder decoder = decoderFor(page, charset, made);
    const bool isUtf8 = made.charset.compare(QStringLiteral("UTF-8"), Qt::CaseInsensitive) == 0;
    const auto add = [&](std::uint64_t begin, std::uint64_t end) {
        if (begin >= end) return;
        std::string_view bytes = std::string_view(page.bytes).substr(begin, end - begin);
        if (isUtf8 && begin == 0 && page.offset > 0) bytes = withoutTornStart(bytes);
        if (isUtf8 && end == page.bytes.size() && page.offset + end < page.length)
            bytes = withoutTornEnd(bytes);
        const QString text =
            decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
        made.text += shownContent(text, &made.hasBrokenLines);
    };
    std::uint64_t at = 0;  // in the page
    for (const query::ContentPage::Missing& missing : page.missing) {
        const std::uint64_t begin = missing.offset > page.offset ? missing.offset - page.offset : 0;
        const std::uint64_t end = missing.offset + missing.length - page.offset;
        add(at, begin);
        if (!made.text.isEmpty()) made.text += QLatin1Char('\n');
        made.text += tr("⋯ %1 bytes were not captured here ⋯").arg(countText(missing.length)) +
                     QLatin1Char('\n');
        at = std::min<std::uint64_t>(end, page.bytes.size());
        decoder.resetState();
    }
    add(at, page.bytes.size());
    return made;
}

}  // namespace hark::gui
