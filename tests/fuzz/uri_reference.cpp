// The first line is a base, the rest a reference. What comes of them is a URI of http or https that
// no further resolving changes, or nothing.

#include "core/http/uri_reference.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos) return 0;
    const std::string uri =
        hark::http::resolveReference(text.substr(0, line), text.substr(line + 1));
    if (uri.empty()) return 0;
    if (!uri.starts_with("http://") && !uri.starts_with("https://")) std::abort();
    if (uri.find('#') != std::string::npos) std::abort();
    const std::size_t longest = hark::http::kLongestReference;
    if (uri.size() <= longest && hark::http::resolveReference(uri, "") != uri) std::abort();
    return 0;
}
