// Parameters and multipart/form-data: the input is a line with the Content-Type, and the content.

#include "core/content/forms.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/content/limits.h"
#include "core/content/media_type.h"
#include "tests/fuzz/memory_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hark;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t lineEnd = std::min(input.find('\n'), input.size());
    const std::string_view type = input.substr(0, lineEnd);
    const std::string_view text = input.substr(std::min(lineEnd + 1, input.size()));
    static_cast<void>(content::mediaKindOf(type));

    std::size_t count = 0;
    std::size_t octets = 0;
    content::forEachParameter(text, [&](std::string_view name, std::string_view value) {
        octets += name.size() + value.size();
        ++count;
    });
    fuzz::require(octets <= text.size() && count <= content::kMaximumParameters);

    const auto boundary = content::mediaTypeParameter(type, "boundary");
    count = 0;
    octets = 0;
    bool wasComplete = true;
    content::forEachFormPart(text, boundary.value_or("B"), [&](const content::FormPart& part) {
        fuzz::require(wasComplete);  // only the last may be cut
        wasComplete = part.complete;
        octets += part.name.size() + part.contentType.size() + part.value.size();
        fuzz::require(part.value.empty() ||
                      (part.value.data() >= text.data() &&
                       part.value.data() + part.value.size() <= text.data() + text.size()));
        ++count;
    });
    fuzz::require(octets <= text.size() && count <= content::kMaximumParts);
    return 0;
}
