#pragma once

#include <cstdint>

#include "core/base/anomaly.h"
#include "core/store/insert.h"

namespace hark::store {

/// Rows of `anomaly`, in the order in which they are stored.
class AnomalyTable {
public:
    explicit AnomalyTable(Database& database)
        : insert_(database, "anomaly",
                  "id, connection, exchange, code, detail, capture, packet, offset") {}

    /// `exchange` is 0 for what belongs to the connection as a whole, both are for what is below
    /// it.
    void store(std::uint64_t connection, std::uint64_t exchange, const base::Anomaly& anomaly) {
        insert_.null().reference(connection).reference(exchange).text(anomaly.code.name);
        insert_.text(anomaly.detail).reference(anomaly.packet.capture);
        insert_.reference(anomaly.packet.number).number(anomaly.offset).run();
    }

private:
    Insert insert_;
};

}  // namespace hark::store
