"""Leaves packets out of a capture where that takes no evidence of sessions away, and says what can't be seen any more.

The clients' log has the place of each request and response in its stream, so nothing needs to be parsed here."""
import collections
import random
import socket

import packets as captures

SEED = 7


def address(text):
    return socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)


def ranges(rows):
    """{(client, from client): [(begin, end, row)]}"""
    out = {}
    for row in rows:
        client = address(row["client_ip"]), row["client_port"]
        out.setdefault((client, True), []).append((*row["request"], row))
        if row["response"]:
            out.setdefault((client, False), []).append((*row["response"], row))
    return out


def harmless(row):
    """Whether nothing begins, changes or ends with this exchange."""
    app = row["app"]
    return not row["set"] and row["method"] == "GET" and not (app and (app["facts"] or app["issued"]))


def lose(path, rows, share):
    """Rewrites the capture; rows whose request is gone get `lost`. Returns how many packets went."""
    kept, gone, chance, held = captures.read(path), set(), random.Random(SEED), ranges(rows)
    for (source, target), segments, offsets in captures.streams(kept):
        from_client = (source, True) in held
        places = held.get((source if from_client else target, from_client), [])
        for packet, offset in zip(segments, offsets):
            size = packet.segment.length
            inside = [row for begin, end, row in places if begin < offset + size and offset < end]
            if size and inside and all(map(harmless, inside)) and chance.random() < share:
                gone.add(id(packet))
                for row in inside if from_client else ():
                    row["lost"] = True
    captures.write(path, [packet for packet in kept if id(packet) not in gone])
    number(rows)
    return len(gone)


def begin_late(path, rows, begin):
    """Rewrites the capture as if it had been begun then, when no exchange was under way."""
    captures.write(path, [packet for packet in captures.read(path) if packet.time >= begin * 10**9])
    for row in rows:
        if row["time"] < begin:
            row["lost"] = True
    number(rows)


def number(rows):
    """The place of a request is that among those that the capture has; a lost one has none."""
    seen = collections.Counter()
    for row in sorted(rows, key=lambda row: row["ordinal"]):
        connection = row["client_ip"], row["client_port"]
        if row.get("lost"):
            row["ordinal"] = -1
        else:
            row["ordinal"] = seen[connection]
            seen[connection] += 1
