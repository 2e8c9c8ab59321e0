#include "core/analysis/stream_line.h"

#include <utility>

namespace hark::analysis {

/// Takes what a connection carries after CONNECT or Upgrade, and makes a line for it when bytes
/// come.
class StreamLine::Tunnel final : public stream::Sink {
public:
    explicit Tunnel(StreamLine& outer) : outer_(outer) {}

    void on(const stream::Event& event) override {
        if (outer_.depth_ + 1 >= outer_.limits_.depth) return;
        if (!inner_) {
            if (std::holds_alternative<stream::End>(event)) return;
            inner_ =
                std::make_unique<StreamLine>(outer_.connection_, nullptr, outer_.assembler_,
                                             outer_.commons_, outer_.limits_, outer_.depth_ + 1);
        }
        inner_->on(event);
    }
    [[nodiscard]] const StreamLine* inner() const { return inner_.get(); }

private:
    StreamLine& outer_;
    std::unique_ptr<StreamLine> inner_;
};

StreamLine::StreamLine(const tcp::Connection& connection, tcp::RoleCorrection* roles,
                       exchange::Assembler& assembler, Commons& commons, const Limits& limits,
                       unsigned depth)
    : connection_(connection),
      roles_(roles),
      assembler_(assembler),
      commons_(commons),
      limits_(limits),
      depth_(depth) {}

StreamLine::~StreamLine() {
    commons_.undecidedBytes -= waitingBytes_;
}

void StreamLine::on(const stream::Event& event) {
    if (decoder_) {
        decoder_->on(event);
        return;
    }
    if (introduction_) {
        introduction_->on(event);
        return;
    }
    if (const auto* data = std::get_if<stream::Data>(&event)) {
        sawData_ = true;
        recogniseFrom(*data);
    } else if (const auto* gap = std::get_if<stream::Gap>(&event)) {
        keepGap(*gap);
    }
}

// What is missing before anything was recognised may have been a request.
void StreamLine::keepGap(const stream::Gap& gap) {
    if (protocol_ != Protocol::Undecided) return;
    if (waiting_.size() >= limits_.undecidedPieces) return settle({Protocol::Unknown, false});
    waiting_.push_back({gap.direction, gap.offset, {}, gap.origin, gap});
}

void StreamLine::recogniseFrom(const stream::Data& data) {
    const bool isDecided = protocol_ != Protocol::Undecided;
    if (isDecided) {
        // Something else came first; HTTP may still begin with a packet.
        if (protocol_ != Protocol::Unknown) return;
        if (connection_.startSeen && ++pieces_ > limits_.laterPieces) return;
    }
    std::string& beginning = beginnings_[stream::index(data.direction)];
    const bool continues = !isDecided && !beginning.empty();
    if (continues) beginning += base::asText(data.bytes);
    Recognition recognition =
        recognise(continues ? base::asBytes(beginning) : data.bytes, data.direction);
    if (recognition.rolesAreSwapped && (roles_ == nullptr || connection_.startSeen)) {
        recognition = {Protocol::Unknown, false};
    }
    if (isDecided && recognition.protocol != Protocol::Http1) return;
    keepUndecided(data);
    if (recognition.protocol == Protocol::Undecided) {
        if (!continues) beginning = base::asText(data.bytes);
        if (beginning.size() > limits_.undecidedBytes ||
            commons_.undecidedBytes > limits_.allUndecidedBytes) {
            settle({Protocol::Unknown, false});
        }
        return;
    }
    settle(recognition);
}

void StreamLine::keepUndecided(const stream::Data& data) {
    waiting_.push_back(
        {data.direction, data.offset, std::string(base::asText(data.bytes)), data.origin, {}});
    waitingBytes_ += data.bytes.size();
    commons_.undecidedBytes += data.bytes.size();
}

void StreamLine::settle(const Recognition& recognition) {
    protocol_ = recognition.protocol;
    beginnings_ = {};
    if (protocol_ == Protocol::Http1) {
        if (recognition.rolesAreSwapped) {
            roles_->swapRoles();
            for (Waiting& w : waiting_) {
                w.direction = stream::opposite(w.direction);
                if (w.gap) w.gap->direction = w.direction;
            }
        }
        constexpr unsigned kKeyBitsPerDepth = 48;
        tunnel_ = std::make_unique<Tunnel>(*this);
        decoder_ =
            std::make_unique<http1::Decoder>(assembler_, *tunnel_, commons_.http1, limits_.http1,
                                             std::uint64_t{depth_} << kKeyBitsPerDepth);
        replayTo(*decoder_);
    } else if (Introduction::isMadeBy(protocol_)) {
        introduction_ = std::make_unique<Introduction>(protocol_, limits_.tls);
        replayTo(*introduction_);
    }
    waiting_.clear();
    waiting_.shrink_to_fit();
    commons_.undecidedBytes -= std::exchange(waitingBytes_, 0);
}

void StreamLine::replayTo(stream::Sink& sink) const {
    for (const Waiting& w : waiting_) {
        if (w.gap) {
            sink.on(*w.gap);
        } else {
            sink.on(stream::Data{w.direction, w.offset, base::asBytes(w.bytes), w.origin});
        }
    }
}

std::string StreamLine::protocolName() const {
    if (!sawData_) return "no data";
    if (protocol_ == Protocol::Http1) {
        return std::string(http::toString(assembler_.version().value_or(http::Version::Http11)));
    }
    return std::string(toString(protocol_));
}

std::string StreamLine::protocolDetail() const {
    if (introduction_) return introduction_->detail();
    if (!tunnel_ || tunnel_->inner() == nullptr) return {};
    const StreamLine& inner = *tunnel_->inner();
    const std::string detail = inner.protocolDetail();
    return "then " + inner.protocolName() + (detail.empty() ? "" : ", " + detail);
}

exchange::TlsHellos StreamLine::tls() const {
    if (introduction_) return introduction_->tls();
    if (!tunnel_ || tunnel_->inner() == nullptr) return {};
    return tunnel_->inner()->tls();
}

}  // namespace hark::analysis
