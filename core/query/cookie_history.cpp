#include "core/query/cookie_history.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/http/cookies.h"
#include "core/http/set_cookie.h"

namespace hark::query {

namespace {

// Values of one name in one request: browsers send one for each Path and Domain that fits.
constexpr std::size_t kValuesOfRequest = 64;

}  // namespace

void CookieHistory::beginExchange(std::uint64_t exchange) {
    exchange_ = exchange;
    sent_.clear();
}

CookieStep* CookieHistory::add(CookieStep::Kind kind, base::Timestamp at, std::string_view value) {
    if (steps_.size() >= limits_.steps) {
        ++dropped_;
        return nullptr;
    }
    CookieStep step;
    step.kind = kind;
    step.exchange = exchange_;
    step.timeNs = at.time_since_epoch().count();
    step.value = value;
    if (kind != CookieStep::Kind::Deleted) {
        latest_.insert_or_assign(step.value, steps_.size());
    }
    steps_.push_back(std::move(step));
    return &steps_.back();
}

void CookieHistory::addSent(std::string_view cookieField, base::Timestamp at) {
    http::forEachCookie(cookieField, [&](const http::CookiePair& pair) {
        if (pair.name != name_ || sent_.size() >= kValuesOfRequest) return;
        if (std::find(sent_.begin(), sent_.end(), pair.value) != sent_.end()) return;
        sent_.emplace_back(pair.value);
        const auto known = latest_.find(pair.value);
        CookieStep* step = known != latest_.end() ? &steps_[known->second]
                                                  : add(CookieStep::Kind::Sent, at, pair.value);
        if (step == nullptr) return;
        ++step->uses;
        if (!step->firstUse) step->firstUse = exchange_;
        step->lastUse = exchange_;
    });
}

void CookieHistory::addSet(std::string_view setCookieField, base::Timestamp at) {
    using Kind = CookieStep::Kind;
    const auto set = http::parseSetCookie(setCookieField);
    if (!set || set->name != name_) return;
    Kind kind = sent_.empty() ? Kind::Minted : Kind::Replaced;
    if (std::find(sent_.begin(), sent_.end(), set->value) != sent_.end()) kind = Kind::Renewed;
    const bool isDeletion = http::isDeletion(*set, at);
    if (isDeletion) kind = Kind::Deleted;
    CookieStep* step = add(kind, at, isDeletion ? std::string_view() : set->value);
    const std::size_t end = setCookieField.find(';');
    if (step != nullptr && end != std::string_view::npos) {
        step->attributes = base::trimmed(setCookieField.substr(end + 1));
    }
}

}  // namespace hark::query
