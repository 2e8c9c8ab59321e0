#include "core/session/visitors.h"

#include <algorithm>

namespace hark::session {

std::uint32_t Visitors::add() {
    const auto visitor = static_cast<std::uint32_t>(parents_.size());
    parents_.push_back(visitor);
    return visitor;
}

void Visitors::startAfter(std::uint64_t last) {
    constexpr std::uint64_t kMost = 100'000'000;  // what a case may say, whoever wrote it
    while (parents_.size() <= std::min(last, kMost))
        add();
}

std::uint32_t Visitors::of(std::uint32_t visitor) const {
    while (parents_[visitor] != visitor)
        visitor = parents_[visitor];
    return visitor;
}

void Visitors::join(std::uint32_t one, std::uint32_t other, std::string_view reason) {
    const std::uint32_t a = of(one);
    const std::uint32_t b = of(other);
    if (a == b) return;
    // Short ways, so that a long chain of joins doesn't make them slow.
    parents_[std::max(a, b)] = parents_[one] = parents_[other] = std::min(a, b);
    reasons_.emplace(std::max(a, b), reason);
}

void Visitors::hold(ValueKey value, std::uint32_t visitor, std::string_view reason) {
    if (const auto found = holders_.find(value); found != holders_.end()) {
        join(found->second, visitor, reason);
    } else if (holders_.size() < kHolders) {
        holders_.emplace(value, visitor);
    }
}

std::string_view Visitors::reason(std::uint32_t visitor) const {
    const auto found = reasons_.find(visitor);
    return found == reasons_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace hark::session
