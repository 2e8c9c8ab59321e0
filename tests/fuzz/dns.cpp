// DNS messages in datagrams and in a stream: the first byte of each piece of the input says how it
// goes, the second how long it is.

#include <cstddef>
#include <cstdint>

#include "core/base/byte_reader.h"
#include "core/dns/observer.h"
#include "core/dns/stream_reader.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

class Checker final : public dns::Listener {
public:
    void resolved(const dns::Resolution& resolution) override {
        checkName(resolution.name);
        require(!resolution.addresses.empty() || !resolution.bindings.empty());
        for (const auto& [type, binding] : resolution.bindings) {
            checkName(binding.target);
            for (const std::string& protocol : binding.protocols)
                fuzz::touch(base::asBytes(protocol));
        }
        if (resolution.asked) require(*resolution.asked <= resolution.answered.time);
    }

private:
    static void checkName(const std::string& name) {
        require(name.size() <= 4 * 255);
        for (const char c : name)
            require(c > ' ' && c < '\x7f' && !(c >= 'A' && c <= 'Z'));
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Checker checker;
    // Small limits, so that short inputs reach them.
    dns::Limits limits;
    limits.recordsPerMessage = 8;
    limits.pendingQueries = 2;
    limits.streamMessage = 400;
    limits.streamBytes = 500;
    dns::Observer observer(limits, checker);
    dns::StreamReader::Budget budget;
    const ip::Endpoint client{{}, 40000};
    const ip::Endpoint server{{}, dns::kPort};
    {
        dns::StreamReader reader(client, server, 0, limits, budget, observer);
        base::ByteReader input({reinterpret_cast<const std::byte*>(data), size});
        stream::Origin origin{{1, 0}, {}};
        while (input.remaining() >= 2) {
            const unsigned control = input.u8();
            const base::Bytes piece =
                input.take(std::min<std::size_t>(input.u8(), input.remaining()));
            ++origin.packet.number;
            origin.time += std::chrono::milliseconds(control * 100);
            const bool fromClient = (control & 1U) != 0;
            const auto direction =
                fromClient ? stream::Direction::ClientToServer : stream::Direction::ServerToClient;
            if ((control & 2U) == 0) {
                observer.onMessage(
                    {fromClient ? client : server, fromClient ? server : client, 0, origin}, piece);
            } else if (!piece.empty()) {
                reader.on(stream::Data{direction, 0, piece, origin});
            }
            require(budget.held <= limits.streamBytes);
        }
    }
    require(budget.held == 0);
    return 0;
}
