#include "core/capture/foreign_format.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/base/byte_reader.h"

namespace hark::capture {
namespace {

using namespace std::string_view_literals;

struct Known {
    std::string_view beginning;
    std::string_view is;
    std::string_view advice;
};

constexpr std::string_view kConvert = "; convert it with `editcap -F pcapng`";
constexpr std::string_view kInner =
    "only one layer of compression is taken off, and inside is more of ";

/// Captures, and what may have some inside.
constexpr Known kCaptures[] = {
    {"\x1f\x8b"sv, kInner, "gzip; run `gzip -d` on it first"},
    {"\x28\xb5\x2f\xfd"sv, kInner, "zstd; run `zstd -d` on it first"},
    {"\x04\x22\x4d\x18"sv, kInner, "lz4; run `lz4 -d` on it first"},
    {"\x02\x21\x4c\x18"sv, "it is compressed with lz4 as of before 2013",
     "; run `lz4 -d` on it first"},
    {"\xfd"
     "7zXZ"sv,
     "it is compressed with xz", "; run `xz -d` on it first"},
    {"BZh"sv, "it is compressed with bzip2", "; run `bzip2 -d` on it first"},
    {"PK\x03\x04"sv, "it is a zip archive", "; unpack it first"},
    {"7z\xbc\xaf"sv, "it is a 7-Zip archive", "; unpack it first"},
    {"GMBU"sv, "it is a Network Monitor capture", kConvert},
    {"RTSS"sv, "it is a Network Monitor capture", kConvert},
    {"XCP\0"sv, "it is a NetXRay capture", kConvert},
    {"VL\0\0"sv, "it is a NetXRay capture", kConvert},
    {"TRSNIFF data"sv, "it is a Sniffer capture", kConvert},
    {"btsnoop\0"sv, "it is a log of Bluetooth (btsnoop)", kConvert},
    {"iptrace "sv, "it is an AIX iptrace capture", kConvert},
    {"TR\0d\0"sv, "it is an HP-UX nettl trace", kConvert},
    {"\0\0\0\1\0\0\0\0\0\x07\xd0\0"sv, "it is an HP-UX nettl trace", kConvert},
    {"\0\0\x02\0\x12\x05\0\x10"sv, "it is a Tektronix K12 capture", kConvert},
    {"\x05VNF"sv, "it is a Visual Networks capture", kConvert},
    {"\x42\xd2\0\x34\x12\x66\x22\x88"sv, "it is a RADCOM capture", kConvert},
    {"\xaa\xaa\xaa\xaa"sv, "it looks like a 5View capture", kConvert},
    {"\x01\x10\x4c\0"sv, "it is a LANalyzer capture", kConvert},
    {"+---------+-----"sv, "it is a K12 capture as text", kConvert},
    {"EyeSDN"sv, "it is an EyeSDN trace", kConvert},
    {"ObserverPktBuffe"sv, "it is a Network Instruments Observer capture", kConvert},
    {"\x7fver"sv, "it is a Peek capture (OmniPeek, AiroPeek)", kConvert},
    {"ETHERWATCH "sv, "it is a DBS Etherwatch trace", kConvert},
    {"Session Transcri"sv, "it is a DCT2000 log", kConvert},
};

constexpr Known kOthers[] = {
    {"SQLite format 3"sv, "it is a SQLite database",
     "; open a case by itself, as in `hark exchanges`"},
    {"LPKSHHRH"sv, "it is a systemd journal", ", which holds no packets"},
    {"CLIENT_RANDOM"sv, "it is a TLS key log", ""},
    {"{"sv, "it looks like JSON, perhaps a HAR file", ""},
    {"<"sv, "it looks like XML or HTML", ""},
    {"%PDF"sv, "it is a PDF document", ""},
    {"\x7f"
     "ELF"sv,
     "it is a program", ""},
};

/// ERF files have no mark; a record of Endace's begins with a time, a type and its length. One that
/// only describes the capture needs no time.
bool isErf(base::Bytes beginning) {
    constexpr std::uint32_t kYear2000 = 946'684'800;
    constexpr std::uint8_t kLastType = 48;
    constexpr std::uint8_t kDescription = 27;
    constexpr std::uint16_t kHeader = 16;
    base::ByteReader reader(beginning);
    reader.skip(4);  // the fraction of a second
    const std::uint32_t seconds = reader.u32le();
    const auto type = static_cast<std::uint8_t>(reader.u8() & 0x7fU);
    reader.skip(1);  // flags
    const std::uint16_t length = reader.u16be();
    const std::uint16_t lost = reader.u16be();
    const std::uint16_t wireLength = reader.u16be();
    return !reader.failed() && (seconds >= kYear2000 || type == kDescription) && type > 0 &&
           type <= kLastType && length >= kHeader && length % 8 == 0 && lost == 0 &&
           wireLength > 0 && wireLength <= length;
}

bool isText(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 ? byte != 0x7f : c == '\t' || c == '\n' || c == '\r';
    });
}

std::string find(std::span<const Known> known, std::string_view text) {
    for (const Known& one : known) {
        if (text.starts_with(one.beginning)) return fmt::format("{}{}", one.is, one.advice);
    }
    return {};
}

}  // namespace

Foreign describeForeign(base::Bytes beginning) {
    const std::string_view text = base::asText(beginning);
    if (auto is = find(kCaptures, text); !is.empty()) return {std::move(is), true};
    if (auto is = find(kOthers, text); !is.empty()) return {std::move(is), false};
    if (isText(text)) return {"it looks like text", false};
    if (isErf(beginning)) return {fmt::format("it looks like an ERF capture{}", kConvert), true};
    std::string shown;
    for (const std::byte byte : beginning.first(std::min<std::size_t>(beginning.size(), 4))) {
        shown += fmt::format("{}{:02x}", shown.empty() ? "" : " ", std::to_integer<unsigned>(byte));
    }
    return {fmt::format("no known format begins with the bytes {}", shown), false};
}

}  // namespace hark::capture
