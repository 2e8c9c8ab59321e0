#include "core/content/html_scan.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "core/content/character_references.h"
#include "core/content/html_tokenizer.h"

namespace hark::content {

namespace {

using base::equalsIgnoringCase;

template <std::size_t Size>
bool isOneOf(std::string_view name, const std::array<std::string_view, Size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// What counts as white space around URLs (URL standard, section 4.1): all up to the space.
std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string_view withoutDigits(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("0123456789."), text.size()));
    return text;
}

// The URL of `content="5; url=/next"` (HTML standard, section 4.2.5.3); nothing where the page only
// loads itself again.
std::optional<std::string_view> refreshUrl(std::string_view content) {
    std::string_view text = trimmed(content);
    std::string_view rest = withoutDigits(text);
    if (rest.size() == text.size()) return std::nullopt;
    const bool hasSpace = rest.size() != trimmed(rest).size();
    text = trimmed(rest);
    if (text.starts_with(';') || text.starts_with(',')) {
        text = trimmed(text.substr(1));
    } else if (!hasSpace) {
        return std::nullopt;
    }
    constexpr std::string_view kUrl = "url";
    if (equalsIgnoringCase(text.substr(0, kUrl.size()), kUrl)) {
        rest = trimmed(text.substr(kUrl.size()));
        if (rest.starts_with('=')) text = trimmed(rest.substr(1));
    }
    if (text.starts_with('"') || text.starts_with('\'')) {
        const char quote = text.front();
        text = text.substr(1);
        text = text.substr(0, text.find(quote));
    }
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    return text;
}

/// Turns the tags of a page into what is looked for.
class Scanner {
public:
    Scanner(std::string_view source, absl::FunctionRef<void(const HtmlEvent&)> take)
        : tokenizer_(source), take_(take) {}

    void run() {
        while (tokenizer_.next(tag_)) {
            // Names of elements that matter are short.
            const std::size_t length = std::min(tag_.name.size(), nameRoom_.size());
            std::transform(tag_.name.begin(),
                           tag_.name.begin() + static_cast<std::ptrdiff_t>(length),
                           nameRoom_.begin(), lower);
            name_ = {nameRoom_.data(), length};
            if (tag_.isEnd)
                onEnd();
            else
                onStart();
        }
    }

private:
    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }

    void onStart() {
        trackForeign();
        giveLinks();
        if (name_ == "form")
            onForm();
        else if (name_ == "meta")
            onMeta();
        else if (name_ == "input" || name_ == "button" || name_ == "select")
            onControl();
        else if (foreign_ == 0)
            onTextElement();
    }

    void onEnd() {
        if (name_ == "form" && inForm_) {
            inForm_ = false;
            take_(HtmlFormEnd{});
        }
        if (isForeign() && foreign_ > 0) --foreign_;
    }

    [[nodiscard]] bool isForeign() const { return name_ == "svg" || name_ == "math"; }

    // In SVG and MathML, title, style and script are ordinary elements. Some of HTML's elements end
    // them (section 13.2.6.5).
    void trackForeign() {
        constexpr std::array<std::string_view, 12> kBreakouts = {
            "body", "br", "div", "head", "img", "li", "meta", "p", "pre", "span", "table", "ul"};
        if (isForeign() && !tag_.isSelfClosing) ++foreign_;
        if (foreign_ > 0 && isOneOf(name_, kBreakouts)) foreign_ = 0;
    }

    [[nodiscard]] std::optional<std::string_view> decoded(std::string_view attribute,
                                                          std::string& room) const {
        const auto value = tag_.attribute(attribute);
        if (!value) return std::nullopt;
        return withoutCharacterReferences(*value, room, HtmlPlace::Attribute);
    }

    void giveLinks() {
        constexpr std::array<std::string_view, 4> kLeading = {"href", "src", "action",
                                                              "formaction"};
        for (const std::string_view attribute : kLeading) {
            if (const auto url = decoded(attribute, firstRoom_))
                take_(HtmlLink{name_, attribute, trimmed(*url)});
        }
    }

    void onForm() {
        if (inForm_) return;  // forms don't nest: browsers pass over the inner one
        inForm_ = true;
        HtmlForm form;
        form.method = trimmed(decoded("method", firstRoom_).value_or(std::string_view{}));
        form.action = decoded("action", secondRoom_);
        if (form.action) form.action = trimmed(*form.action);
        take_(form);
    }

    void onMeta() {
        const auto content = decoded("content", firstRoom_);
        if (!content) return;
        const auto pragma = tag_.attribute("http-equiv");
        if (pragma && equalsIgnoringCase(*pragma, "refresh")) {
            if (const auto url = refreshUrl(*content)) take_(HtmlLink{name_, "content", *url});
        } else if (const auto name = decoded("name", secondRoom_)) {
            take_(HtmlMeta{*name, *content});
        }
    }

    void onControl() {
        HtmlControl control;
        control.element = name_;
        control.name = decoded("name", firstRoom_).value_or(std::string_view{});
        if (name_ != "select") {
            control.value = decoded("value", secondRoom_).value_or(std::string_view{});
            control.type = trimmed(tag_.attribute("type").value_or(std::string_view{}));
        }
        take_(control);
    }

    void onTextElement() {
        constexpr std::array<std::string_view, 5> kRawText = {"style", "xmp", "iframe", "noembed",
                                                              "noframes"};
        if (name_ == "script")
            tokenizer_.skipScript();
        else if (name_ == "title")
            onTitle();
        else if (name_ == "textarea")
            onTextarea();
        else if (name_ == "plaintext")
            tokenizer_.skipAll();
        else if (isOneOf(name_, kRawText))
            tokenizer_.takeText(name_);
    }

    void onTitle() {
        const std::string_view text = tokenizer_.takeText(name_);
        take_(HtmlTitle{trimmed(withoutCharacterReferences(text, firstRoom_, HtmlPlace::Text))});
    }

    void onTextarea() {
        HtmlControl control;
        control.element = name_;
        control.name = decoded("name", firstRoom_).value_or(std::string_view{});
        std::string_view text = tokenizer_.takeText(name_);
        if (text.starts_with("\r\n"))
            text.remove_prefix(2);  // section 13.2.6.4.7
        else if (text.starts_with('\n'))
            text.remove_prefix(1);
        control.value = withoutCharacterReferences(text, secondRoom_, HtmlPlace::Text);
        take_(control);
    }

    static constexpr std::size_t kLongestName = 32;

    HtmlTokenizer tokenizer_;
    absl::FunctionRef<void(const HtmlEvent&)> take_;
    HtmlTag tag_;
    std::array<char, kLongestName> nameRoom_{};
    std::string_view name_;  // of tag_, in lower case
    std::string firstRoom_;  // for what is decoded
    std::string secondRoom_;
    bool inForm_ = false;
    unsigned foreign_ = 0;  // how deep in SVG and MathML
};

}  // namespace

void scanHtml(std::string_view source, absl::FunctionRef<void(const HtmlEvent&)> take) {
    Scanner(source, take).run();
}

}  // namespace hark::content
