#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/text.h"

namespace hark::http {

/// tchar of RFC 9110 section 5.6.2.
[[nodiscard]] constexpr bool isTokenCharacter(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
}

/// Reads a field value from left to right, in the pieces of RFC 9110 section 5.6. The value must
/// outlive the reader and what it hands out.
class FieldReader {
public:
    explicit FieldReader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool atEnd() const { return text_.empty(); }
    /// What has not been read yet.
    [[nodiscard]] std::string_view rest() const { return text_; }
    void skipBlanks() {
        while (!text_.empty() && base::isBlank(text_.front()))
            text_.remove_prefix(1);
    }
    /// Blanks and commas: a list may have empty elements (section 5.6.1).
    void skipToElement() {
        do {
            skipBlanks();
        } while (take(','));
    }
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    /// The next `count` characters, or all where there are fewer.
    std::string_view take(std::size_t count) {
        const std::string_view taken = text_.substr(0, count);
        text_.remove_prefix(taken.size());
        return taken;
    }
    /// Empty where no token is next.
    std::string_view token() {
        std::size_t length = 0;
        while (length < text_.size() && isTokenCharacter(text_[length]))
            ++length;
        return take(length);
    }
    /// Section 5.6.4, its quotes and escapes undone; nothing where none is next, or its end is
    /// missing.
    std::optional<std::string> quotedString();

private:
    std::string_view text_;
};

}  // namespace hark::http
