#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_set.h>

#include "core/base/time.h"
#include "core/exchange/event.h"
#include "core/store/insert.h"
#include "core/store/limits.h"

namespace hark::store {

/// Rows of `host_name`.
class HostNameTable {
public:
    HostNameTable(Database& database, const Limits& limits);
    /// A name that DNS told, once.
    void store(const exchange::AddressNamed& named);
    /// A name that others may tell again, stored once as far as it is remembered.
    void store(std::string_view address, std::string_view name, std::string_view source,
               const std::optional<base::Timestamp>& first);

private:
    Insert insert_;
    Limits limits_;
    absl::flat_hash_set<std::string> known_;
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
