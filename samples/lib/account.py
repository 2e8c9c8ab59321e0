#!/usr/bin/python3
"""account.py LOG PREFIX: the application's own account of user sessions, in three files.

PREFIX.sessions.ndjson        one row an exchange: as the application wrote it, by client port and ordinal
PREFIX.truth.ndjson           the same rows in the order of time, numbered, without the events
PREFIX.truth.sessions.ndjson  one row a session: its users, number of requests and events with their exchanges
"""
import collections
import json
import sys

EXCHANGE = ("client_ip", "client_port", "ordinal", "method", "target")


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def main():
    log, prefix = sys.argv[1:3]
    with open(log, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    # The proxy kept a log of its own: two accounts that agree, or no sample.
    with open(prefix + ".expected.json", encoding="utf-8") as expected:
        proxy = [tuple(e[name] for name in ("client_address", "client_port", "ordinal", "method", "target", "status"))
                 for e in json.load(expected)["exchanges"]]
    if sorted(proxy) != sorted(tuple(row[name] for name in EXCHANGE) + (row["status"],) for row in rows):
        sys.exit("the application's account and the proxy's access log differ")
    by_client = sorted(rows, key=lambda row: (row["client_port"], row["client_ip"], row["ordinal"]))
    write(prefix + ".sessions.ndjson", by_client)
    rows.sort(key=lambda row: row["time"])
    events, users, requests = collections.defaultdict(list), collections.defaultdict(set), collections.Counter()
    for number, row in enumerate(rows):
        row["n"] = number
        for event in row.pop("events"):
            session = event.pop("session")
            events[session].append({**event, "n": number, **{name: row[name] for name in EXCHANGE}})
        requests[row["session"]] += 1
        if row["user"]:
            users[row["session"]].add(row["user"])
    write(prefix + ".truth.ndjson", rows)
    everyone = sorted(({row["session"] for row in rows} | set(events)) - {None})
    write(prefix + ".truth.sessions.ndjson",
          [{"session": session, "users": sorted(users[session]), "requests": requests[session],
            "events": events[session]} for session in everyone])


if __name__ == "__main__":
    main()
