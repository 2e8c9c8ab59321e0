-- A hark case, version 4 (PRAGMA user_version). Times are nanoseconds since 1970-01-01 UTC where the
-- name ends in _ns and says when, durations in nanoseconds where it says how long; NULL means not
-- known or not applicable.
-- References between tables are named after the table and not enforced. People who query a case want
-- the views of 001-views.sql; the tables are laid out for size and speed. What the analyst notes has
-- a table of its own, which comes later: note.sql.

-- Where the case comes from: key and value. version, options, created; state is 'partial' until the
-- writer finished, then 'complete' or, with a reason, 'partial' for good.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- The captures that were read; "capture" elsewhere is an id of this table.
CREATE TABLE input(
    id INTEGER PRIMARY KEY,
    name TEXT, bytes INTEGER, packets INTEGER,
    digest TEXT, format TEXT, link_types TEXT,
    first_ns INTEGER, last_ns INTEGER,
    complete INTEGER, -- 0: cut or damaged; what could be read is here
    note TEXT);

-- Packets and what was not understood: packets_total, not_ip, malformed …
CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;

-- What somebody wrote down in a capture: pcapng's comments. packet: NULL where it is about the whole.
CREATE TABLE capture_comment(capture INTEGER, packet INTEGER, text TEXT);

-- Names of addresses. source: 'capture' where the capturing program had resolved them, 'dns' where
-- an answer was seen that led from what was asked for to the address. first_ns: NULL where nothing says since when.
CREATE TABLE host_name(address TEXT, name TEXT, source TEXT, first_ns INTEGER);

-- Keys that a capture brought along: tls-key-log, wireguard-key-log …, or a number in hexadecimal.
CREATE TABLE secret(capture INTEGER, kind TEXT, bytes BLOB);

CREATE TABLE connection(
    id INTEGER PRIMARY KEY, -- in the order of the connections' first packets
    client_address TEXT, client_port INTEGER, server_address TEXT, server_port INTEGER,
    scope INTEGER,          -- the network (VLAN, tunnel) that the addresses belong to; 0: the only one
    tunnels TEXT,           -- around it, with the outer addresses, the outermost first
    start_seen INTEGER,     -- a SYN, or QUIC's first packet of a client, was captured
    open INTEGER,           -- 1 while its last packet is not written yet
    started_ns INTEGER, ended_ns INTEGER,
    syn_ns INTEGER, synack_ns INTEGER, ack_ns INTEGER,
    first_capture INTEGER, first_packet INTEGER, last_capture INTEGER, last_packet INTEGER,
    client_packets INTEGER, client_bytes INTEGER,
    client_retransmitted_segments INTEGER, client_retransmitted_bytes INTEGER,
    client_out_of_order INTEGER, client_gaps INTEGER, client_gap_bytes INTEGER,
    server_packets INTEGER, server_bytes INTEGER,
    server_retransmitted_segments INTEGER, server_retransmitted_bytes INTEGER,
    server_out_of_order INTEGER, server_gaps INTEGER, server_gap_bytes INTEGER,
    protocol TEXT, protocol_detail TEXT,
    tls_version TEXT,       -- that the server chose: 'TLS 1.3'
    tls_sni TEXT,           -- server name of the ClientHello
    tls_alpn TEXT,          -- chosen by the server where it said so in the clear, else as offered
    first_exchange INTEGER, last_exchange INTEGER, -- its exchanges have ids in this range
    exchanges INTEGER,            -- with a request head
    maximum_outstanding INTEGER,  -- most requests awaiting a response at once
    pipelined_requests INTEGER,
    idle_ns INTEGER, blocked_ns INTEGER,
    end_reason TEXT,              -- fin reset idle evicted reused capture-ended
    ended_by TEXT,                -- client or server
    end_announced TEXT, end_announced_by INTEGER, -- words, and the exchange
    anomalies_dropped INTEGER);

-- Hosts that are said to speak HTTP/3, by an Alt-Svc field ('alt-svc', RFC 7838) or an HTTPS record
-- ('dns-https', RFC 9460): each host, port, source and alternative once, where it was first seen.
CREATE TABLE http3_offer(
    origin_host TEXT, port INTEGER, source TEXT,
    alternative TEXT,       -- host:port as offered; without a host it is the same one
    exchange INTEGER,       -- whose response it was
    capture INTEGER, packet INTEGER, first_ns INTEGER);

-- scheme, host and port of target URIs; prefix as in "http://shop.example:8443".
CREATE TABLE origin(id INTEGER PRIMARY KEY, scheme TEXT, host TEXT, port INTEGER, prefix TEXT);

-- Media types of responses: lower case, without parameters.
CREATE TABLE media_type(id INTEGER PRIMARY KEY, name TEXT);

-- Heads and trailers as received, each distinct one once. A request's lacks its request line, a
-- response's begins with its status line. lines: NULL where splitting at CRLF and the first colon
-- gives the field lines; else they are here, as a JSON array of [name, value].
CREATE TABLE head(id INTEGER PRIMARY KEY, bytes BLOB, lines TEXT);

-- Contents as transferred (framing removed, content coding kept), each distinct one once. bytes is
-- NULL where the content is larger than a part (1 MiB) or has gaps: then content_part tiles it.
CREATE TABLE content(id INTEGER PRIMARY KEY, length INTEGER, missing INTEGER, bytes BLOB);
-- part is another content, or NULL for bytes that were sent and not captured.
CREATE TABLE content_part(content INTEGER, offset INTEGER, length INTEGER, part INTEGER,
    PRIMARY KEY(content, offset)) WITHOUT ROWID;

CREATE TABLE exchange(
    id INTEGER PRIMARY KEY, -- in the order in which the requests' first bytes could be read
    connection INTEGER,
    previous INTEGER,       -- the exchange that began before it on its connection
    ordinal INTEGER,        -- among its connection's requests, from 0
    protocol INTEGER,       -- 10, 11, 20, 30: HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/3
    flags INTEGER,          -- sum of 1 request seen, 2 its head, 4 complete, 8 response seen,
                            -- 16 its head, 32 complete, 64 nothing more comes
    started_ns INTEGER, duration_ns INTEGER, -- to the last byte of either message
    blocked_ns INTEGER, dns_ns INTEGER, connect_ns INTEGER, tls_ns INTEGER,
    send_ns INTEGER, wait_ns INTEGER, receive_ns INTEGER,
    stream INTEGER,
    origin INTEGER, method TEXT, target TEXT,
    request_line TEXT,      -- where it is not: method SP target SP version CRLF
    url TEXT,               -- where it is not: prefix and target, or the absolute or authority target
    status INTEGER,
    response_type INTEGER,  -- media_type
    request_fields INTEGER, response_head INTEGER,      -- head
    request_body_bytes INTEGER, request_missing INTEGER,
    response_body_bytes INTEGER, response_missing INTEGER,
    request_content INTEGER, response_content INTEGER,  -- content
    capture INTEGER, request_first INTEGER, request_last INTEGER, -- packets of that input
    response_first INTEGER, response_last INTEGER,
    packet_ranges TEXT);    -- where a message spans inputs: {"request": [[capture, first, last]…], …}

-- 1xx responses but 101, and trailer fields.
CREATE TABLE interim(exchange INTEGER, position INTEGER, status INTEGER, head INTEGER,
    PRIMARY KEY(exchange, position)) WITHOUT ROWID;
CREATE TABLE trailer(exchange INTEGER, message TEXT, head INTEGER,
    PRIMARY KEY(exchange, message)) WITHOUT ROWID;

CREATE TABLE anomaly(
    id INTEGER PRIMARY KEY, connection INTEGER, exchange INTEGER,
    code TEXT, detail TEXT, capture INTEGER, packet INTEGER, offset INTEGER);

-- User sessions. What applications mean by one is told from credentials: values by which clients make
-- themselves recognised. Credentials are secrets, and here as they were sent.

-- One user agent's activity at one site, in the order of the first exchanges.
CREATE TABLE user_session(
    id INTEGER PRIMARY KEY,
    service TEXT,           -- http://shop.example:8443
    visitor INTEGER,        -- the same for all sessions of one user agent
    visitor_reason TEXT,    -- what joins it to that visitor's session before
    user TEXT,              -- of the last login
    users TEXT,             -- all, in order, as a JSON array
    signed_in INTEGER,      -- at its end
    adopted INTEGER,        -- it began before the capture
    end_reason TEXT,        -- none logout expired deleted
    ended_by INTEGER,       -- exchange
    started_ns INTEGER, last_ns INTEGER,
    first_exchange INTEGER, last_exchange INTEGER,
    carried_by TEXT,        -- kinds of carriers: cookie, bearer …
    state_kept TEXT,        -- unknown server client
    clients INTEGER,        -- how many presented it
    exchanges INTEGER, pages INTEGER, assets INTEGER,
    errors INTEGER,         -- status 4xx and 5xx, and requests without a response
    request_bytes INTEGER, response_bytes INTEGER, -- of content, as transferred
    connections INTEGER,    -- used, whoever else used them
    reused INTEGER,         -- exchanges that were not the first of their connection
    blocked_ns INTEGER,
    thinks INTEGER,         -- pauses between a page's loading and the next page
    thinking_ns INTEGER);

-- User agents that presented a session's credentials, in the order in which they came. Only the
-- first user_session.clients of them count.
CREATE TABLE session_client(session INTEGER, position INTEGER, address TEXT, user_agent TEXT,
    first_exchange INTEGER, exchanges INTEGER,
    PRIMARY KEY(session, position)) WITHOUT ROWID;

-- Names under which clients of a service send values, and what each was taken for.
CREATE TABLE credential_name(
    id INTEGER PRIMARY KEY,
    service TEXT,           -- as above, or the domain of a cookie: .example.org
    carrier TEXT,           -- cookie path-parameter query-parameter form-field json-member
                            -- header-field bearer basic digest
    name TEXT,
    path TEXT,              -- for which the server sets a cookie
    class TEXT,             -- session authentication refresh remember-me csrf browser preference
                            -- unknown
    reasons TEXT,           -- for the class, in words
    minted INTEGER,         -- responses that set it to a value that the request had not
    renewed INTEGER,        -- responses that set the value that the request had
    deleted INTEGER,        -- responses that delete it
    presented INTEGER,      -- requests
    distinct_values INTEGER, clients INTEGER, -- as far as they could be counted
    first_minted INTEGER, last_minted INTEGER, first_presented INTEGER, last_presented INTEGER,
    set_cookie TEXT,        -- value of the last Set-Cookie that was not a deletion
    set_ns INTEGER);

-- The values that link exchanges to sessions; name is a credential_name.
CREATE TABLE credential(
    id INTEGER PRIMARY KEY, -- in the order in which they were first seen
    session INTEGER, name INTEGER,
    minted INTEGER,         -- exchange whose response issued it
    first_exchange INTEGER, last_exchange INTEGER,
    first_ns INTEGER, last_ns INTEGER,
    uses INTEGER,           -- requests that presented it
    live INTEGER);          -- 0: replaced, ended or deleted
CREATE TABLE credential_value(credential INTEGER PRIMARY KEY, value TEXT);

-- Steps of a session's life, at the exchange that shows them, in the order of time.
CREATE TABLE life_event(
    id INTEGER PRIMARY KEY, session INTEGER,
    kind TEXT,              -- minted adopted login login-failed rotated privilege-change logout
                            -- expired deleted used-after-end second-client roaming fixated
    exchange INTEGER, time_ns INTEGER,
    credential INTEGER,
    evidence TEXT);         -- how it is known, in words

-- What exchanges show of a session's state, in the order of time.
CREATE TABLE session_state(
    id INTEGER PRIMARY KEY, session INTEGER, exchange INTEGER, time_ns INTEGER,
    kind TEXT,              -- user preference cart checkout form-step csrf-issued csrf-returned
    name TEXT, value TEXT); -- value: NULL for secrets

-- Reasons why an exchange belongs to a session: a JSON array of {kind, carrier, name, reason}.
CREATE TABLE evidence(id INTEGER PRIMARY KEY, items TEXT);

-- Exchanges that belong to a session: those of the connection from the first to the last, which
-- follow each other there (exchange.previous) and belong to it for the same reasons. Apart from
-- `exchange`, whose rows are written before that is known; the view `membership` has a row for each
-- exchange.
CREATE TABLE members(
    id INTEGER PRIMARY KEY, connection INTEGER, first_exchange INTEGER, last_exchange INTEGER,
    session INTEGER, evidence INTEGER);
