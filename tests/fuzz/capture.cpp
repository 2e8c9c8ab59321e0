// A capture file of any format, compressed or not, is opened and read to its end; whatever it
// holds, what is handed out must hold together, twice the same, and also where it is put into
// order.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "core/capture/open.h"
#include "core/capture/time_order.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

/// What one reading came to.
struct Sum {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t notes = 0;
    std::uint64_t contents = 0;  ///< of packets, whatever their order
    std::string damage;

    friend bool operator==(const Sum&, const Sum&) = default;
};

void check(const capture::Note& note, std::uint64_t packets) {
    if (const auto* comment = std::get_if<capture::Comment>(&note)) {
        require(comment->packet == 0 || comment->packet == packets + 1);
        fuzz::touch(base::asBytes(comment->text));
    } else if (const auto* host = std::get_if<capture::HostName>(&note)) {
        require(host->address.size() == 4 || host->address.size() == 16);
        require(!host->name.empty());
        fuzz::touch(host->address);
        fuzz::touch(base::asBytes(host->name));
    } else {
        const auto& secrets = std::get<capture::Secrets>(note);
        require(!capture::secretsKind(secrets.type).empty());
        fuzz::touch(secrets.bytes);
    }
}

auto opened(base::Bytes file) {
    return capture::openInput(std::make_unique<fuzz::MemoryInput>(file), "input", 1);
}

std::uint64_t digest(const capture::Packet& packet) {
    constexpr std::uint64_t kFactor = 0x9e37'79b9'7f4a'7c15;
    std::uint64_t sum = packet.ref.number;
    for (const std::byte byte : packet.bytes)
        sum = (sum ^ std::to_integer<std::uint64_t>(byte)) * kFactor;
    return sum;
}

// What a decompressor makes of a few bytes can be more than is worth reading each time.
constexpr std::uint64_t kEnough = 4U << 20U;

Sum readAll(base::Bytes file) {
    Sum sum;
    auto source = opened(file);
    if (!source) {
        sum.damage = source.error().message;
        require(sum.damage.find('\n') == std::string::npos);
        return sum;
    }
    (*source)->onNote([&](const capture::Note& note) {
        check(note, sum.packets);
        ++sum.notes;
    });
    capture::Packet packet;
    auto status = capture::ReadStatus::Packet;
    while (sum.bytes + sum.packets < kEnough &&
           (status = (*source)->next(packet)) == capture::ReadStatus::Packet) {
        require(packet.ref == base::PacketRef{1, ++sum.packets});
        require(packet.wireLength >= packet.bytes.size());
        require(packet.time >= base::Timestamp());
        sum.bytes += packet.bytes.size();
        sum.contents += digest(packet);
    }
    if (status == capture::ReadStatus::Packet) return sum;
    require((*source)->next(packet) == status);
    sum.damage = (*source)->damage();
    require(sum.damage.empty() == (status == capture::ReadStatus::End));
    require(sum.damage.find('\n') == std::string::npos);
    static_cast<void>((*source)->statistics());
    return sum;
}

/// The same packets come in the order of their times.
void checkOrder(base::Bytes file, const Sum& whole) {
    auto source = opened(file);
    if (!source || whole.bytes + whole.packets >= kEnough) return;
    capture::TimeOrder order(std::move(*source));
    Sum sum;
    capture::Packet packet;
    while (order.next(packet) == capture::ReadStatus::Packet) {
        ++sum.packets;
        sum.bytes += packet.bytes.size();
        sum.contents += digest(packet);
    }
    sum.notes = whole.notes;
    sum.damage = order.source().damage();
    require(sum == whole);
    require(order.reordered() <= sum.packets);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
    const Sum sum = readAll(bytes);
    require(readAll(bytes) == sum);
    checkOrder(bytes, sum);
    return 0;
}
