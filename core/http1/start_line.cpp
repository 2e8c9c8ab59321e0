#include "core/http1/start_line.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/text.h"

namespace hark::http1 {

namespace {

constexpr std::string_view kVersionPrefix = "HTTP/";
// The longest registered method, UPDATEREDIRECTREF, has 17 characters.
constexpr std::size_t kLongestMethod = 32;

// tchar of RFC 9110 section 5.6.2.
constexpr std::array<bool, 256> kTokenCharacters = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool isToken(char c) {
    return kTokenCharacters[static_cast<unsigned char>(c)];
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
using base::isBlank;

std::size_t tokenLength(std::string_view text) {
    return static_cast<std::size_t>(
        std::find_if_not(text.data(), text.data() + text.size(), isToken) - text.data());
}

bool hasBlank(std::string_view text) {
    return text.find(' ') != std::string_view::npos || text.find('\t') != std::string_view::npos;
}

struct ParsedVersion {
    http::Version version = http::Version::Http11;
    bool wellFormed = true;
};

// "HTTP/" DIGIT "." DIGIT. A higher minor version is read as 1.1 (RFC 9110 section 2.5).
std::optional<ParsedVersion> parseVersion(std::string_view text) {
    if (text.substr(0, kVersionPrefix.size()) != kVersionPrefix) return std::nullopt;
    const std::string_view number = text.substr(kVersionPrefix.size());
    if (number == "1.1") return ParsedVersion{};
    if (number == "1.0") return ParsedVersion{http::Version::Http10, true};
    if (number.empty() || !isDigit(number[0])) return std::nullopt;
    const bool old = number[0] == '0' || number == "1";
    return ParsedVersion{old ? http::Version::Http10 : http::Version::Http11, false};
}

http::Span spanOf(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
}

constexpr std::array<std::string_view, 24> kCommonMethods{
    "GET",    "POST",     "HEAD",  "PUT",   "DELETE", "OPTIONS",   "CONNECT",  "TRACE",
    "PATCH",  "PROPFIND", "COPY",  "MOVE",  "LOCK",   "UNLOCK",    "MKCOL",    "PROPPATCH",
    "REPORT", "SEARCH",   "MERGE", "PURGE", "NOTIFY", "SUBSCRIBE", "M-SEARCH", "UNSUBSCRIBE"};

bool isCommon(std::string_view method) {
    return std::find(kCommonMethods.begin(), kCommonMethods.end(), method) != kCommonMethods.end();
}

// Of the forms of RFC 9112 section 3.2 those that other methods than CONNECT have, without blanks:
// any word may be a method, so with an unknown one the target must be like one.
bool isLikeTarget(std::string_view target) {
    return (target.starts_with('/') || target == "*" ||
            target.find("://") != std::string_view::npos) &&
           !hasBlank(target);
}

// "GET /" alone, as HTTP/0.9 had it, or with something behind the target that is no version: too
// odd for an unknown method, too common in practice to be passed over for a known one.
std::optional<RequestLine> parseOddRequestLine(std::string_view line, std::size_t methodEnd) {
    const std::string_view method = line.substr(0, methodEnd);
    if (!isCommon(method)) return std::nullopt;
    std::size_t begin = methodEnd;
    while (begin < line.size() && isBlank(line[begin]))
        ++begin;
    const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
    const std::string_view target = line.substr(begin, end - begin);
    const bool isPlausible =
        target.starts_with('/') || target.find("://") != std::string_view::npos;
    if (!isPlausible) return std::nullopt;
    RequestLine result;
    result.method = spanOf(0, methodEnd);
    result.target = spanOf(begin, end);
    result.wellFormed = false;
    if (end == line.size()) result.version = http::Version::Http10;
    return result;
}

}  // namespace

std::optional<RequestLine> parseRequestLine(std::string_view line) {
    const std::size_t methodEnd = tokenLength(line);
    if (methodEnd == 0 || methodEnd > kLongestMethod || methodEnd >= line.size() ||
        !isBlank(line[methodEnd])) {
        return std::nullopt;
    }
    RequestLine result;
    constexpr std::string_view kUsualEnd = " HTTP/1.1";
    if (line[methodEnd] == ' ' && line.size() > methodEnd + 1 + kUsualEnd.size() &&
        line.ends_with(kUsualEnd)) {
        const std::size_t begin = methodEnd + 1;
        const std::size_t end = line.size() - kUsualEnd.size();
        if (!hasBlank(line.substr(begin, end - begin))) {
            result.method = spanOf(0, methodEnd);
            result.target = spanOf(begin, end);
            return result;
        }
    }
    std::size_t end = line.size();
    while (end > methodEnd && isBlank(line[end - 1]))
        --end;
    result.wellFormed = end == line.size();
    std::size_t versionBegin = end;
    while (versionBegin > methodEnd && !isBlank(line[versionBegin - 1]))
        --versionBegin;
    const auto version = parseVersion(line.substr(versionBegin, end - versionBegin));
    if (!version) return parseOddRequestLine(line, methodEnd);
    result.version = version->version;
    std::size_t targetBegin = methodEnd;
    while (targetBegin < versionBegin && isBlank(line[targetBegin]))
        ++targetBegin;
    std::size_t targetEnd = versionBegin;
    while (targetEnd > targetBegin && isBlank(line[targetEnd - 1]))
        --targetEnd;
    if (targetBegin >= targetEnd) return std::nullopt;
    const std::string_view target = line.substr(targetBegin, targetEnd - targetBegin);
    if (!isLikeTarget(target) && !isCommon(line.substr(0, methodEnd))) return std::nullopt;
    result.method = spanOf(0, methodEnd);
    result.target = spanOf(targetBegin, targetEnd);
    result.wellFormed = result.wellFormed && version->wellFormed && targetBegin == methodEnd + 1 &&
                        versionBegin == targetEnd + 1 && line[methodEnd] == ' ' &&
                        line[targetEnd] == ' ' && !hasBlank(target);
    return result;
}

std::optional<StatusLine> parseStatusLine(std::string_view line) {
    const std::size_t versionEnd = std::min(line.find(' '), line.size());
    const auto version = parseVersion(line.substr(0, versionEnd));
    if (!version) return std::nullopt;
    std::size_t begin = versionEnd;
    while (begin < line.size() && isBlank(line[begin]))
        ++begin;
    if (line.size() < begin + 3 ||
        !std::all_of(line.begin() + static_cast<std::ptrdiff_t>(begin),
                     line.begin() + static_cast<std::ptrdiff_t>(begin) + 3, isDigit)) {
        return std::nullopt;
    }
    if (line.size() > begin + 3 && isDigit(line[begin + 3])) return std::nullopt;
    StatusLine result;
    result.version = version->version;
    for (std::size_t i = begin; i < begin + 3; ++i) {
        result.status = static_cast<std::uint16_t>(result.status * 10 + (line[i] - '0'));
    }
    const std::size_t reasonBegin = std::min(begin + 4, line.size());
    result.reason = spanOf(reasonBegin, line.size());
    result.wellFormed = version->wellFormed && begin == versionEnd + 1 && result.status >= 100 &&
                        line.size() > begin + 3 && line[begin + 3] == ' ';
    return result;
}

Likeness likenessToRequest(std::string_view bytes) {
    const std::size_t length = tokenLength(bytes);
    if (length > kLongestMethod || (length == 0 && !bytes.empty())) return Likeness::No;
    if (length == bytes.size()) return Likeness::Possible;
    if (!isBlank(bytes[length])) return Likeness::No;
    const std::string_view method = bytes.substr(0, length);
    if (const std::size_t lineEnd = bytes.find('\n'); lineEnd != std::string_view::npos) {
        std::string_view line = bytes.substr(0, lineEnd);
        if (line.ends_with('\r')) line.remove_suffix(1);
        return parseRequestLine(line) ? Likeness::Yes : Likeness::No;
    }
    return isCommon(method) ? Likeness::Yes : Likeness::Possible;
}

Likeness likenessToResponse(std::string_view bytes) {
    constexpr std::string_view kStart = "HTTP/1.";
    const std::size_t length = std::min(bytes.size(), kStart.size());
    if (bytes.substr(0, length) != kStart.substr(0, length)) return Likeness::No;
    return length == kStart.size() ? Likeness::Yes : Likeness::Possible;
}

}  // namespace hark::http1
