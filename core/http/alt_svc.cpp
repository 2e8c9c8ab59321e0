#include "core/http/alt_svc.h"

#include <utility>

#include "core/base/text.h"

namespace hark::http {

namespace {

constexpr std::size_t kMaximumAlternatives = 16;

bool isTokenCharacter(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";  // RFC 9110 section 5.6.2
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
}

std::optional<unsigned> hexDigit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

// RFC 7838 section 3: octets that a token can't hold, and the percent sign, are percent-encoded.
std::string percentDecoded(std::string_view token) {
    std::string text;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool isEscape = token[i] == '%' && i + 2 < token.size();
        const auto high = isEscape ? hexDigit(token[i + 1]) : std::nullopt;
        const auto low = isEscape ? hexDigit(token[i + 2]) : std::nullopt;
        if (high && low) {
            text += static_cast<char>(*high << 4U | *low);
            i += 2;
        } else {
            text += token[i];
        }
    }
    return text;
}

// Reads a field value from left to right.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool atEnd() const { return text_.empty(); }
    void skipBlanks() {
        while (!text_.empty() && base::isBlank(text_.front()))
            text_.remove_prefix(1);
    }
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::string_view token() {
        std::size_t length = 0;
        while (length < text_.size() && isTokenCharacter(text_[length]))
            ++length;
        const std::string_view found = text_.substr(0, length);
        text_.remove_prefix(length);
        return found;
    }
    /// RFC 9110 section 5.6.4.
    std::optional<std::string> quotedString() {
        if (!take('"')) return std::nullopt;
        std::string found;
        while (!text_.empty()) {
            const char c = text_.front();
            text_.remove_prefix(1);
            if (c == '"') return found;
            if (c == '\\' && !text_.empty()) {
                found += text_.front();
                text_.remove_prefix(1);
            } else {
                found += c;
            }
        }
        return std::nullopt;
    }

private:
    std::string_view text_;
};

// alt-authority = [ uri-host ] ":" port
std::optional<std::uint16_t> portOf(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = base::parseDecimal(authority.substr(colon + 1));
    if (!port || *port == 0 || *port > 65'535) return std::nullopt;
    return static_cast<std::uint16_t>(*port);
}

// alternative *( OWS ";" OWS parameter ); parameters say how long it holds.
std::optional<Alternative> readAlternative(Reader& reader) {
    Alternative made;
    made.protocol = percentDecoded(reader.token());
    if (made.protocol.empty() || !reader.take('=')) return std::nullopt;
    auto authority = reader.quotedString();
    if (!authority) return std::nullopt;
    const auto port = portOf(*authority);
    if (!port) return std::nullopt;
    made.authority = std::move(*authority);
    made.port = *port;
    for (reader.skipBlanks(); reader.take(';'); reader.skipBlanks()) {
        reader.skipBlanks();
        if (reader.token().empty() || !reader.take('=')) return std::nullopt;
        if (reader.token().empty() && !reader.quotedString()) return std::nullopt;
    }
    return made;
}

}  // namespace

std::vector<Alternative> parseAltSvc(std::string_view value) {
    std::vector<Alternative> found;
    if (base::trimmed(value) == "clear") return found;  // case-sensitive
    Reader reader(value);
    while (found.size() < kMaximumAlternatives) {
        do {  // a list may have empty elements (RFC 9110 section 5.6.1)
            reader.skipBlanks();
        } while (reader.take(','));
        if (reader.atEnd()) return found;
        auto alternative = readAlternative(reader);
        if (!alternative) return found;
        found.push_back(std::move(*alternative));
        if (!reader.atEnd() && !reader.take(',')) return found;
    }
    return found;
}

bool isHttp3(std::string_view protocol) {
    constexpr std::string_view kDraft = "h3-";
    if (protocol == "h3") return true;
    return protocol.starts_with(kDraft) && base::parseDecimal(protocol.substr(kDraft.size()));
}

}  // namespace hark::http
