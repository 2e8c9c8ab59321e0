#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <absl/container/flat_hash_set.h>

#include "core/analysis/limits.h"
#include "core/dns/observer.h"
#include "core/exchange/event.h"

namespace hark::analysis {

/// Tells the sink of names that DNS gives to addresses and of hosts that offer HTTP/3, each once,
/// and hands on what the exchange stage tells, in whose response heads offers are.
class NameBook final : public exchange::Sink {
public:
    /// The sink must outlive this.
    NameBook(const Limits& limits, exchange::Sink& sink);

    void on(const exchange::Event& event) override;
    void add(const dns::Resolution& resolution);

    /// Beyond a limit: names and offers that were not told, each time that they were seen.
    [[nodiscard]] std::uint64_t namesDropped() const { return namesDropped_; }
    [[nodiscard]] std::uint64_t offersDropped() const { return offersDropped_; }

private:
    void nameAddress(const ip::Address& address, const dns::Resolution& resolution);
    void readAltSvc(const exchange::Exchange& exchange);
    void readAltSvc(const exchange::Exchange& exchange, std::string_view value);
    [[nodiscard]] bool isRepeated(const std::shared_ptr<const http::UriOrigin>& origin,
                                  std::string_view value);
    void offer(const exchange::Http3Offered& offered);

    // Responses of one origin mostly repeat one field value: those met last are known by address.
    struct Recent {
        std::shared_ptr<const http::UriOrigin> origin;
        std::string value;
    };
    static constexpr std::size_t kRecent = 64;

    std::size_t maximumNames_;
    std::size_t maximumOffers_;
    std::size_t nameBytes_;
    exchange::Sink& sink_;
    absl::flat_hash_set<std::pair<ip::Address, std::string>> names_;
    absl::flat_hash_set<std::string> offers_;
    std::array<Recent, kRecent> recent_;
    std::uint64_t namesDropped_ = 0;
    std::uint64_t offersDropped_ = 0;
};

}  // namespace hark::analysis
