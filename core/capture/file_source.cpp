#include "core/capture/file_source.h"

#include <cstdlib>

#include <fmt/format.h>

namespace hark::capture {
namespace {

/// Between two packets whose times are remembered: often enough for a capture of a packet an hour.
constexpr std::uint64_t kPacketsPerSample = 64;

std::string counted(std::uint64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

}  // namespace

std::uint32_t maximumPacket(std::uint32_t announcedSnapLength) {
    return std::clamp(announcedSnapLength, kUsualMaximumPacket, kMaximumPacket);
}

std::uint32_t frameCheckLength(LinkType linkType, std::uint32_t announced) {
    constexpr LinkType kRadiotap = 127;
    constexpr LinkType kPpi = 192;
    return linkType == kRadiotap || linkType == kPpi ? 0 : announced;
}

FileSource::FileSource(RecordBuffer buffer, std::string name, std::uint32_t captureNumber)
    : buffer_(std::move(buffer)), name_(std::move(name)), captureNumber_(captureNumber) {}

ReadStatus FileSource::next(Packet& packet) {
    if (stopped_) return *stopped_;
    buffer_.consume(std::exchange(held_, 0));
    ReadStatus status = read(packet);
    if (status != ReadStatus::Packet) status = readOn(packet, status);
    if (status != ReadStatus::Packet) return status;
    if (packets_ % kPacketsPerSample == 0) takeSample(packet.time);
    packet.ref = {captureNumber_, ++packets_};
    return status;
}

void FileSource::takeSample(base::Timestamp time) {
    samples_ = {packets_ == 0 ? time : samples_[1], time};
}

/// After anything but a packet: goes on behind a damaged place, or stops for good.
ReadStatus FileSource::readOn(Packet& packet, ReadStatus status) {
    while (status == ReadStatus::Damaged) {
        const Fault fault = *fault_;
        if (const std::string& error = buffer_.input().error();
            fault.what.empty() && !error.empty()) {
            return stop(ReadStatus::Damaged, error);
        }
        if (!passOverFault()) return stop(ReadStatus::Damaged, describe(fault));
        status = read(packet);
    }
    if (status == ReadStatus::Packet) return status;
    return stop(places_ == 0 ? ReadStatus::End : ReadStatus::Damaged, {});
}

ReadStatus FileSource::ended() {
    if (buffer_.available() == 0 && buffer_.input().error().empty()) return ReadStatus::End;
    fault_ = Fault{buffer_.offset(), {}, 0};
    return ReadStatus::Damaged;
}

ReadStatus FileSource::damaged(std::string what, std::size_t length) {
    fault_ = Fault{buffer_.offset(), std::move(what), length};
    return ReadStatus::Damaged;
}

/// False where it can't be told where the next record begins.
bool FileSource::passOverFault() {
    Fault fault = *std::exchange(fault_, {});
    if (fault.what.empty()) fault.what = "a record claims more bytes than are left";
    if (fault.length > 0) {
        if (!buffer_.skip(fault.length)) return false;
    } else {
        buffer_.reserve(2 * kSearchWindow);
        do {
            if (!buffer_.need(1) || buffer_.offset() - fault.offset > kMaximumSearch) return false;
            buffer_.consume(1);
        } while (!recordBegins());
    }
    if (places_++ == 0) {
        firstFault_ = fault;
        packetsBefore_ = packets_;
    }
    bytesPassedOver_ += buffer_.offset() - fault.offset;
    return true;
}

bool FileSource::isNearOthers(std::int64_t seconds) const {
    const auto isNear = [seconds](base::Timestamp time) {
        const auto since =
            std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch());
        return std::abs(seconds - since.count()) <= kMaximumPauseSeconds;
    };
    return packets_ == 0 || isNear(samples_[0]) || isNear(samples_[1]);
}

ReadStatus FileSource::stop(ReadStatus status, std::string_view why) {
    stopped_ = status;
    if (status == ReadStatus::Damaged) damage_ = describeDamage(why);
    return status;
}

std::string FileSource::refusal() const {
    const std::string& error = buffer_.input().error();
    return describeDamage(error.empty() ? describe(*fault_) : error);
}

std::string FileSource::describe(const Fault& fault) {
    if (!fault.what.empty()) return fmt::format("damaged, at byte {} {}", fault.offset, fault.what);
    return fmt::format("cut in the middle of a record that begins at byte {}", fault.offset);
}

/// `why` nothing more could be read; empty where there is nothing more.
std::string FileSource::describeDamage(std::string_view why) const {
    const std::uint64_t after = packets_ - packetsBefore_;
    if (places_ == 0 || after == 0) {
        const std::string first = places_ == 0 ? std::string(why) : describe(*firstFault_);
        if (packets_ == 0) return fmt::format("{}: {}; no packet comes before", name_, first);
        return fmt::format("{}: {}; the {} before {} kept", name_, first,
                           counted(packets_, "packet"), packets_ == 1 ? "is" : "are");
    }
    return fmt::format("{}: {}; {} in {} {} passed over, and {} before and {} after {} kept{}{}",
                       name_, describe(*firstFault_), counted(bytesPassedOver_, "byte"),
                       counted(places_, "place"), bytesPassedOver_ == 1 ? "is" : "are",
                       counted(packetsBefore_, "packet"), after, packets_ == 1 ? "is" : "are",
                       why.empty() ? "" : "; ", why);
}

void FileSource::take(const Note& note) {
    if (!takeNote_) return;
    const bool fits = [&] {
        if (std::holds_alternative<Comment>(note)) return ++comments_ <= kMaximumComments;
        if (std::holds_alternative<HostName>(note)) return ++hostNames_ <= kMaximumHostNames;
        const std::size_t bytes = std::get<Secrets>(note).bytes.size();
        if (bytes > kMaximumSecretsBytes - secretsBytes_) return false;
        secretsBytes_ += bytes;
        return true;
    }();
    if (fits) {
        takeNote_(note);
    } else {
        ++passedOver_.notes;
    }
}

}  // namespace hark::capture
