-- Made after loading. Everything else is a scan of a narrow table.
CREATE INDEX IF NOT EXISTS exchange_connection ON exchange(connection);
CREATE INDEX IF NOT EXISTS anomaly_exchange ON anomaly(exchange);
