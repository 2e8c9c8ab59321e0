// multipart/form-data: RFC 7578, and RFC 2046 section 5.1 for what is between the parts.

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/content/forms.h"
#include "core/content/limits.h"
#include "core/content/media_type.h"

namespace hark::content {

namespace {

std::string_view takeLine(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// Where "--boundary" stands at the beginning of a line.
struct Delimiter {
    std::size_t begin = std::string_view::npos;  ///< of the line end before it, if there is one
    std::size_t end = 0;                         ///< behind the boundary
    [[nodiscard]] bool found() const { return begin != std::string_view::npos; }
};

// Whether "--boundary" from `at` to `end` is a line of its own, maybe with blanks or "--" behind
// it.
bool isDelimiter(std::string_view text, std::size_t at, std::size_t end) {
    if (at > 0 && text[at - 1] != '\n') return false;
    const std::string_view behind = text.substr(end);
    return behind.find_first_of(" \t\r\n") == 0 || behind.starts_with("--");
}

Delimiter findDelimiter(std::string_view text, std::string_view dashBoundary) {
    std::size_t at = text.find(dashBoundary);
    while (at != std::string_view::npos && !isDelimiter(text, at, at + dashBoundary.size()))
        at = text.find(dashBoundary, at + 1);
    if (at == std::string_view::npos) return {};
    std::size_t begin = at;
    if (begin > 0) --begin;
    if (begin > 0 && text[begin - 1] == '\r') --begin;
    return {begin, at + dashBoundary.size()};
}

// RFC 7578 section 4.2 leaves it open; browsers write these three so (HTML standard, 4.10.21.8).
std::string unescaped(std::string_view name) {
    constexpr std::size_t kLength = 3;
    std::string text;
    while (!name.empty()) {
        const std::string_view escape = name.substr(0, kLength);
        char c = name.front();
        if (escape == "%22") c = '"';
        if (base::equalsIgnoringCase(escape, "%0d")) c = '\r';
        if (base::equalsIgnoringCase(escape, "%0a")) c = '\n';
        name.remove_prefix(c == name.front() ? 1 : kLength);
        text += c;
    }
    return text;
}

/// What a part's head says.
struct PartHead {
    std::string name;
    std::optional<std::string> fileName;
    std::string_view contentType;
};

void readLine(std::string_view line, PartHead& head) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view name = base::trimmed(line.substr(0, colon));
    const std::string_view value = base::trimmed(line.substr(colon + 1));
    if (base::equalsIgnoringCase(name, "content-type")) head.contentType = value;
    if (!base::equalsIgnoringCase(name, "content-disposition")) return;
    head.name = unescaped(mediaTypeParameter(value, "name").value_or(std::string()));
    if (const auto fileName = mediaTypeParameter(value, "filename"))
        head.fileName = unescaped(*fileName);
}

// Takes the lines up to the empty one from `part`, or all of them where the part is complete; false
// where they don't end within the limit.
bool readHead(std::string_view& part, bool complete, PartHead& head) {
    std::string_view rest = part.substr(0, kMaximumPartHead);
    const std::size_t whole = rest.size();
    while (!rest.empty()) {
        const std::string_view line = takeLine(rest);
        if (line.empty()) {
            part.remove_prefix(whole - rest.size());
            return true;
        }
        readLine(line, head);
    }
    if (!complete || part.size() > kMaximumPartHead) return false;
    part = {};
    return true;
}

}  // namespace

bool forEachFormPart(std::string_view content, std::string_view boundary,
                     absl::FunctionRef<void(const FormPart&)> take) {
    if (boundary.empty() || boundary.size() > kMaximumBoundary) return true;
    const std::string dashBoundary = "--" + std::string(boundary);
    Delimiter delimiter = findDelimiter(content, dashBoundary);
    for (std::size_t parts = 0; delimiter.found(); ++parts) {
        content.remove_prefix(delimiter.end);
        if (content.starts_with("--")) return true;  // the last one
        if (parts == kMaximumParts) return false;
        takeLine(content);  // blanks may follow a boundary
        delimiter = findDelimiter(content, dashBoundary);
        std::string_view part = content.substr(0, delimiter.begin);
        PartHead head;
        if (!readHead(part, delimiter.found(), head)) continue;
        FormPart found;
        found.name = head.name;
        if (head.fileName) found.fileName = *head.fileName;
        found.contentType = head.contentType;
        found.value = part;
        found.complete = delimiter.found();
        take(found);
    }
    return true;
}

}  // namespace hark::content
