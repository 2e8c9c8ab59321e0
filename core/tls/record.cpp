#include "core/tls/record.h"

#include <cstdint>

#include "core/base/byte_reader.h"

namespace hark::tls {

bool looksLikeRecord(base::Bytes bytes) {
    base::ByteReader reader(bytes);
    const std::uint8_t type = reader.u8();
    const std::uint8_t major = reader.u8();
    const std::uint8_t minor = reader.u8();
    const std::uint16_t length = reader.u16be();
    constexpr std::uint16_t kLongestRecord = (1U << 14U) + 2048;  // RFC 5246 section 6.2.3
    return !reader.failed() && type >= 20 && type <= 24 && major == 3 && minor <= 4 && length > 0 &&
           length <= kLongestRecord;
}

}  // namespace hark::tls
