#include "core/store/host_tables.h"

#include <fmt/format.h>

namespace hark::store {

HostNameTable::HostNameTable(Database& database, const Limits& limits)
    : insert_(database, "host_name", "address, name, source, first_ns"), limits_(limits) {}

void HostNameTable::store(const exchange::AddressNamed& named) {
    insert_.text(ip::toString(named.address)).text(named.name).text("dns");
    insert_.time(named.origin.time).run();
}

void HostNameTable::store(std::string_view address, std::string_view name, std::string_view source,
                          const std::optional<base::Timestamp>& first) {
    if (name.size() <= limits_.nameBytes) {
        const std::string key = fmt::format("{} {} {}", source, address, name);
        if (known_.contains(key)) return;
        if (known_.size() < limits_.names) known_.insert(key);
    }
    insert_.text(address).text(name).text(source).time(first).run();
}

Http3OfferTable::Http3OfferTable(Database& database)
    : insert_(database, "http3_offer",
              "origin_host, port, source, alternative, exchange, capture, packet, first_ns") {}

void Http3OfferTable::store(const exchange::Http3Offered& offered) {
    insert_.text(offered.host).number(std::uint64_t{offered.port});
    insert_.text(exchange::toString(offered.source)).text(offered.alternative);
    insert_.reference(offered.exchange.value);
    insert_.number(std::uint64_t{offered.origin.packet.capture});
    insert_.number(offered.origin.packet.number).time(offered.origin.time).run();
}

}  // namespace hark::store
