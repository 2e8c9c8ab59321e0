#pragma once

#include <string>

#include "core/capture/pcapng_format.h"
#include "tests/unit/capture/capture_files.h"

/// Blocks of pcapng files.
namespace hark::capture::test::pcapng {

using namespace capture::pcapng;

inline FileBytes& option(FileBytes& to, std::uint16_t code, const std::string& value) {
    return to.u16(code).u16(value.size()).padded(value);
}
inline FileBytes& section(FileBytes& file, std::uint16_t minor = 0) {
    return file.block(kSectionHeader,
                      file.empty().u32(kByteOrderMagic).u16(1).u16(minor).u64(~std::uint64_t{0}));
}
/// An interface whose clock has the given if_tsresol and if_tsoffset.
inline FileBytes& interface(FileBytes& file, std::uint16_t linkType, std::uint8_t resolution = 6,
                            std::uint64_t offset = 0, std::uint32_t snapLength = 0) {
    FileBytes body = file.empty();
    body.u16(linkType).u16(0).u32(snapLength);
    body.u16(kInterfaceName).u16(2).text("lo").u16(0);
    body.u16(kTimeResolution).u16(1).u8(resolution).u8(0).u16(0);
    body.u16(kTimeOffset).u16(8).u64(offset).u32(0);
    return file.block(kInterfaceDescription, body);
}
inline FileBytes& packet(FileBytes& file, std::uint32_t from, std::uint64_t time,
                         const std::string& bytes, std::size_t cut = 0,
                         const FileBytes& options = FileBytes()) {
    return file.block(kEnhancedPacket, file.empty()
                                           .u32(from)
                                           .u32(time >> 32U)
                                           .u32(time & 0xffffffffU)
                                           .u32(bytes.size())
                                           .u32(bytes.size() + cut)
                                           .padded(bytes)
                                           .text(options.bytes()));
}

inline FileBytes begun(std::endian order = std::endian::little) {
    FileBytes file(order);
    section(file);
    interface(file, 1);
    return file;
}

}  // namespace hark::capture::test::pcapng
