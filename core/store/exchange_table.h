#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/exchange/exchange.h"
#include "core/store/anomaly_table.h"
#include "core/store/database.h"
#include "core/store/head_table.h"
#include "core/store/insert.h"
#include "core/store/name_tables.h"

namespace hark::store {

/// Rows of `exchange`, and of what belongs to one: interim responses, trailers, anomalies.
class ExchangeTable {
public:
    /// `replaces`: a later row replaces one with the same id, as its exchange goes on.
    ExchangeTable(Database& database, HeadTable& heads, AnomalyTable& anomalies,
                  const Limits& limits, bool replaces);

    /// A row takes two steps, so that what the second looks up can come from memory meanwhile.
    /// With `ended`, all that belongs to the exchange is stored as well.
    void begin(const exchange::Exchange& exchange, bool ended);
    /// Of the same exchange. Contents by id, 0 for none.
    void finish(const exchange::Exchange& exchange, std::uint64_t requestContent,
                std::uint64_t responseContent);

private:
    void storeDependents(const exchange::Exchange& exchange);
    void addTarget(Insert& row, const exchange::Exchange& exchange);
    void addHeads(Insert& row, const exchange::Exchange& exchange);
    void addPackets(Insert& row, const exchange::Exchange& exchange);

    HeadTable& heads_;
    AnomalyTable& anomalies_;
    OriginTable origins_;
    MediaTypeTable mediaTypes_;
    bool replaces_;
    Insert insert_;
    Insert insertUsual_;
    Insert insertInterim_;
    Insert insertTrailer_;
    // Between begin() and finish():
    Insert* row_ = nullptr;
    bool ended_ = false;
    Digest requestHead_;
    Digest responseHead_;
    std::string ranges_;
};

}  // namespace hark::store
