// The source of a page. What is found in a page that is cut is found in the whole one as well, but
// for the text of a title or text area.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/text.h"
#include "core/content/html_scan.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;

// Which kinds of events a page gives.
std::vector<std::size_t> kindsIn(std::string_view source) {
    std::vector<std::size_t> kinds;
    content::scanHtml(source, [&](const content::HtmlEvent& event) {
        kinds.push_back(event.index());
        if (const auto* link = std::get_if<content::HtmlLink>(&event)) {
            fuzz::require(base::toLower(link->element) == link->element);
            fuzz::touch(base::asBytes(link->url));
        }
        if (const auto* control = std::get_if<content::HtmlControl>(&event)) {
            fuzz::touch(base::asBytes(control->name));
            fuzz::touch(base::asBytes(control->type));
            fuzz::touch(base::asBytes(control->value));
        }
        if (const auto* title = std::get_if<content::HtmlTitle>(&event))
            fuzz::touch(base::asBytes(title->text));
    });
    return kinds;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    const auto whole = kindsIn(source);
    fuzz::require(whole.size() <= size);
    const auto half = kindsIn(source.substr(0, size / 2));
    fuzz::require(half.size() <= whole.size());
    fuzz::require(std::equal(half.begin(), half.end(), whole.begin()));
    return 0;
}
