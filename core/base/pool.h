#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

namespace hark::base {

/// Brings the memory of an object near that is needed soon; it must be there.
template <typename T>
void prefetch(const T& object) {
    constexpr std::size_t kCacheLine = 64;
    const auto* const begin = reinterpret_cast<const char*>(&object);
    for (std::size_t at = 0; at < sizeof(T); at += kCacheLine)
        __builtin_prefetch(begin + at);
}

/// Many objects of a kind that come and go. They stay where they are until they are released; what
/// was left last is taken first, while it is near. Keeps the memory of as many as there were at
/// once.
template <typename T>
class Pool {
public:
    Pool() = default;
    ~Pool() = default;
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// As if newly made.
    T& take() {
        if (free_.empty()) free_.push_back(&all_.emplace_back());
        T& taken = *free_.back();
        free_.pop_back();
        if (!free_.empty()) prefetch(*free_.back());
        return taken;
    }
    void release(T& object) {
        std::destroy_at(&object);
        std::construct_at(&object);
        free_.push_back(&object);
    }

private:
    std::deque<T> all_;
    std::vector<T*> free_;
};

}  // namespace hark::base
