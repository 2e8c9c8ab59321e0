#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/limits.h"
#include "core/base/recent_map.h"
#include "core/dns/observer.h"
#include "core/exchange/lookups.h"

namespace hark::analysis {

/// Remembers which host learned which address under which name, and which connection it was
/// learned for: the first one that it then opens to that address.
///
/// What a client asks for, and whom it then connects to, are seen apart; that the one was done for
/// the other is a conclusion, drawn where client, address and name agree and little time went by.
class Resolutions final : public exchange::Lookups {
public:
    explicit Resolutions(const Limits& limits);

    void add(const dns::Resolution& resolution);
    /// To be told of each connection whose start was captured.
    void connectionOpened(const tcp::Connection& connection);
    [[nodiscard]] std::optional<base::Duration> timeOf(const tcp::Connection& connection,
                                                       std::string_view host) override;

    /// Beyond a limit.
    [[nodiscard]] std::uint64_t forgotten() const { return known_.forgotten(); }

private:
    // That a client learned an address.
    struct Key {
        ip::Address client;
        ip::Address address;
        std::uint32_t scope = 0;
        friend bool operator==(const Key&, const Key&) = default;
        template <typename H>
        friend H AbslHashValue(H state, const Key& key) {
            return H::combine(std::move(state), key.client, key.address, key.scope);
        }
    };
    struct Entry {
        std::string name;
        base::Timestamp asked;
        base::Timestamp answered;
        base::ConnectionId user;  // the first that may have been opened for it
    };
    using Entries = std::vector<Entry>;  // in the order in which they came

    [[nodiscard]] bool precedes(const Entry& entry, const tcp::Connection& connection) const;
    [[nodiscard]] Entries* entriesOf(const tcp::Connection& connection);

    base::Duration lead_;
    std::size_t perAddress_;
    std::size_t nameBytes_;
    base::RecentMap<Key, Entries> known_;
};

}  // namespace hark::analysis
