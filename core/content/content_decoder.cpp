#include <algorithm>

#include "core/base/text.h"
#include "core/content/coding_decoder.h"

namespace hark::content {

ContentDecoder::ContentDecoder(std::string_view contentEncoding, std::uint64_t limit)
    : limit_(limit) {
    std::string_view rest = contentEncoding;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view coding = base::trimmed(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        if (coding.empty() || base::equalsIgnoringCase(coding, "identity")) continue;
        auto decoder = makeCodingDecoder(coding);
        if (!decoder || decoders_.size() >= kMaximumCodings) {
            state_ = DecodeState::Unsupported;
            return;
        }
        decoders_.push_back(std::move(decoder));
    }
    std::reverse(decoders_.begin(), decoders_.end());
}

DecodeState ContentDecoder::feed(base::Bytes coded, const DecodedSink& sink) {
    if (state_ == DecodeState::Running && !coded.empty()) {
        fed_ = true;
        feedFrom(0, coded, sink);
    }
    return state_;
}

void ContentDecoder::feedFrom(std::size_t stage, base::Bytes bytes, const DecodedSink& sink) {
    if (state_ != DecodeState::Running) return;
    if (stage == decoders_.size()) {
        const auto room =
            static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), limit_ - decoded_));
        decoded_ += room;
        if (room > 0) sink(bytes.first(room));
        if (room < bytes.size()) state_ = DecodeState::TooLarge;
        return;
    }
    const bool good = decoders_[stage]->feed(
        bytes, [&](base::Bytes decoded) { feedFrom(stage + 1, decoded, sink); });
    if (!good && state_ == DecodeState::Running) state_ = DecodeState::Damaged;
}

void ContentDecoder::feedGap() {
    if (!decoders_.empty() && state_ == DecodeState::Running) state_ = DecodeState::Damaged;
}

bool ContentDecoder::isComplete() const {
    return state_ == DecodeState::Running &&
           (!fed_ || std::all_of(decoders_.begin(), decoders_.end(),
                                 [](const auto& decoder) { return decoder->isComplete(); }));
}

}  // namespace hark::content
