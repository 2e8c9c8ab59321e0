#include "core/ip/reassembly.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/ip/anomalies.h"

namespace hark::ip {
namespace {

/// RFC 791 section 3.1: no datagram is longer, and the fragment offset reaches no further.
constexpr std::uint32_t kMaximumDatagram = 65'535;

}  // namespace

void RangeSet::add(std::uint32_t begin, std::uint32_t end) {
    if (begin == end) return;
    const auto first = std::lower_bound(
        ranges_.begin(), ranges_.end(), begin,
        [](const Range& range, std::uint32_t offset) { return range.second < offset; });
    auto last = first;
    while (last != ranges_.end() && last->first <= end) {
        begin = std::min(begin, last->first);
        end = std::max(end, last->second);
        ++last;
    }
    if (first == last) {
        ranges_.insert(first, {begin, end});
        return;
    }
    *first = {begin, end};
    ranges_.erase(std::next(first), last);
}

RangeSet::Run RangeSet::runAt(std::uint32_t begin) const {
    const auto range = std::upper_bound(
        ranges_.begin(), ranges_.end(), begin,
        [](std::uint32_t offset, const Range& candidate) { return offset < candidate.second; });
    if (range == ranges_.end()) return {kMaximumDatagram + 1, false};
    if (range->first <= begin) return {range->second, true};
    return {range->first, false};
}

std::uint32_t RangeSet::reachFrom(std::uint32_t begin) const {
    const Run run = runAt(begin);
    return run.isCovered ? run.end : begin;
}

Reassembly::Reassembly(const Limits& limits, Counters& counters, Sink& sink)
    : limits_(limits), counters_(counters), sink_(sink) {}

std::optional<Reassembly::Whole> Reassembly::add(const FragmentKey& key, const Fragment& fragment,
                                                 stream::Origin origin) {
    ++counters_.fragments;
    expire(origin.time);
    Partial& partial = find(key, origin.time);
    if (!fits(partial, fragment, origin)) return std::nullopt;
    store(partial, fragment, origin);
    if (!partial.length || partial.claimed.reachFrom(0) < *partial.length) {
        // Only others may be given up for it, so that it is there when its next fragment comes.
        while (bytes_ > limits_.partialBytes && order_.size() > 1) {
            const auto oldest = order_.begin();
            ++counters_.datagramsEvicted;
            drop(&*oldest == &partial ? std::next(oldest) : oldest);
        }
        return std::nullopt;
    }
    ++counters_.datagramsReassembled;
    Whole whole{.bytes = {}, .length = *partial.length, .protocol = partial.protocol};
    const auto found = byKey_.find(key);
    const std::uint32_t reach = partial.captured.reachFrom(0);
    bytes_ -= partial.bytes.size();
    whole.bytes = std::exchange(partial.bytes, {});
    whole.bytes.resize(std::min(reach, whole.length));
    drop(found->second);
    return whole;
}

void Reassembly::finish() {
    counters_.datagramsExpired += order_.size();
    while (!order_.empty())
        drop(order_.begin());
}

Reassembly::Partial& Reassembly::find(const FragmentKey& key, base::Timestamp now) {
    const auto found = byKey_.find(key);
    if (found != byKey_.end()) return *found->second;
    while (!order_.empty() && order_.size() >= limits_.partialDatagrams) {
        ++counters_.datagramsEvicted;
        drop(order_.begin());
    }
    Partial& partial = order_.emplace_back();
    partial.key = key;
    partial.begun = now;
    byKey_.emplace(key, std::prev(order_.end()));
    return partial;
}

/// Whether the fragment agrees with the datagram's end, as far as that is known.
bool Reassembly::fits(Partial& partial, const Fragment& fragment, stream::Origin origin) {
    const std::uint32_t end = fragment.offset + fragment.length;
    if (fragment.length > kMaximumDatagram || end > kMaximumDatagram) {
        report(kFragmentTooLong, partial, fragment, origin);
        return false;
    }
    const bool contradicts =
        partial.length ? end > *partial.length || (fragment.isLast && end != *partial.length)
                       : fragment.isLast && end < partial.furthest;
    if (contradicts) {
        report(kFragmentEnd, partial, fragment, origin);
        return false;
    }
    return true;
}

void Reassembly::store(Partial& partial, const Fragment& fragment, stream::Origin origin) {
    const std::uint32_t begin = fragment.offset;
    const std::uint32_t end = begin + fragment.length;
    const auto captured =
        static_cast<std::uint32_t>(std::min<std::size_t>(fragment.payload.size(), fragment.length));
    if (fragment.offset == 0) partial.protocol = fragment.protocol;
    if (fragment.isLast) partial.length = end;
    partial.furthest = std::max(partial.furthest, end);
    reserve(partial, begin + captured);

    bool hasNew = false;
    bool isOverlapping = false;
    for (std::uint32_t at = begin; at < begin + captured;) {
        const RangeSet::Run run = partial.captured.runAt(at);
        const std::uint32_t until = std::min(run.end, begin + captured);
        const std::byte* const from = fragment.payload.data() + (at - begin);
        std::byte* const to = partial.bytes.data() + at;
        if (!run.isCovered) {
            std::memcpy(to, from, until - at);
            hasNew = true;
        } else {
            isOverlapping = isOverlapping || at != begin || until != begin + captured ||
                            std::memcmp(to, from, until - at) != 0;
        }
        at = until;
    }
    if (captured > 0 && !hasNew) ++counters_.duplicateFragments;
    partial.captured.add(begin, begin + captured);
    partial.claimed.add(begin, end);
    if (isOverlapping && !partial.hasReportedOverlap) {
        partial.hasReportedOverlap = true;
        report(kFragmentOverlap, partial, fragment, origin);
    }
}

void Reassembly::reserve(Partial& partial, std::size_t size) {
    if (size <= partial.bytes.size()) return;
    bytes_ += size - partial.bytes.size();
    partial.bytes.resize(size);
}

void Reassembly::expire(base::Timestamp now) {
    while (!order_.empty() && now - order_.front().begun > limits_.fragmentTimeout) {
        ++counters_.datagramsExpired;
        drop(order_.begin());
    }
}

void Reassembly::drop(Order::iterator partial) {
    bytes_ -= partial->bytes.size();
    byKey_.erase(partial->key);
    order_.erase(partial);
}

void Reassembly::report(base::AnomalyCode code, const Partial& partial, const Fragment& fragment,
                        stream::Origin origin) {
    sink_.on(Event(base::Anomaly{
        .code = code,
        .detail = fmt::format("{} > {}, identification {:#x}: bytes {} to {}",
                              toString(partial.key.source), toString(partial.key.destination),
                              partial.key.identification, fragment.offset,
                              std::uint64_t{fragment.offset} + fragment.length),
        .packet = origin.packet,
        .offset = fragment.offset,
    }));
}

}  // namespace hark::ip
