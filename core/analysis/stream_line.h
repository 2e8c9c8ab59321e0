#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/commons.h"
#include "core/analysis/introduction.h"
#include "core/analysis/limits.h"
#include "core/analysis/recognition.h"
#include "core/exchange/assembler.h"
#include "core/http1/decoder.h"
#include "core/stream/event.h"
#include "core/tcp/connection.h"

namespace hark::analysis {

/// The line behind one byte stream: finds out what is spoken, and has it decoded. What is inside a
/// tunnel is a stream line of its own.
class StreamLine final : public stream::Sink {
public:
    /// `roles` is null inside a tunnel, where they are known. References must outlive the line.
    StreamLine(const tcp::Connection& connection, tcp::RoleCorrection* roles,
               exchange::Assembler& assembler, Commons& commons, const Limits& limits,
               unsigned depth = 0);
    ~StreamLine() override;
    StreamLine(const StreamLine&) = delete;
    StreamLine& operator=(const StreamLine&) = delete;

    void on(const stream::Event& event) override;

    /// What was recognised, the innermost tunnel's content included; a value for
    /// exchange::Protocol.
    [[nodiscard]] std::string protocolName() const;
    [[nodiscard]] std::string protocolDetail() const;
    /// Of the innermost tunnel, where that is TLS.
    [[nodiscard]] exchange::TlsHellos tls() const;

private:
    class Tunnel;
    struct Waiting {
        stream::Direction direction;
        std::uint64_t offset;
        std::string bytes;
        stream::Origin origin;
        std::optional<stream::Gap> gap;  ///< in place of bytes
    };

    void recogniseFrom(const stream::Data& data);
    void keepGap(const stream::Gap& gap);
    void keepUndecided(const stream::Data& data);
    void settle(const Recognition& recognition);
    void replayTo(stream::Sink& sink) const;

    const tcp::Connection& connection_;
    tcp::RoleCorrection* roles_;
    exchange::Assembler& assembler_;
    Commons& commons_;
    const Limits& limits_;
    unsigned depth_;
    Protocol protocol_ = Protocol::Undecided;
    bool sawData_ = false;
    std::size_t pieces_ = 0;
    std::vector<Waiting> waiting_;  // pieces of streams that are undecided, in order
    std::size_t waitingBytes_ = 0;
    std::array<std::string, 2> beginnings_;
    std::unique_ptr<Tunnel> tunnel_;
    std::unique_ptr<http1::Decoder> decoder_;
    std::unique_ptr<Introduction> introduction_;
};

}  // namespace hark::analysis
