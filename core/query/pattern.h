#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hark::query {

/// Text in which `*` stands for any run of characters. Compares as field names do, without regard
/// to the case of ASCII letters, and always against the whole text.
class Pattern {
public:
    /// `text` with every character standing for itself.
    static Pattern literal(std::string_view text);
    /// Each `*` is a wildcard, `\*` an asterisk, `\\` a backslash.
    static Pattern parse(std::string_view text);
    /// Anything that begins with `text`.
    static Pattern beginningWith(std::string_view text);
    /// Anything that holds `text`.
    static Pattern containing(std::string_view text);

    [[nodiscard]] bool matches(std::string_view text) const;
    [[nodiscard]] bool hasWildcard() const { return pieces_.size() > 1; }
    /// Only wildcards.
    [[nodiscard]] bool matchesAll() const;
    /// The text, where there is no wildcard.
    [[nodiscard]] const std::string& text() const { return pieces_.front(); }
    /// What parse() takes.
    [[nodiscard]] std::string source() const;
    /// For LIKE … ESCAPE '\'.
    [[nodiscard]] std::string like() const;

private:
    std::vector<std::string> pieces_{std::string()};  ///< lower case; a wildcard between each two
};

}  // namespace hark::query
