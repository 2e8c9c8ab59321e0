#include "core/capture/foreign_format.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace hark::capture {
namespace {

using namespace std::string_view_literals;

struct Known {
    std::string_view beginning;
    std::string_view description;
};

constexpr Known kKnown[] = {
    {"SQLite format 3"sv, "it is a SQLite database; open a case by itself, as in `hark exchanges`"},
    {"\x28\xb5\x2f\xfd"sv, "it is compressed with zstd; run `zstd -d` on it first"},
    {"\x04\x22\x4d\x18"sv, "it is compressed with lz4; run `lz4 -d` on it first"},
    {"\xfd"
     "7zXZ"sv,
     "it is compressed with xz; run `xz -d` on it first"},
    {"BZh"sv, "it is compressed with bzip2; run `bzip2 -d` on it first"},
    {"\x1f\x8b"sv, "it is compressed with gzip twice; run `gzip -d` on it first"},
    {"PK\x03\x04"sv, "it is a zip archive; unpack it first"},
    {"7z\xbc\xaf"sv, "it is a 7-Zip archive; unpack it first"},
    {"snoop\0"sv, "it is a Solaris snoop capture; convert it with `editcap -F pcapng`"},
    {"GMBU"sv, "it is a Network Monitor capture; convert it with `editcap -F pcapng`"},
    {"RTSS"sv, "it is a Network Monitor capture; convert it with `editcap -F pcapng`"},
    {"XCP\0"sv, "it is a NetXRay capture; convert it with `editcap -F pcapng`"},
    {"TRSNIFF"sv, "it is a Sniffer capture; convert it with `editcap -F pcapng`"},
    {"CLIENT_RANDOM"sv, "it is a TLS key log"},
    {"{"sv, "it looks like JSON, perhaps a HAR file"},
    {"<"sv, "it looks like XML or HTML"},
    {"%PDF"sv, "it is a PDF document"},
    {"\x7f"
     "ELF"sv,
     "it is a program"},
};

bool isText(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 ? byte != 0x7f : c == '\t' || c == '\n' || c == '\r';
    });
}

}  // namespace

std::string describeForeign(base::Bytes beginning) {
    const std::string_view text = base::asText(beginning);
    for (const Known& known : kKnown) {
        if (text.starts_with(known.beginning)) return std::string(known.description);
    }
    if (isText(text)) return "it looks like text";
    std::string shown;
    for (const std::byte byte : beginning.first(std::min<std::size_t>(beginning.size(), 4))) {
        shown += fmt::format("{}{:02x}", shown.empty() ? "" : " ", std::to_integer<unsigned>(byte));
    }
    return fmt::format("no known format begins with the bytes {}", shown);
}

}  // namespace hark::capture
