#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <absl/container/flat_hash_map.h>

namespace hark::base {

/// A map that forgets what was not looked up for long: two generations, of which the older one goes
/// when the younger is full. Pointers and references hold until the next call.
template <typename Key, typename Value>
class RecentMap {
public:
    explicit RecentMap(std::size_t perGeneration) : perGeneration_(perGeneration) {}

    /// Null where it is not known.
    [[nodiscard]] Value* find(const Key& key) {
        if (const auto at = younger_.find(key); at != younger_.end()) return &at->second;
        const auto at = older_.find(key);
        return at == older_.end() ? nullptr : &at->second;
    }
    /// The value, made where it is not known, and young again.
    [[nodiscard]] Value& get(const Key& key) {
        if (const auto at = younger_.find(key); at != younger_.end()) return at->second;
        Value value{};
        if (const auto at = older_.find(key); at != older_.end()) {
            value = std::move(at->second);
            older_.erase(at);
        }
        if (younger_.size() >= perGeneration_) {
            forgotten_ += older_.size();
            older_ = std::exchange(younger_, {});
        }
        return younger_.insert_or_assign(key, std::move(value)).first->second;
    }
    void erase(const Key& key) {
        if (younger_.erase(key) == 0) older_.erase(key);
    }
    [[nodiscard]] bool empty() const { return younger_.empty() && older_.empty(); }
    [[nodiscard]] std::size_t size() const { return younger_.size() + older_.size(); }
    /// How many went to make room.
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

private:
    std::size_t perGeneration_;
    absl::flat_hash_map<Key, Value> younger_;
    absl::flat_hash_map<Key, Value> older_;
    std::uint64_t forgotten_ = 0;
};

}  // namespace hark::base
