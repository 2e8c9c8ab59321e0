#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/http1/limits.h"
#include "core/stream/event.h"

namespace hark::http1::test {

/// What two sides say on one connection, piece by piece, as TCP would hand it to the decoder. Each
/// piece is one packet.
class Dialogue {
public:
    Dialogue& client(std::string_view bytes);
    Dialogue& server(std::string_view bytes);
    Dialogue& clientGap(std::uint64_t length);
    Dialogue& serverGap(std::uint64_t length);
    Dialogue& clientEnds(stream::EndReason reason = stream::EndReason::Fin);
    Dialogue& serverEnds(stream::EndReason reason = stream::EndReason::Fin);
    /// Both directions, the server first.
    Dialogue& ends(stream::EndReason reason = stream::EndReason::Fin);

    /// Cuts a run of so many bytes: the length of the next piece, at least 1.
    using Cut = std::function<std::size_t(std::size_t)>;

    /// The decoder's lines, as test::MessageRecorder writes them, then those of the other protocol
    /// with "rest " before them. Packets that are cut keep their number.
    [[nodiscard]] std::vector<std::string> lines(const Cut& cut, const Limits& limits = {}) const;
    [[nodiscard]] std::vector<std::string> lines(const Limits& limits = {}) const;

private:
    struct Piece {
        stream::Direction direction;
        std::variant<std::string, std::uint64_t, stream::EndReason> what;
    };
    std::vector<Piece> pieces_;
};

/// A dialogue and what has to come out of it.
struct Vector {
    const char* name;
    Dialogue dialogue;
    std::vector<std::string> expected;
};

/// How a failing parameter shows itself.
void PrintTo(const Vector& vector, std::ostream* out);

/// The vectors by subject; every one is also fed at any cut.
[[nodiscard]] std::vector<Vector> framingVectors();
[[nodiscard]] std::vector<Vector> interimAndTunnelVectors();
[[nodiscard]] std::vector<Vector> lossVectors();
[[nodiscard]] std::vector<Vector> oddVectors();

}  // namespace hark::http1::test
