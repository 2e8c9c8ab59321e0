// The input is the value of an Alt-Svc field.

#include "core/http/alt_svc.h"

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "tests/fuzz/memory_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hark;
    const auto found =
        http::parseAltSvc(base::asText({reinterpret_cast<const std::byte*>(data), size}));
    fuzz::require(found.size() <= 16);
    for (const http::Alternative& alternative : found) {
        fuzz::require(!alternative.protocol.empty() && alternative.port != 0);
        fuzz::require(alternative.authority.find(':') != std::string::npos);
        fuzz::require(alternative.protocol.size() + alternative.authority.size() < size);
    }
    return 0;
}
