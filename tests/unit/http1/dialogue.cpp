#include "tests/unit/http1/dialogue.h"

#include <array>

#include "core/http1/decoder.h"
#include "tests/support/recorders.h"

namespace hark::http1::test {

namespace {
constexpr auto kClient = stream::Direction::ClientToServer;
constexpr auto kServer = stream::Direction::ServerToClient;
}  // namespace

Dialogue& Dialogue::client(std::string_view bytes) {
    pieces_.push_back({kClient, std::string(bytes)});
    return *this;
}
Dialogue& Dialogue::server(std::string_view bytes) {
    pieces_.push_back({kServer, std::string(bytes)});
    return *this;
}
Dialogue& Dialogue::clientGap(std::uint64_t length) {
    pieces_.push_back({kClient, length});
    return *this;
}
Dialogue& Dialogue::serverGap(std::uint64_t length) {
    pieces_.push_back({kServer, length});
    return *this;
}
Dialogue& Dialogue::clientEnds(stream::EndReason reason) {
    pieces_.push_back({kClient, reason});
    return *this;
}
Dialogue& Dialogue::serverEnds(stream::EndReason reason) {
    pieces_.push_back({kServer, reason});
    return *this;
}
Dialogue& Dialogue::ends(stream::EndReason reason) {
    return serverEnds(reason).clientEnds(reason);
}

std::vector<std::string> Dialogue::lines(const Cut& cut, const Limits& limits) const {
    hark::test::MessageRecorder messages;
    hark::test::StreamRecorder rest;
    Commons commons;
    Decoder decoder(messages, rest, commons, limits);
    std::array<std::uint64_t, 2> offsets{};
    stream::Origin origin{{1, 0}, {}};
    for (const Piece& piece : pieces_) {
        ++origin.packet.number;
        std::uint64_t& offset = offsets[stream::index(piece.direction)];
        if (const auto* text = std::get_if<std::string>(&piece.what)) {
            for (std::string_view left = *text; !left.empty();) {
                const std::string_view part = left.substr(0, cut(left.size()));
                decoder.on(stream::Data{piece.direction, offset, base::asBytes(part), origin});
                offset += part.size();
                left.remove_prefix(part.size());
            }
        } else if (const auto* gap = std::get_if<std::uint64_t>(&piece.what)) {
            decoder.on(stream::Gap{piece.direction, offset, *gap, stream::GapReason::Lost, origin});
            offset += *gap;
        } else {
            decoder.on(stream::End{piece.direction, offset, std::get<stream::EndReason>(piece.what),
                                   origin});
        }
    }
    std::vector<std::string> lines = messages.lines();
    for (const std::string& line : rest.lines())
        lines.push_back("rest " + line);
    return lines;
}

std::vector<std::string> Dialogue::lines(const Limits& limits) const {
    return lines([](std::size_t size) { return size; }, limits);
}

}  // namespace hark::http1::test
