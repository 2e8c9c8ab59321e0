#!/usr/bin/python3
"""Turns a server's own access log into what an analyzer is expected to find in the capture.

The log is the only source: no packet is looked at. What the log doesn't know is left out, not guessed.
A row of the log is one request; rows of one connection share "connection" (the server's own number of it),
which tells two connections apart even where the client's port was used twice.
"""
import argparse
import collections
import json
import sys


def body_bytes(row):
    """Bytes of content on the wire without chunk framing, or None where the log can't tell."""
    if "content_bytes" in row:  # our own servers count what they send
        return row["content_bytes"]
    if row.get("sent_transfer_encoding"):  # nginx counts the chunk framing into body_bytes_sent
        return None
    if row.get("expect"):  # nginx counts its own 100 (Continue) into it as well
        return None
    return row["body_bytes_sent"]


def exchange(row):
    status = int(row["status"])
    out = {
        "client_address": row["remote_addr"],
        "client_port": row["remote_port"],
        "server_port": row["server_port"],
        "ordinal": row["connection_requests"] - 1,
        "method": row["request_method"],
        "target": row["request_uri"],
        # 499 is nginx's word for "the client left before a response": no response was sent.
        "status": None if status == 499 else status,
        "protocol": row["server_protocol"],
    }
    size = body_bytes(row)
    if size is not None and out["status"] is not None:
        out["response_body_bytes"] = size
    for name, field in (("host", "http_host"), ("request_body_bytes", "content_length"),
                        ("content_coding", "sent_content_encoding"),
                        ("transfer_coding", "sent_transfer_encoding")):
        if row.get(field):
            out[name] = int(row[field]) if field == "content_length" else row[field]
    for name in ("interim", "decoded_bytes", "decoded_sha256", "request_content_bytes",
                 "request_decoded_bytes", "request_decoded_sha256", "trailer_fields", "chunks",
                 "became", "response_protocol"):
        if row.get(name) is not None:
            out[name] = row[name]
    return out


def rows_of(paths):
    for path in paths:
        with open(path, encoding="utf-8") as log:
            for line in log:
                if line.strip():
                    yield json.loads(line)


def fold(rows):
    """(exchanges, connections), sorted by client port, then connection, then ordinal."""
    by_connection = collections.defaultdict(list)
    for row in rows:
        by_connection[row["remote_port"], row["connection"], row["remote_addr"],
                      row["server_port"]].append(row)
    exchanges, connections = [], []
    for key in sorted(by_connection):
        members = sorted(by_connection[key], key=lambda row: row["connection_requests"])
        seen = [row["connection_requests"] for row in members]
        if seen != list(range(1, len(members) + 1)):
            sys.exit(f"connection {key}: the log's ordinals have holes: {seen}")
        exchanges += [exchange(row) for row in members]
        connections.append({"client_address": key[2], "client_port": key[0], "server_port": key[3],
                            "exchanges": len(members)})
    return exchanges, connections


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--capture", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--notes", default="")
    parser.add_argument("--extra", action="append", default=[], metavar="FILE",
                        help="JSON object whose members are added as they are")
    parser.add_argument("log", nargs="+")
    options = parser.parse_args()
    rows = list(rows_of(options.log))
    clear = [row for row in rows if row.get("scheme", "http") == "http" and not row.get("opaque")]
    exchanges, connections = fold(clear)
    out = {"capture": options.capture, "server": options.server,
           "exchanges": exchanges, "connections": connections}
    encrypted = [row for row in rows if row.get("scheme") == "https"]
    if encrypted:  # what a key log would let one see; not part of the clear exchanges
        out["encrypted_exchanges"], out["encrypted_connections"] = fold(encrypted)
    opaque = [row for row in rows if row.get("opaque")]
    if opaque:
        out["opaque_connections"] = [
            {"client_address": row["remote_addr"], "client_port": row["remote_port"],
             "server_port": row["server_port"], "protocol": row["opaque"]}
            for row in sorted(opaque, key=lambda row: row["remote_port"])]
    for path in options.extra:
        with open(path, encoding="utf-8") as extra:
            out.update(json.load(extra))
    out["notes"] = options.notes
    json.dump(out, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
