#include "core/capture/open.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/capture/foreign_format.h"
#include "core/capture/gzip_input.h"
#include "core/capture/lz4_input.h"
#include "core/capture/packet_source.h"
#include "core/capture/pcap_file.h"
#include "core/capture/pcapng_file.h"
#include "core/capture/peeked_input.h"
#include "core/capture/snoop_file.h"
#include "core/capture/zstd_input.h"

namespace hark::capture {
namespace {

using Opened = base::Result<std::unique_ptr<PacketSource>>;

/// One row for each capture file format.
struct Format {
    bool (*recognises)(base::Bytes beginning);
    Opened (*open)(RecordBuffer buffer, const std::string& name, std::uint32_t captureNumber);
};
constexpr Format kFormats[] = {
    {isPcap, openPcap},
    {isPcapng, openPcapng},
    {isSnoop, openSnoop},
};

struct Compression {
    bool (*recognises)(base::Bytes beginning);
    std::unique_ptr<ByteInput> (*open)(std::unique_ptr<ByteInput> compressed);
};

template <typename Input>
std::unique_ptr<ByteInput> make(std::unique_ptr<ByteInput> compressed) {
    return std::make_unique<Input>(std::move(compressed));
}

constexpr Compression kCompressions[] = {
    {GzipInput::recognises, make<GzipInput>},
    {ZstdInput::recognises, make<ZstdInput>},
    {Lz4Input::recognises, make<Lz4Input>},
};

base::Error nothingToRead(const RecordBuffer& buffer, const std::string& name) {
    if (!buffer.input().error().empty()) {
        return {fmt::format("{}: {}", name, buffer.input().error())};
    }
    return {name + ": is empty, it holds not even a capture's header"};
}

/// One layer of compression is taken off.
std::unique_ptr<ByteInput> decompressed(std::unique_ptr<ByteInput> input) {
    auto peeked = std::make_unique<PeekedInput>(std::move(input));
    for (const Compression& compression : kCompressions) {
        if (compression.recognises(peeked->beginning())) return compression.open(std::move(peeked));
    }
    return peeked;
}

const Format* formatOf(base::Bytes beginning) {
    for (const Format& format : kFormats) {
        if (format.recognises(beginning)) return &format;
    }
    return nullptr;
}

/// The first bytes of what is below the compression; none where there are none or can't be had.
base::Bytes beginningOf(RecordBuffer& buffer) {
    static_cast<void>(buffer.need(PeekedInput::kPeek));
    return {buffer.data(), std::min(buffer.available(), PeekedInput::kPeek)};
}

}  // namespace

Opened openInput(std::unique_ptr<ByteInput> input, const std::string& name,
                 std::uint32_t captureNumber) {
    RecordBuffer buffer(decompressed(std::move(input)));
    const base::Bytes beginning = beginningOf(buffer);
    if (beginning.empty()) return nothingToRead(buffer, name);
    if (const Format* format = formatOf(beginning)) {
        return format->open(std::move(buffer), name, captureNumber);
    }
    return base::Error{fmt::format(
        "{} is not a capture that can be read (pcap, pcapng or snoop, plain or compressed with "
        "gzip, zstd or lz4): {}",
        name, describeForeign(beginning).is)};
}

Opened openFile(const std::string& path, std::uint32_t captureNumber) {
    if (path == "-") return openStream(STDIN_FILENO, "standard input", captureNumber);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        const int code = errno;
        if (code == ENOENT) return base::Error{path + ": there is no such file"};
        if (code == EACCES) {
            return base::Error{path + ": no permission to read it; see `ls -l` for who may"};
        }
        return base::Error{
            fmt::format("{}: can't be opened: {}", path, std::generic_category().message(code))};
    }
    auto file = std::make_unique<FileInput>(descriptor, FileInput::Ownership::Owned);
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        return base::Error{path + ": is a directory; name the capture files in it"};
    }
    return openInput(std::move(file), path, captureNumber);
}

bool holdsNoCapture(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    RecordBuffer buffer(
        decompressed(std::make_unique<FileInput>(descriptor, FileInput::Ownership::Owned)));
    const base::Bytes beginning = beginningOf(buffer);
    if (beginning.empty()) return buffer.input().error().empty();
    return formatOf(beginning) == nullptr && !describeForeign(beginning).mayHoldPackets;
}

Opened openStream(int descriptor, const std::string& name, std::uint32_t captureNumber) {
    if (::isatty(descriptor) == 1) {
        return base::Error{name + " is a terminal; pipe a capture into it"};
    }
    return openInput(std::make_unique<FileInput>(descriptor, FileInput::Ownership::Borrowed), name,
                     captureNumber);
}

}  // namespace hark::capture
