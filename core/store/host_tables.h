#pragma once

#include "core/exchange/event.h"
#include "core/store/insert.h"

namespace hark::store {

/// Rows of `host_name`.
class HostNameTable {
public:
    explicit HostNameTable(Database& database);
    void store(const exchange::AddressNamed& named);

private:
    Insert insert_;
};

/// Rows of `http3_offer`.
class Http3OfferTable {
public:
    explicit Http3OfferTable(Database& database);
    void store(const exchange::Http3Offered& offered);

private:
    Insert insert_;
};

}  // namespace hark::store
