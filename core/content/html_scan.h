#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include <absl/functional/function_ref.h>

namespace hark::content {

// What a page holds that matters to sessions. All views are good for the call; character references
// are decoded; names of elements and attributes are lower case.

/// Where an attribute leads: a link, an image, a script, where a form goes.
struct HtmlLink {
    std::string_view element;    ///< "a", "img", "form", "meta" (its refresh)
    std::string_view attribute;  ///< "href", "src", "action", "formaction", "content"
    std::string_view url;        ///< without the white space around it; maybe relative or empty
};
/// A form begins. Its action also comes as a link, before.
struct HtmlForm {
    std::string_view method;                 ///< as written; empty stands for GET
    std::optional<std::string_view> action;  ///< none or empty: the page itself
};
struct HtmlFormEnd {};
/// A control of a form; it is in the form that has begun last and not ended.
struct HtmlControl {
    std::string_view element;  ///< "input", "textarea", "select", "button"
    std::string_view type;     ///< as written; empty stands for "text" of input, "submit" of button
    std::string_view name;
    std::string_view value;  ///< of textarea its text; of select always empty
};
/// A meta element with name and content, as frameworks hand out tokens: "csrf-token".
struct HtmlMeta {
    std::string_view name;
    std::string_view content;
};
/// The text of a title element, without the white space around it.
struct HtmlTitle {
    std::string_view text;
};
using HtmlEvent = std::variant<HtmlLink, HtmlForm, HtmlFormEnd, HtmlControl, HtmlMeta, HtmlTitle>;

/// Reads a page's source once from left to right and calls `take` with what it finds, in order.
/// Tags and attributes are told as browsers do (HTML standard, section 13.2.5), comments and the
/// text of script, style and the like passed over; no tree is built, so a form's end is where its
/// tag says. A page may be cut anywhere: a tag that is cut is not there, a title or textarea has
/// what was read. The source is in an encoding that contains ASCII.
void scanHtml(std::string_view source, absl::FunctionRef<void(const HtmlEvent&)> take);

}  // namespace hark::content
