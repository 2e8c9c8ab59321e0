#include "core/analysis/inputs.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/link/decode.h"

namespace hark::analysis {

namespace {

// Kinds of links named for each input; more are hardly ever in one capture.
constexpr std::size_t kLinkTypes = 16;
// Files named that were passed over; the others are counted.
constexpr std::size_t kNamesShown = 3;

void describe(const capture::PacketSource& source, store::Input& row) {
    row.bytes = source.bytesRead();
    row.format = source.format();
    row.digest = source.digest();
}

}  // namespace

base::Status Inputs::open(const InputFiles& found) {
    damages_ = found.unreadable;
    otherFiles_ = found.deadLinks;
    for (const InputFile& file : found.files) {
        auto source = capture::openFile(file.path, nextNumber());
        if (source) {
            Input& input = add(std::move(*source), file.path);
            const bool canOpenAgain = file.path != "-" && input.order->source().bytesTotal();
            if (found.files.size() > 1 && canOpenAgain) {
                look(input);
            } else {
                fresh_.push_back(&input);
            }
        } else if (file.isFound && capture::holdsNoCapture(file.path)) {
            otherFiles_.push_back(file.path);
        } else {
            damages_.push_back(source.error().message);
        }
    }
    if (inputs_.empty() && !damages_.empty()) return base::Error{damages_.front()};
    if (inputs_.empty()) return base::Error{"no capture to read: " + otherFiles()};
    std::sort(waiting_.begin(), waiting_.end(), [](const Input* left, const Input* right) {
        return std::tuple(left->began, left->row.id) > std::tuple(right->began, right->row.id);
    });
    return base::Done{};
}

base::Status Inputs::open(int descriptor, const std::string& name) {
    auto source = capture::openStream(descriptor, name, nextNumber());
    if (!source) return source.error();
    fresh_.push_back(&add(std::move(*source), name));
    return base::Done{};
}

Inputs::Input& Inputs::add(std::unique_ptr<capture::PacketSource> source, const std::string& name) {
    const auto total = source->bytesTotal();
    bytesTotal_ = bytesTotal_ && total ? std::optional(*bytesTotal_ + *total) : std::nullopt;
    auto input = std::make_unique<Input>();
    input->row.id = nextNumber();
    input->row.name = name;
    input->row.complete = false;
    input->row.note = "its end was not reached";
    input->row.format = source->format();
    input->order = std::make_unique<capture::TimeOrder>(std::move(source));
    ++unfinished_;
    inputs_.push_back(std::move(input));
    return *inputs_.back();
}

// When the capture begins, which says when it is to be opened. One without a packet may have notes,
// and is read before all others.
void Inputs::look(Input& input) {
    const bool hasPacket = read(input) == capture::ReadStatus::Packet;
    input.began = hasPacket ? input.packet.time : base::Timestamp::min();
    input.order.reset();
    waiting_.push_back(&input);
}

bool Inputs::next(capture::Packet& packet) {
    if (handedOut_ != nullptr && open_.size() == 1 && waiting_.empty()) {
        if (!advanceLast()) return false;
    } else {
        if (handedOut_ != nullptr) {
            std::pop_heap(open_.begin(), open_.end(), isLater);
            open_.pop_back();
            advance(*std::exchange(handedOut_, nullptr));
        }
        openDue();
        if (open_.empty()) return false;
        handedOut_ = open_.front();
    }
    packet = handedOut_->packet;
    handOut(*handedOut_, packet);
    return true;
}

// Others that are not at their end wait for this one, and may have packets that come first.
bool Inputs::nextOverdue(capture::Packet& packet) {
    if (unfinished_ > 1 || !reading_->order->nextOverdue(packet)) return false;
    handOut(*reading_, packet);
    return true;
}

void Inputs::handOut(Input& input, capture::Packet& packet) const {
    packet.ref.capture += numberedAfter_;
    if (input.row.packets++ == 0) input.row.first = packet.time;
    input.row.last = packet.time;
    if (input.linkTypes.size() < kLinkTypes) input.linkTypes.insert(packet.linkType);
}

capture::ReadStatus Inputs::read(Input& input) {
    reading_ = &input;
    return input.order->next(input.packet);
}

// The usual case: there is nothing to merge with.
bool Inputs::advanceLast() {
    const auto status = read(*handedOut_);
    if (status == capture::ReadStatus::Packet) return true;
    finish(*handedOut_, status);
    open_.clear();
    handedOut_ = nullptr;
    return false;
}

void Inputs::openDue() {
    for (Input* input : std::exchange(fresh_, {}))
        start(*input);
    while (!waiting_.empty() &&
           (open_.empty() || waiting_.back()->began <= open_.front()->packet.time)) {
        Input& input = *waiting_.back();
        waiting_.pop_back();
        auto source = capture::openFile(input.row.name, input.row.id);
        if (source) {
            input.order = std::make_unique<capture::TimeOrder>(std::move(*source));
            start(input);
        } else {
            --unfinished_;
            input.row.note = source.error().message;
            damages_.push_back(source.error().message);
        }
    }
}

void Inputs::start(Input& input) {
    if (idle_) input.order->whenIdle(idle_);
    if (prepare_) prepare_(input.order->source(), input.row.id + numberedAfter_);
    advance(input);
}

// Reads the input's next packet and puts it in its place among the open ones, or closes it.
void Inputs::advance(Input& input) {
    const auto status = read(input);
    if (status != capture::ReadStatus::Packet) {
        finish(input, status);
        return;
    }
    if (input.row.packets == 0) input.began = input.packet.time;
    open_.push_back(&input);
    std::push_heap(open_.begin(), open_.end(), isLater);
}

bool Inputs::isLater(const Input* left, const Input* right) {
    return std::tuple(left->packet.time, left->began, left->row.id) >
           std::tuple(right->packet.time, right->began, right->row.id);
}

void Inputs::finish(Input& input, capture::ReadStatus status) {
    const capture::PacketSource& source = input.order->source();
    describe(source, input.row);
    input.row.complete = status == capture::ReadStatus::End;
    input.row.note = source.damage();
    if (!input.row.complete) damages_.push_back(source.damage());
    if (const auto seen = source.statistics()) input.dropped = seen->dropped();
    input.passedOver = source.passedOver();
    input.reordered = input.order->reordered();
    input.order.reset();
    --unfinished_;
}

std::uint64_t Inputs::bytesRead() const {
    std::uint64_t bytes = 0;
    for (const auto& input : inputs_) {
        bytes += input->order ? input->order->source().bytesRead() : input->row.bytes;
    }
    return bytes;
}

std::uint64_t Inputs::dropped() const {
    std::uint64_t packets = 0;
    for (const auto& input : inputs_) {
        const auto seen = input->order ? input->order->source().statistics() : std::nullopt;
        packets += seen ? seen->dropped() : input->dropped;
    }
    return packets;
}

capture::PassedOver Inputs::passedOver() const {
    capture::PassedOver sum;
    for (const auto& input : inputs_)
        sum += input->order ? input->order->source().passedOver() : input->passedOver;
    return sum;
}

std::uint64_t Inputs::reordered() const {
    std::uint64_t packets = 0;
    for (const auto& input : inputs_)
        packets += input->order ? input->order->reordered() : input->reordered;
    return packets;
}

std::vector<store::Input> Inputs::rows() const {
    std::vector<store::Input> rows;
    for (const auto& input : inputs_) {
        store::Input& row = rows.emplace_back(input->row);
        row.id += numberedAfter_;
        if (input->order) describe(input->order->source(), row);
        for (const capture::LinkType type : input->linkTypes) {
            row.linkTypes += (row.linkTypes.empty() ? "" : ", ") + link::linkTypeName(type);
        }
    }
    return rows;
}

std::string Inputs::otherFiles() const {
    std::string names;
    for (std::size_t i = 0; i < std::min(otherFiles_.size(), kNamesShown); ++i) {
        names += (i == 0 ? "" : ", ") + otherFiles_[i];
    }
    if (otherFiles_.size() > kNamesShown) names += ", …";
    if (otherFiles_.size() == 1) return names + " is no capture and was passed over";
    if (names.empty()) return {};
    return fmt::format("{} files are no captures and were passed over: {}", otherFiles_.size(),
                       names);
}

}  // namespace hark::analysis
