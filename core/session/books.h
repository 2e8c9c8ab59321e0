#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "core/base/text_map.h"
#include "core/session/facts.h"
#include "core/session/limits.h"

namespace hark::session {

/// Texts by number, each once.
class TextBook {
public:
    explicit TextBook(std::size_t limit) : limit_(limit) { texts_.emplace_back(); }
    /// From 1; 0 where there is no room for more.
    std::uint32_t add(std::string_view text);
    /// Empty for 0. Stays where it is as long as the book lives.
    [[nodiscard]] const std::string& operator[](std::uint32_t number) const {
        return texts_[number];
    }
    [[nodiscard]] std::size_t refused() const { return refused_; }

private:
    std::size_t limit_;
    std::size_t refused_ = 0;
    base::TextMap<std::uint32_t> numbers_;
    std::deque<std::string> texts_;  // which stay where they are
};

/// The values of a stretch of traffic, by a key that is the same for equal values as long as the
/// program runs and can't be foreseen by whoever makes the traffic.
class ValueBook {
public:
    ValueBook();
    ValueKey add(std::string_view value);
    /// Without keeping the value.
    [[nodiscard]] ValueKey keyOf(std::string_view value) const;
    /// Empty where it isn't kept (any more).
    [[nodiscard]] std::string_view text(ValueKey key) const;
    [[nodiscard]] std::size_t size() const { return texts_.size(); }
    /// Drops all texts but those of values that are named: `each(keep)` calls keep(ValueKey).
    template <typename Each>
    void keepOnly(Each&& each) {
        absl::flat_hash_map<ValueKey, std::string> kept;
        each([&](ValueKey key) {
            const auto found = texts_.find(key);
            if (found == texts_.end()) return;
            kept.emplace(key, std::move(found->second));
            texts_.erase(found);
        });
        texts_ = std::move(kept);
    }

private:
    static constexpr std::size_t kSecretBytes = 192;
    alignas(64) std::array<unsigned char, kSecretBytes> secret_{};
    absl::flat_hash_map<ValueKey, std::string> texts_;
};

/// Which cookies' domains a service is in.
class DomainBook {
public:
    explicit DomainBook(const TextBook& services) : services_(services) {}
    /// The number of ".example.org" among the services; adding it again does nothing, nor does 0,
    /// a domain that found no room there.
    void add(std::uint32_t domain);
    /// The same for all services of a host.
    [[nodiscard]] std::uint64_t hostNumber(std::uint32_t service) const;
    /// The same for all hosts of a registered domain.
    [[nodiscard]] std::uint64_t siteNumber(std::uint32_t service) const;
    /// Those that a service's host is in.
    [[nodiscard]] const std::vector<std::uint32_t>& of(std::uint32_t service);

private:
    struct Known {
        std::size_t seen = 0;  // of domains_, that were looked at
        std::vector<std::uint32_t> domains;
    };
    const TextBook& services_;
    std::vector<std::uint32_t> domains_;
    std::vector<Known> byService_;
};

/// The host of "http://shop.example.org:8443"; an IPv6 address keeps its brackets.
[[nodiscard]] std::string_view hostOf(std::string_view service);

}  // namespace hark::session
