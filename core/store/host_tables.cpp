#include "core/store/host_tables.h"

namespace hark::store {

HostNameTable::HostNameTable(Database& database)
    : insert_(database, "host_name", "address, name, source, first_ns") {}

void HostNameTable::store(const exchange::AddressNamed& named) {
    insert_.text(ip::toString(named.address)).text(named.name).text("dns");
    insert_.time(named.origin.time).run();
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
