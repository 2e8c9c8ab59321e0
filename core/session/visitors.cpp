#include "core/session/visitors.h"

#include <algorithm>

namespace hark::session {

std::uint32_t Visitors::add() {
    const auto visitor = static_cast<std::uint32_t>(members_.size());
    members_.push_back({visitor, {}});
    return visitor;
}

void Visitors::startAfter(std::uint64_t last) {
    while (members_.size() <= last)
        add();
}

std::uint32_t Visitors::of(std::uint32_t visitor) const {
    while (members_[visitor].parent != visitor)
        visitor = members_[visitor].parent;
    return visitor;
}

void Visitors::join(std::uint32_t one, std::uint32_t other, std::string_view reason) {
    const std::uint32_t a = of(one);
    const std::uint32_t b = of(other);
    if (a == b) return;
    Member& later = members_[std::max(a, b)];
    later.parent = std::min(a, b);
    later.reason = reason;
}

void Visitors::hold(ValueKey value, std::uint32_t visitor, std::string_view reason) {
    const auto [found, isNew] = holders_.try_emplace(value, visitor);
    if (!isNew) join(found->second, visitor, reason);
}

const std::string& Visitors::reason(std::uint32_t visitor) const {
    return members_[visitor].reason;
}

}  // namespace hark::session
