#include "core/capture/file_source.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace hark::capture {

std::uint32_t maximumPacket(std::uint32_t announcedSnapLength) {
    return std::clamp(announcedSnapLength, kUsualMaximumPacket, kMaximumPacket);
}

FileSource::FileSource(RecordBuffer buffer, std::string name, std::uint32_t captureNumber)
    : buffer_(std::move(buffer)), name_(std::move(name)), captureNumber_(captureNumber) {}

ReadStatus FileSource::next(Packet& packet) {
    if (stopped_) return *stopped_;
    buffer_.consume(std::exchange(held_, 0));
    const ReadStatus status = read(packet);
    if (status == ReadStatus::Packet) packet.ref = {captureNumber_, ++packets_};
    return status;
}

ReadStatus FileSource::ended() {
    const std::string& error = buffer_.input().error();
    if (!error.empty()) {
        return stop(ReadStatus::Damaged, fmt::format("{}: {}; {}", name_, error, readSoFar()));
    }
    if (buffer_.available() == 0) return stop(ReadStatus::End);
    return stop(ReadStatus::Damaged,
                fmt::format("{}: cut in the middle of a record that begins at byte {}; {}", name_,
                            buffer_.offset(), readSoFar()));
}

ReadStatus FileSource::damaged(std::string_view what) {
    return stop(ReadStatus::Damaged, fmt::format("{}: damaged, at byte {} {}; {}", name_,
                                                 buffer_.offset(), what, readSoFar()));
}

ReadStatus FileSource::stop(ReadStatus status, std::string damage) {
    stopped_ = status;
    damage_ = std::move(damage);
    return status;
}

std::string FileSource::readSoFar() const {
    if (packets_ == 0) return "no packet comes before";
    return fmt::format("the {} packet{} before {} kept", packets_, packets_ == 1 ? "" : "s",
                       packets_ == 1 ? "is" : "are");
}

}  // namespace hark::capture
