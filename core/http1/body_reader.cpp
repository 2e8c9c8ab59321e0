#include "core/http1/body_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http1/anomalies.h"

namespace hark::http1 {

namespace {

// chunk-size = 1*HEXDIG, before any extension (RFC 9112 section 7.1).
std::optional<std::uint64_t> hexadecimalSize(std::string_view line) {
    line = base::trimmed(line.substr(0, line.find(';')));
    while (line.size() > 1 && line.front() == '0')
        line.remove_prefix(1);
    constexpr std::size_t kMostDigits = 15;  // so that sizes fit, with room to add them up
    if (line.empty() || line.size() > kMostDigits) return std::nullopt;
    std::uint64_t size = 0;
    for (const char c : line) {
        unsigned digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<unsigned>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<unsigned>(c - 'a') + 10U;
        else if (c >= 'A' && c <= 'F')
            digit = static_cast<unsigned>(c - 'A') + 10U;
        else
            return std::nullopt;
        size = size << 4U | digit;
    }
    return size;
}

}  // namespace

void BodyReader::begin(const Framing& framing) {
    state_ = State::Reading;
    begun_ = false;
    remaining_ = 0;
    line_.clear();
    switch (framing.kind) {
        case Framing::Kind::None:
        case Framing::Kind::Tunnel:
            state_ = State::Done;
            break;
        case Framing::Kind::Length:
            step_ = Step::Length;
            remaining_ = framing.length;
            break;
        case Framing::Kind::Chunked:
            step_ = Step::ChunkSize;
            break;
        case Framing::Kind::UntilClose:
            step_ = Step::UntilClose;
            break;
    }
}

std::size_t BodyReader::onBytes(base::Bytes bytes, BodySink& sink) {
    begun_ = true;
    std::size_t taken = 0;
    while (taken < bytes.size() && state_ == State::Reading) {
        const base::Bytes rest = bytes.subspan(taken);
        switch (step_) {
            case Step::Length:
            case Step::ChunkData:
                taken += onCounted(rest, sink);
                break;
            case Step::UntilClose:
                sink.onContent(rest);
                taken = bytes.size();
                break;
            case Step::ChunkSize:
                taken += onChunkSize(rest, sink);
                break;
            case Step::ChunkEnd:
                taken += onChunkEnd(rest, sink);
                break;
            case Step::Trailers:
                taken += onTrailerBytes(rest, sink);
                break;
        }
    }
    return taken;
}

std::size_t BodyReader::onCounted(base::Bytes bytes, BodySink& sink) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), remaining_));
    sink.onContent(bytes.first(count));
    remaining_ -= count;
    if (remaining_ == 0) afterCounted();
    return count;
}

void BodyReader::afterCounted() {
    if (step_ == Step::Length) {
        state_ = State::Done;
    } else {
        step_ = Step::ChunkEnd;
    }
}

// Collects a line; the size is read when its LF has come.
std::size_t BodyReader::onChunkSize(base::Bytes bytes, BodySink& sink) {
    const std::string_view text = base::asText(bytes);
    const std::size_t lf = text.find('\n');
    const std::size_t count = lf == std::string_view::npos ? text.size() : lf + 1;
    if (line_.size() + count > limits_.chunkLineBytes) {
        lose(sink, "chunk size line too long");
        return 0;
    }
    line_ += text.substr(0, count);
    if (lf != std::string_view::npos) parseChunkSize(sink);
    return count;
}

void BodyReader::parseChunkSize(BodySink& sink) {
    std::string_view line = line_;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    const auto size = hexadecimalSize(line);
    if (!size) {
        lose(sink, fmt::format("chunk size \"{}\"", line.substr(0, 40)));
        return;
    }
    line_.clear();
    remaining_ = *size;
    step_ = *size > 0 ? Step::ChunkData : Step::Trailers;
}

std::size_t BodyReader::onChunkEnd(base::Bytes bytes, BodySink& sink) {
    const char c = base::asText(bytes)[0];
    if (c == '\n') {
        step_ = Step::ChunkSize;
        line_.clear();
        return 1;
    }
    if (c == '\r' && line_.empty()) {
        line_ += c;
        return 1;
    }
    lose(sink, "no line end after a chunk");
    return 0;
}

// The trailer section ends with an empty line (RFC 9112 section 7.1.2).
std::size_t BodyReader::onTrailerBytes(base::Bytes bytes, BodySink& sink) {
    const std::string_view text = base::asText(bytes);
    std::size_t taken = 0;
    while (taken < text.size()) {
        const std::size_t lf = text.find('\n', taken);
        const std::size_t end = lf == std::string_view::npos ? text.size() : lf + 1;
        if (line_.size() + end - taken > limits_.trailerBytes) {
            lose(sink, "trailer section too long");
            return taken;
        }
        line_ += text.substr(taken, end - taken);
        taken = end;
        if (lf == std::string_view::npos) break;
        const bool emptyLine = line_ == "\n" || line_ == "\r\n" || line_.ends_with("\n\n") ||
                               line_.ends_with("\n\r\n");
        if (!emptyLine) continue;
        http::FieldLines lines = http::splitFieldLines(line_, 0, limits_.fieldLines);
        if (!lines.lines.empty()) {
            sink.onTrailers(http::Fields(std::move(line_), std::move(lines.lines)));
        }
        line_.clear();
        state_ = State::Done;
        break;
    }
    return taken;
}

std::uint64_t BodyReader::onGap(std::uint64_t length, stream::GapReason reason, BodySink& sink) {
    begun_ = true;
    if (step_ == Step::UntilClose) {
        sink.onContentGap(length, reason);
        return length;
    }
    std::uint64_t taken = 0;
    if (step_ == Step::Length || step_ == Step::ChunkData) {
        taken = std::min(length, remaining_);
        sink.onContentGap(taken, reason);
        remaining_ -= taken;
        if (remaining_ == 0) afterCounted();
        if (taken == length || state_ == State::Done) return taken;
    }
    state_ = State::Lost;
    return taken;
}

bool BodyReader::isWholeAtEnd(stream::EndReason reason) const {
    return step_ == Step::UntilClose && reason == stream::EndReason::Fin;
}

void BodyReader::lose(BodySink& sink, std::string detail) {
    state_ = State::Lost;
    sink.onBodyAnomaly(kChunkMalformed, std::move(detail));
}

}  // namespace hark::http1
