#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace hark::content {

/// An attribute as in the source, its character references not decoded.
struct HtmlAttribute {
    std::string_view name;
    std::string_view value;
};

/// A start tag or end tag. Views into the source.
struct HtmlTag {
    std::string_view name;  ///< case as written
    bool isEnd = false;
    bool isSelfClosing = false;             ///< "/>"; means something in SVG and MathML only
    std::vector<HtmlAttribute> attributes;  ///< at most kMaximumAttributes
    /// The first attribute of that name, which is the one that counts; names in any case.
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view wanted) const;
};

/// Finds the tags of a page's source as browsers do (HTML standard, section 13.2.5), from left to
/// right in linear time. It doesn't know the elements: whoever reads the tags says where the text
/// of one without markup begins. The source must outlive it.
class HtmlTokenizer {
public:
    explicit HtmlTokenizer(std::string_view source) : source_(source) {}

    /// Goes on to the next tag; comments and the like are passed over. False at the end, and where
    /// the tag is cut.
    bool next(HtmlTag& tag);
    /// Takes what is before the end tag of that name: the text of an element without markup
    /// (RCDATA, RAWTEXT); all of the rest where there is no end tag.
    std::string_view takeText(std::string_view name);
    /// Passes over the text of a script, with its rules for comments (section 13.2.5.15 on).
    void skipScript();
    /// Passes over all of the rest.
    void skipAll() { at_ = source_.size(); }

private:
    [[nodiscard]] std::string_view rest() const { return source_.substr(at_); }
    void skipPast(char c);
    void skipComment();
    bool readTag(HtmlTag& tag);
    bool readAttribute(HtmlTag& tag);
    [[nodiscard]] bool isNamed(std::size_t at, std::string_view name) const;

    std::string_view source_;
    std::size_t at_ = 0;
};

}  // namespace hark::content
