-- Made after loading. Everything else is a scan of a narrow table, or of the range of ids that a
-- connection's exchanges lie in.
CREATE INDEX IF NOT EXISTS anomaly_exchange ON anomaly(exchange);
CREATE INDEX IF NOT EXISTS anomaly_connection ON anomaly(connection);
CREATE INDEX IF NOT EXISTS host_name_address ON host_name(address, first_ns, name);
CREATE INDEX IF NOT EXISTS credential_session ON credential(session);
CREATE INDEX IF NOT EXISTS credential_sessions ON credential(name, session);
CREATE INDEX IF NOT EXISTS life_event_session ON life_event(session);
CREATE INDEX IF NOT EXISTS members_connection ON members(connection, first_exchange);
CREATE INDEX IF NOT EXISTS members_session ON members(session);
