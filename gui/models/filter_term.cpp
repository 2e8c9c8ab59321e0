#include "gui/models/filter_term.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/query/filter_text.h"

namespace hark::gui {

namespace {

constexpr std::size_t kLongestValue = 1024;  // a line edit isn't for more

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

// What can't be typed becomes a wildcard, and so does all that might need quotes.
std::string withWildcards(std::string_view value) {
    std::string made;
    for (const char c : value.substr(0, kLongestValue)) {
        if (isPlain(c)) {
            made += c;
        } else if (made.empty() || made.back() != '*') {
            made += '*';
        }
    }
    if (value.size() > kLongestValue && made.back() != '*') made += '*';
    return made;
}

// printable() leaves alone what a line of text shows as it is.
bool canBeTyped(std::string_view value) {
    return value.size() <= kLongestValue && std::none_of(value.begin(), value.end(), isControl) &&
           base::printable(value) == value;
}

}  // namespace

QString filterTerm(QLatin1String name, std::string_view value) {
    const std::string written =
        canBeTyped(value) ? query::filterValue(value) : withWildcards(value);
    return name + QLatin1Char(':') + QString::fromStdString(written);
}

QString serviceTerm(std::string_view service) {
    constexpr QLatin1String kHost("host");
    if (service.starts_with('.')) {
        const std::string_view domain = service.substr(1);
        const bool isPlainDomain = std::all_of(domain.begin(), domain.end(), isPlain);
        const QString below =
            QStringLiteral("host:*.") + QString::fromStdString(withWildcards(domain));
        if (!isPlainDomain) return QStringLiteral("host:*") + below.mid(7);
        return QStringLiteral("(%1 or %2)").arg(filterTerm(kHost, domain), below);
    }
    const std::size_t scheme = service.find("://");
    std::string_view host = scheme == std::string_view::npos ? service : service.substr(scheme + 3);
    const std::size_t colon = host.rfind(':');
    const std::size_t bracket = host.rfind(']');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        host = host.substr(0, colon);
    }
    return filterTerm(kHost, host);
}

}  // namespace hark::gui
