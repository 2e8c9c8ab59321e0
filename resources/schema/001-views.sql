-- Views for people, in plain SQLite: no function here needs hark.

CREATE VIEW membership AS
SELECT x.id AS exchange, m.session, m.evidence
FROM exchange x
CROSS JOIN members m ON m.last_exchange >= x.id AND m.id = (SELECT r.id FROM members r
    WHERE r.connection = x.connection AND r.first_exchange <= x.id
    ORDER BY r.first_exchange DESC LIMIT 1);

CREATE VIEW exchanges AS
SELECT x.id, x.connection, x.ordinal,
    c.client_address || ':' || c.client_port AS client,
    c.server_address || ':' || c.server_port AS server,
    strftime('%Y-%m-%dT%H:%M:%S', x.started_ns / 1000000000, 'unixepoch')
        || printf('.%09dZ', x.started_ns % 1000000000) AS started,
    x.started_ns,
    CASE x.protocol WHEN 10 THEN 'HTTP/1.0' WHEN 11 THEN 'HTTP/1.1' WHEN 20 THEN 'HTTP/2'
        WHEN 30 THEN 'HTTP/3' END AS protocol,
    x.method,
    CASE WHEN x.url IS NOT NULL THEN x.url WHEN x.method = 'CONNECT' THEN x.target
        WHEN x.target = '*' THEN o.prefix WHEN substr(x.target, 1, 1) = '/' THEN o.prefix || x.target
        ELSE x.target END AS url,
    o.scheme, o.host, x.target, x.status,
    ltrim(substr(rtrim(substr(CAST(h.bytes AS TEXT), 1,
        instr(CAST(h.bytes AS TEXT), char(10)) - 1), char(13)), 13)) AS reason,
    m.name AS type,
    x.request_body_bytes, x.response_body_bytes AS size,
    x.request_missing, x.response_missing,
    x.duration_ns / 1e6 AS duration_ms, x.blocked_ns / 1e6 AS blocked_ms,
    x.dns_ns / 1e6 AS dns_ms, x.connect_ns / 1e6 AS connect_ms, x.tls_ns / 1e6 AS tls_ms,
    x.send_ns / 1e6 AS send_ms, x.wait_ns / 1e6 AS wait_ms, x.receive_ns / 1e6 AS receive_ms,
    (x.flags & 4) <> 0 AS request_complete, (x.flags & 32) <> 0 AS response_complete,
    x.capture, x.request_first, x.request_last, x.response_first, x.response_last,
    x.request_fields, x.response_head, x.request_content, x.response_content, s.session
FROM exchange x
LEFT JOIN members s ON s.id = (SELECT r.id FROM members r WHERE r.connection = x.connection
    AND r.first_exchange <= x.id ORDER BY r.first_exchange DESC LIMIT 1) AND s.last_exchange >= x.id
LEFT JOIN connection c ON c.id = x.connection
LEFT JOIN origin o ON o.id = x.origin
LEFT JOIN media_type m ON m.id = x.response_type
LEFT JOIN head h ON h.id = x.response_head;

CREATE VIEW connections AS
SELECT id, client_address || ':' || client_port AS client,
    server_address || ':' || server_port AS server, protocol, protocol_detail,
    tls_version, tls_sni, tls_alpn, tunnels,
    strftime('%Y-%m-%dT%H:%M:%S', started_ns / 1000000000, 'unixepoch')
        || printf('.%09dZ', started_ns % 1000000000) AS started,
    started_ns, (ended_ns - started_ns) / 1e6 AS duration_ms,
    (ack_ns - syn_ns) / 1e6 AS handshake_ms, start_seen,
    client_packets, client_bytes, server_packets, server_bytes,
    client_retransmitted_segments + server_retransmitted_segments AS retransmissions,
    client_retransmitted_bytes + server_retransmitted_bytes AS retransmitted_bytes,
    client_out_of_order + server_out_of_order AS out_of_order,
    client_gaps + server_gaps AS gaps, client_gap_bytes + server_gap_bytes AS gap_bytes,
    exchanges, end_reason, ended_by, end_announced, end_announced_by, open,
    first_capture, first_packet, last_capture, last_packet
FROM connection;

-- Connections that carried HTTP, as the keep-alive sessions that they are.
CREATE VIEW keep_alive_sessions AS
SELECT id AS connection, client_address || ':' || client_port AS client,
    server_address || ':' || server_port AS server, protocol,
    strftime('%Y-%m-%dT%H:%M:%S', started_ns / 1000000000, 'unixepoch')
        || printf('.%09dZ', started_ns % 1000000000) AS started,
    started_ns, (ended_ns - started_ns) / 1e6 AS duration_ms,
    (ack_ns - syn_ns) / 1e6 AS handshake_ms,
    exchanges, max(exchanges - 1, 0) AS reused,
    idle_ns / 1e6 AS idle_ms, start_seen AS handshakes_paid,
    max(exchanges - 1, 0) AS handshakes_saved,
    max(exchanges - 1, 0) * (ack_ns - syn_ns) / 1e6 AS saved_ms,
    pipelined_requests AS pipelined, maximum_outstanding, blocked_ns / 1e6 AS blocked_ms,
    end_reason, ended_by, end_announced, end_announced_by,
    client_retransmitted_segments + server_retransmitted_segments AS retransmissions,
    client_gaps + server_gaps AS gaps, client_gap_bytes + server_gap_bytes AS gap_bytes
FROM connection WHERE exchanges > 0;

CREATE VIEW anomalies AS
SELECT a.id, a.code, a.detail, a.exchange, a.connection, a.capture, a.packet, a.offset,
    x.method, x.target, c.client_address || ':' || c.client_port AS client,
    c.server_address || ':' || c.server_port AS server
FROM anomaly a
LEFT JOIN exchange x ON x.id = a.exchange
LEFT JOIN connection c ON c.id = a.connection;

-- Every use of a content. Large or incomplete ones have no bytes here: see content_part.
CREATE VIEW contents AS
SELECT x.id AS exchange, 'request' AS message, x.request_content AS content,
    d.length, d.missing, d.bytes, NULL AS type
FROM exchange x JOIN content d ON d.id = x.request_content
UNION ALL
SELECT x.id, 'response', x.response_content, d.length, d.missing, d.bytes, m.name
FROM exchange x JOIN content d ON d.id = x.response_content
LEFT JOIN media_type m ON m.id = x.response_type;

-- The field lines of each distinct head. A head's text becomes a JSON array of its lines, or is
-- taken from head.lines where it is no plain list of lines. skip: 1 where line 0 is a status line.
CREATE VIEW head_lines AS
SELECT h.id AS head, l.key AS line,
    CASE l.type WHEN 'array' THEN json_extract(l.value, '$[0]')
        ELSE substr(l.value, 1, instr(l.value, ':') - 1) END AS name,
    CASE l.type WHEN 'array' THEN json_extract(l.value, '$[1]')
        ELSE trim(substr(l.value, instr(l.value, ':') + 1), ' ' || char(9)) END AS value,
    l.type = 'array' AS split
FROM head h, json_each(coalesce(h.lines,
    '["' || replace(replace(replace(replace(CAST(h.bytes AS TEXT), '\', '\\'), '"', '\"'),
        char(9), '\t'), char(13, 10), '","') || '"]')) l
WHERE l.value <> '';

CREATE VIEW field_lines AS
SELECT x.id AS exchange, 'request' AS message, f.line AS position, f.name, f.value
FROM exchange x JOIN head_lines f ON f.head = x.request_fields
UNION ALL
SELECT x.id, 'response', f.line - NOT f.split, f.name, f.value
FROM exchange x JOIN head_lines f ON f.head = x.response_head WHERE f.line > 0 OR f.split
UNION ALL
SELECT t.exchange, t.message || ' trailer', f.line, f.name, f.value
FROM trailer t JOIN head_lines f ON f.head = t.head
UNION ALL
SELECT i.exchange, 'interim ' || i.position, f.line - NOT f.split, f.name, f.value
FROM interim i JOIN head_lines f ON f.head = i.head WHERE f.line > 0 OR f.split;

CREATE VIEW user_sessions AS
SELECT s.id, s.service, s.user, s.visitor, s.visitor_reason, s.signed_in, s.adopted,
    s.end_reason, s.ended_by,
    strftime('%Y-%m-%dT%H:%M:%S', s.started_ns / 1000000000, 'unixepoch')
        || printf('.%09dZ', s.started_ns % 1000000000) AS started,
    s.started_ns, (s.last_ns - s.started_ns) / 1e6 AS duration_ms,
    c.address AS client, c.user_agent, s.clients,
    s.exchanges, s.pages, s.assets, s.errors, s.request_bytes, s.response_bytes,
    s.connections, s.reused, s.blocked_ns / 1e6 AS blocked_ms,
    s.thinks, s.thinking_ns / 1e6 AS thinking_ms,
    s.carried_by, s.state_kept, s.first_exchange, s.last_exchange, s.users
FROM user_session s
LEFT JOIN session_client c ON c.session = s.id AND c.position = 0 AND s.clients > 0;

CREATE VIEW session_clients AS
SELECT c.session, c.position, c.address, c.user_agent, c.first_exchange, c.exchanges
FROM session_client c JOIN user_session s ON s.id = c.session AND c.position < s.clients;

CREATE VIEW session_events AS
SELECT e.id, e.session, e.kind AS event, e.exchange, x.connection, x.ordinal,
    c.client_address || ':' || c.client_port AS client,
    strftime('%Y-%m-%dT%H:%M:%S', e.time_ns / 1000000000, 'unixepoch')
        || printf('.%09dZ', e.time_ns % 1000000000) AS started,
    e.time_ns, e.credential, n.carrier, n.name, e.evidence
FROM life_event e
LEFT JOIN exchange x ON x.id = e.exchange
LEFT JOIN connection c ON c.id = x.connection
LEFT JOIN credential d ON d.id = e.credential
LEFT JOIN credential_name n ON n.id = d.name;

CREATE VIEW session_exchanges AS
SELECT m.session, m.exchange, s.service, s.user, x.started, x.started_ns, x.client, x.method,
    x.url, x.status, e.items AS evidence
FROM membership m
JOIN user_session s ON s.id = m.session
JOIN exchanges x ON x.id = m.exchange
LEFT JOIN evidence e ON e.id = m.evidence;

CREATE VIEW session_credentials AS
SELECT d.id, d.session, n.service, n.carrier, n.name, n.class, v.value, d.minted,
    d.first_exchange, d.last_exchange, d.first_ns, d.last_ns, d.uses, d.live
FROM credential d LEFT JOIN credential_name n ON n.id = d.name
LEFT JOIN credential_value v ON v.credential = d.id;

CREATE VIEW cookies AS
SELECT id, service, name, path, class, reasons, minted, renewed, deleted, presented,
    distinct_values, clients, first_minted, last_minted, first_presented, last_presented,
    set_cookie, set_ns
FROM credential_name WHERE carrier = 'cookie';
