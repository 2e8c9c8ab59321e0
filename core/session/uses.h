#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include <absl/container/inlined_vector.h>

#include "core/base/boxed.h"
#include "core/base/pool.h"
#include "core/session/credential.h"

namespace hark::session {

/// A value's place in a ValueBook.
using ValueKey = std::uint64_t;

/// What a message does with a value.
enum class Act : std::uint8_t {
    Presents,  ///< a request
    Issues,    ///< a response
    Deletes,   ///< a Set-Cookie that ends the cookie
};

/// One value in one message.
struct Use {
    std::uint32_t name = 0;  ///< of the NameBook
    Act act = Act::Presents;
    Carrier carrier = Carrier::Cookie;
    bool looksLikeId : 1 = false;
    bool isClientState : 1 = false;  ///< the value itself carries the application's state
    bool isPersistent : 1 = false;   ///< of cookies that are set: outlives the browser session
    bool isLongLived : 1 = false;    ///< of cookies that are set: for more than 60 days
    bool isHttpOnly : 1 = false;     ///< of cookies that are set
    std::uint32_t domain = 0;        ///< of cookies that are set: the Domain, as a service's number
    std::uint32_t path = 0;          ///< of cookies that are set: a hash of the Path; 0: not known
    ValueKey value = 0;
};

/// The uses of a request's field lines; most have few.
using SharedUses = absl::InlinedVector<Use, 3>;

/// The uses of an exchange, in the order of its messages. The first ones, of a request's field
/// lines, may be shared with other exchanges. References to uses stay good until one is added.
class Uses {
public:
    class Iterator {
    public:
        // NOLINTBEGIN(readability-identifier-naming): as the standard library has them
        using iterator_category = std::forward_iterator_tag;
        using value_type = Use;
        using difference_type = std::ptrdiff_t;
        using pointer = const Use*;
        using reference = const Use&;
        // NOLINTEND(readability-identifier-naming)

        Iterator() = default;
        Iterator(const Use* at, const Use* sharedEnd, const Use* ownBegin)
            : at_(at == sharedEnd ? ownBegin : at), sharedEnd_(sharedEnd), ownBegin_(ownBegin) {}
        const Use& operator*() const { return *at_; }
        const Use* operator->() const { return at_; }
        Iterator& operator++() {
            if (++at_ == sharedEnd_) at_ = ownBegin_;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

    private:
        const Use* at_ = nullptr;
        const Use* sharedEnd_ = nullptr;
        const Use* ownBegin_ = nullptr;
    };

    /// Puts these before all others; once.
    void share(std::shared_ptr<const SharedUses> uses) { shared_ = std::move(uses); }
    void add(const Use& use) { own_.edit().push_back(use); }
    /// The one that was added last.
    [[nodiscard]] Use& back() { return own_.edit().back(); }
    [[nodiscard]] bool hasOwn() const { return static_cast<bool>(own_); }

    /// Brings near what iterating needs.
    void prefetch() const {
        if (shared_) base::prefetch(*shared_);
    }

    [[nodiscard]] std::size_t size() const { return sharedSize() + own_->size(); }
    [[nodiscard]] const Use& operator[](std::size_t place) const {
        return place < sharedSize() ? (*shared_)[place] : (*own_)[place - sharedSize()];
    }
    [[nodiscard]] Iterator begin() const {
        const Use* const own = hasOwn() ? own_->data() : nullptr;
        if (!shared_) return {own, nullptr, own};
        return {shared_->data(), shared_->data() + shared_->size(), own};
    }
    [[nodiscard]] Iterator end() const {
        const Use* const end = hasOwn() ? own_->data() + own_->size() : nullptr;
        return {end, nullptr, end};
    }

private:
    [[nodiscard]] std::size_t sharedSize() const { return shared_ ? shared_->size() : 0; }

    std::shared_ptr<const SharedUses> shared_;
    base::Boxed<std::vector<Use>> own_;
};

}  // namespace hark::session
