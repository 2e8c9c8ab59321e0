#!/usr/bin/python3
"""inner.py PROXY-LOG ORIGIN-LOG: the exchanges inside tunnels as JSON members for expected.py --extra.

The proxy's port towards the origin is the client's port in the origin's log; both logs are the servers' own.
"""
import json
import sys


def rows(path):
    with open(path, encoding="utf-8") as log:
        return [json.loads(line) for line in log]


outer = {row["upstream_port"]: row for row in rows(sys.argv[1]) if "upstream_port" in row}
inner = [{"client_address": outer[row["remote_port"]]["remote_addr"],
          "client_port": outer[row["remote_port"]]["remote_port"], "ordinal": row["connection_requests"] - 1,
          "method": row["request_method"], "target": row["request_uri"], "status": int(row["status"]),
          "protocol": row["server_protocol"], "response_body_bytes": row["body_bytes_sent"]}
         for row in rows(sys.argv[2]) if row["remote_port"] in outer]
json.dump({"inner_exchanges": sorted(inner, key=lambda row: (row["client_port"], row["ordinal"]))}, sys.stdout)
