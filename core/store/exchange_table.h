#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/exchange/exchange.h"
#include "core/store/anomaly_table.h"
#include "core/store/database.h"
#include "core/store/head_table.h"
#include "core/store/name_tables.h"

namespace hark::store {

/// Rows of `exchange`, and of what belongs to one: interim responses, trailers, anomalies. A row
/// with the same id is replaced.
class ExchangeTable {
public:
    /// `replaces`: a row may be stored more than once, as its exchange goes on.
    ExchangeTable(Database& database, HeadTable& heads, AnomalyTable& anomalies, std::size_t names,
                  bool replaces);

    /// Contents by id, 0 for none. With `ended`, all that belongs to the exchange as well.
    void store(const exchange::Exchange& exchange, std::uint64_t requestContent,
               std::uint64_t responseContent, bool ended);

private:
    void storeDependents(const exchange::Exchange& exchange);
    void bindIdentity(const exchange::Exchange& exchange, bool ended);
    void bindTarget(const exchange::Exchange& exchange);
    void bindHeads(const exchange::Exchange& exchange);
    void bindPackets(const exchange::Exchange& exchange);

    HeadTable& heads_;
    AnomalyTable& anomalies_;
    OriginTable origins_;
    MediaTypeTable mediaTypes_;
    Statement insert_;
    Statement insertInterim_;
    Statement insertTrailer_;
    std::string ranges_;
};

}  // namespace hark::store
