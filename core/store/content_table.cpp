#include "core/store/content_table.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace hark::store {

namespace {

// Closed messages leave their buffers for later ones, but only so many and only short ones.
constexpr std::size_t kSpareBuffers = 256;
constexpr std::size_t kSpareBytes = std::size_t{16} << 10U;

}  // namespace

ContentTable::ContentTable(Database& database, const Hasher& hasher, const Limits& limits)
    : hasher_(hasher),
      limits_(limits),
      insert_(database, "content", "id, length, missing, bytes"),
      insertPart_(database, "content_part", "content, offset, length, part"),
      known_(limits.contentDigests),
      next_(database.largestId("content") + 1) {}

ContentTable::Open& ContentTable::open(std::uint64_t key) {
    if (last_ != nullptr && lastKey_ == key) return *last_;
    auto& slot = open_[key];
    if (!slot) {
        if (spare_.empty()) {
            slot = std::make_unique<Open>();
        } else {
            slot = std::move(spare_.back());
            spare_.pop_back();
        }
    }
    lastKey_ = key;
    last_ = slot.get();
    return *slot;
}

std::unique_ptr<ContentTable::Open> ContentTable::take(std::uint64_t key) {
    const auto found = open_.find(key);
    if (found == open_.end()) return nullptr;
    if (last_ == found->second.get()) last_ = nullptr;
    auto taken = std::move(found->second);
    open_.erase(found);
    return taken;
}

void ContentTable::recycle(std::unique_ptr<Open> open) {
    if (spare_.size() >= kSpareBuffers || open->buffer.capacity() > kSpareBytes) return;
    open->buffer.clear();
    open->parts.clear();
    open->digest.reset();
    open->length = open->missing = open->spilledAs = 0;
    spare_.push_back(std::move(open));
}

void ContentTable::append(std::uint64_t key, base::Bytes bytes) {
    if (bytes.empty()) return;
    Open& message = open(key);
    while (!bytes.empty()) {
        const std::size_t taken = std::min(bytes.size(), limits_.partBytes - message.buffer.size());
        message.buffer.insert(message.buffer.end(), bytes.begin(),
                              bytes.begin() + static_cast<std::ptrdiff_t>(taken));
        waiting_ += taken;
        bytes = bytes.subspan(taken);
        // A full part is written only when more follows, so that a content of exactly one part
        // stays one row.
        if (!bytes.empty()) flushBuffer(message);
    }
    if (waiting_ > limits_.waitingBytes) relieve();
}

void ContentTable::appendGap(std::uint64_t key, std::uint64_t length) {
    Open& message = open(key);
    flushBuffer(message);
    message.missing += length;
    if (!message.parts.empty() && message.parts.back().content == 0) {
        message.parts.back().length += length;
    } else {
        message.parts.push_back({message.length, length, 0});
        waiting_ += sizeof(Part);
    }
    message.length += length;
    if (waiting_ > limits_.waitingBytes) relieve();
}

void ContentTable::flushBuffer(Open& message) {
    if (message.buffer.empty()) return;
    const std::uint64_t id = storeLeaf(message.buffer, hasher_.digest(message.buffer));
    message.parts.push_back({message.length, message.buffer.size(), id});
    message.length += message.buffer.size();
    waiting_ += sizeof(Part);
    waiting_ -= message.buffer.size();
    message.buffer.clear();
}

void ContentTable::spillParts(Open& message) {
    if (message.spilledAs == 0) message.spilledAs = next_++;
    for (const Part& part : message.parts) {
        insertPart_.number(message.spilledAs).number(part.offset).number(part.length);
        insertPart_.reference(part.content).run();
    }
    waiting_ -= message.parts.size() * sizeof(Part);
    message.parts.clear();
}

// Halves what waits, the longest first, so that the next call is far away.
void ContentTable::relieve() {
    std::vector<std::pair<std::size_t, std::uint64_t>> byWeight;
    byWeight.reserve(open_.size());
    for (const auto& [key, message] : open_) {
        byWeight.emplace_back(message->weight(), key);
    }
    std::sort(byWeight.begin(), byWeight.end(), std::greater<>());
    for (const auto& [weight, key] : byWeight) {
        if (waiting_ <= limits_.waitingBytes / 2) break;
        Open& message = *open_.find(key)->second;
        flushBuffer(message);
        message.buffer.shrink_to_fit();
        // A list that is not long is kept, since only whole lists can be found again.
        if (message.parts.size() * sizeof(Part) > limits_.waitingBytes / 16) spillParts(message);
    }
    // Many short lists are what is left: then they must go as well.
    for (const auto& [weight, key] : byWeight) {
        if (waiting_ <= limits_.waitingBytes / 2) break;
        spillParts(*open_.find(key)->second);
    }
}

void ContentTable::prepare(std::uint64_t key) {
    const auto found = open_.find(key);
    if (found == open_.end()) return;
    Open& message = *found->second;
    if (!message.parts.empty() || message.spilledAs != 0) return;
    message.digest = hasher_.digest(message.buffer);
    known_.prefetch(*message.digest);
}

std::optional<std::uint64_t> ContentTable::finish(std::uint64_t key) {
    auto message = take(key);
    if (!message) return std::nullopt;
    std::optional<std::uint64_t> id;
    if (message->parts.empty() && message->spilledAs == 0) {
        id = storeLeaf(message->buffer,
                       message->digest ? *message->digest : hasher_.digest(message->buffer));
        waiting_ -= message->buffer.size();
    } else {
        flushBuffer(*message);
        id = storeComposite(*message);
    }
    recycle(std::move(message));
    return id;
}

std::uint64_t ContentTable::storeLeaf(base::Bytes bytes, const Digest& digest) {
    if (const auto id = known_.findOrRemember(digest, next_)) return *id;
    const std::uint64_t id = next_++;
    insert_.number(id).number(bytes.size()).number(0).blob(bytes).run();
    return id;
}

std::uint64_t ContentTable::storeComposite(Open& message) {
    Digest digest;
    if (message.spilledAs == 0) {
        digest = hasher_.digest(std::as_bytes(std::span(message.parts)));
        // Traffic could carry a content that looks like a list of parts; it must not be taken for
        // one.
        digest.words[3] = ~digest.words[3];
        if (const auto id = known_.find(digest)) {
            waiting_ -= message.parts.size() * sizeof(Part);
            return *id;
        }
    }
    const bool whole = message.spilledAs == 0;
    spillParts(message);
    insert_.number(message.spilledAs).number(message.length).number(message.missing).null().run();
    if (whole) known_.remember(digest, message.spilledAs);
    return message.spilledAs;
}

}  // namespace hark::store
