#include "core/content/html_tokenizer.h"

#include <algorithm>
#include <cstdint>

#include "core/base/text.h"
#include "core/content/limits.h"

namespace hark::content {

namespace {

constexpr std::string_view kSpace = "\t\n\f\r ";

constexpr bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::optional<std::string_view> HtmlTag::attribute(std::string_view wanted) const {
    for (const HtmlAttribute& found : attributes) {
        if (base::equalsIgnoringCase(found.name, wanted)) return found.value;
    }
    return std::nullopt;
}

// Section 13.2.5.6, tag open state.
bool HtmlTokenizer::next(HtmlTag& tag) {
    while (true) {
        at_ = source_.find('<', at_);
        if (at_ == std::string_view::npos || at_ + 1 == source_.size()) {
            skipAll();
            return false;
        }
        const char c = source_[++at_];
        if (isLetter(c)) {
            tag.isEnd = false;
            return readTag(tag);
        }
        if (c == '/') {
            ++at_;
            if (at_ < source_.size() && isLetter(source_[at_])) {
                tag.isEnd = true;
                return readTag(tag);
            }
            skipPast('>');  // a bogus comment
        } else if (c == '!') {
            if (rest().starts_with("!--")) {
                skipComment();
            } else {
                skipPast('>');  // DOCTYPE, CDATA outside of SVG, or a bogus comment
            }
        } else if (c == '?') {
            skipPast('>');
        }
    }
}

void HtmlTokenizer::skipPast(char c) {
    const std::size_t found = source_.find(c, at_);
    at_ = found == std::string_view::npos ? source_.size() : found + 1;
}

// Sections 13.2.5.43 to 51, from "!--" on: "-->" ends it, whose hyphens may be those that begin it,
// or "--!>".
void HtmlTokenizer::skipComment() {
    const std::size_t inside = at_ + 3;
    for (std::size_t at = source_.find("--", at_ + 1); at != std::string_view::npos;
         at = source_.find("--", at + 1)) {
        const std::string_view behind = source_.substr(at + 2);
        if (behind.starts_with('>')) {
            at_ = at + 3;
            return;
        }
        if (at >= inside && behind.starts_with("!>")) {
            at_ = at + 4;
            return;
        }
    }
    skipAll();
}

// Sections 13.2.5.8 and 32 to 40, from the name on.
bool HtmlTokenizer::readTag(HtmlTag& tag) {
    const std::size_t nameEnd = source_.find_first_of("\t\n\f\r />", at_);
    if (nameEnd == std::string_view::npos) {
        skipAll();
        return false;
    }
    tag.name = source_.substr(at_, nameEnd - at_);
    tag.attributes.clear();
    at_ = nameEnd;
    while (true) {
        at_ = std::min(source_.find_first_not_of("\t\n\f\r /", at_), source_.size());
        if (at_ == source_.size()) return false;
        if (source_[at_] == '>') {
            tag.isSelfClosing = source_[at_ - 1] == '/';
            ++at_;
            return true;
        }
        if (!readAttribute(tag)) {
            skipAll();
            return false;
        }
    }
}

bool HtmlTokenizer::readAttribute(HtmlTag& tag) {
    HtmlAttribute made;
    // An equals sign that comes first is part of the name.
    const std::size_t nameEnd = source_.find_first_of("\t\n\f\r />=", at_ + 1);
    if (nameEnd == std::string_view::npos) return false;
    made.name = source_.substr(at_, nameEnd - at_);
    at_ = source_.find_first_not_of(kSpace, nameEnd);
    if (at_ == std::string_view::npos) return false;
    if (source_[at_] == '=') {
        at_ = source_.find_first_not_of(kSpace, at_ + 1);
        if (at_ == std::string_view::npos) return false;
        const char first = source_[at_];
        const bool isQuoted = first == '"' || first == '\'';
        if (isQuoted) ++at_;
        const std::size_t valueEnd =
            isQuoted ? source_.find(first, at_) : source_.find_first_of("\t\n\f\r >", at_);
        if (valueEnd == std::string_view::npos) return false;
        made.value = source_.substr(at_, valueEnd - at_);
        at_ = isQuoted ? valueEnd + 1 : valueEnd;
    }
    if (tag.attributes.size() < kMaximumAttributes) tag.attributes.push_back(made);
    return true;
}

// Whether a tag's name stands there, in any case, and ends.
bool HtmlTokenizer::isNamed(std::size_t at, std::string_view name) const {
    constexpr std::string_view kEnds = "\t\n\f\r />";
    const std::size_t end = at + name.size();
    return end < source_.size() &&
           base::equalsIgnoringCase(source_.substr(at, name.size()), name) &&
           kEnds.find(source_[end]) != std::string_view::npos;
}

std::string_view HtmlTokenizer::takeText(std::string_view name) {
    const std::size_t begin = at_;
    std::size_t end = source_.find("</", begin);
    while (end != std::string_view::npos && !isNamed(end + 2, name))
        end = source_.find("</", end + 2);
    at_ = std::min(end, source_.size());
    return source_.substr(begin, at_ - begin);
}

void HtmlTokenizer::skipScript() {
    constexpr std::string_view kName = "script";
    // Escaped: behind "<!--"; twice: behind "<script" in there, where "</script" ends nothing.
    enum class State : std::uint8_t { Plain, Escaped, Twice };
    State state = State::Plain;
    while (true) {
        at_ = state == State::Plain ? source_.find('<', at_) : source_.find_first_of("<-", at_);
        if (at_ == std::string_view::npos) {
            skipAll();
            return;
        }
        const std::string_view here = rest();
        if (here.starts_with("-->")) {
            state = State::Plain;
        } else if (here.starts_with("</") && isNamed(at_ + 2, kName)) {
            if (state != State::Twice) return;
            state = State::Escaped;
        } else if (state == State::Plain && here.starts_with("<!--")) {
            state = State::Escaped;
            ++at_;  // the hyphens may be those of "-->"
        } else if (state == State::Escaped && here.starts_with('<') && isNamed(at_ + 1, kName)) {
            state = State::Twice;
        }
        ++at_;
    }
}

}  // namespace hark::content
