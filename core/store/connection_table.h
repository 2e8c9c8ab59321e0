#pragma once

#include "core/exchange/event.h"
#include "core/store/anomaly_table.h"
#include "core/store/insert.h"
#include "core/tcp/connection.h"

namespace hark::store {

/// Rows of `connection`; one with the same id is replaced.
class ConnectionTable {
public:
    ConnectionTable(Database& database, AnomalyTable& anomalies);

    /// What is known at its first packets.
    void storeOpen(const tcp::Connection& connection);
    void storeEnded(const exchange::ConnectionEnded& ended);

private:
    void addTransport(const tcp::Connection& connection, bool open);

    AnomalyTable& anomalies_;
    Insert insert_;
};

}  // namespace hark::store
