#!/usr/bin/env python3
"""Scores user sessions against ground truth.

    score.py TRUTH.ndjson EXCHANGES.ndjson [EVENTS.ndjson]

TRUTH.ndjson has TRUTH.sessions.ndjson beside it. EXCHANGES and EVENTS are what `hark exchanges --format ndjson` and
`hark sessions --events --format ndjson` print. An exchange is named by the client's address and port and its place on
its connection. Exchanges that the capture can't show (`noresp`) count neither way.
"""
import collections
import json
import sys

# Other words for the same event, and the events that count; the rest are told by the truth for readers.
SAME = {"stolen": "second-client"}
COUNTED = ("minted", "login", "login-failed", "rotated", "logout", "expired", "second-client", "fixated")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def key(row):
    """Names an exchange, in rows of the truth, of an export, and in events that nest their exchange."""
    if "ordinal" not in row and isinstance(row.get("exchange"), dict):
        row = row["exchange"]
    client = row.get("client")
    address, port = (client["address"], client["port"]) if client else (row["client_ip"], row["client_port"])
    return address, int(port), int(row["ordinal"])


def pairs(count):
    return count * (count - 1) // 2


def share(part, whole):
    return part / whole if whole else 1.0


def assign(truth, exported):
    """[(row of the truth, found, session of the export)], and how many exported exchanges the truth doesn't know."""
    rows = {key(row): row for row in exported if row.get("method")}
    out = []
    for row in truth:
        hit = rows.pop(key(row), None)
        if hit and (hit["method"], hit["target"]) != (row["method"], row["target"]):
            hit = None
        if not row.get("noresp"):
            out.append((row, hit is not None, hit.get("session") if hit else None))
    return out, len(rows)


def score_sessions(truth, exported):
    assigned, unknown = assign(truth, exported)
    true, told, both = collections.Counter(), collections.Counter(), collections.Counter()
    homes, members = collections.defaultdict(set), collections.defaultdict(set)
    for row, _, session in assigned:
        mine = row["session"]
        if mine is not None:
            true[mine] += 1
            homes[mine].add(session)
        if session is not None:
            told[session] += 1
            members[session].add(mine)
        if mine is not None and session is not None:
            both[mine, session] += 1
    right, possible, said = (sum(pairs(count) for count in counter.values()) for counter in (both, true, told))
    # A session that the export made up, of exchanges that belong to none, is wrong as well.
    exact = sum(len(home) == 1 and None not in home and members[next(iter(home))] == {mine} for mine, home in homes.items())
    precision, recall = share(right, said), share(right, possible)
    return {"exchanges": len(assigned), "found": sum(found for _, found, _ in assigned), "unknown": unknown,
            "sessions": len(homes), "told": len(members), "exact": exact, "precision": precision, "recall": recall,
            "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            "wrong": list(differences(homes, members, assigned))}


def differences(homes, members, assigned):
    for mine, home in sorted(homes.items()):
        if len(home) > 1 or None in home:
            yield f"session {mine} is told as {sorted(map(str, home))}"
    for session, mine in members.items():
        if len(mine) > 1 or None in mine:
            yield f"told session {session} holds {sorted(map(str, mine))}"
    for row, found, _ in assigned:
        if not found:
            yield f"not found: {key(row)} {row['method']} {row['target']}"


def score_events(truth, sessions, events):
    unseen = {key(row) for row in truth if row.get("noresp")}
    homeless = {("login-failed", key(row)) for row in truth if row["session"] is None}   # no session to tell it of
    true, told, same = collections.Counter(), collections.Counter(), {}
    for session in sessions:
        for event in session["events"]:
            if event["event"] in COUNTED and key(event) not in unseen:
                true[event["event"], key(event)] += 1
                # Concurrent responses that set the same new value: any of them may be told.
                same.update({(event["event"], key(other)): key(event) for other in event.get("also", ())})
    for event in events:
        name = event.get("event")
        name, where = SAME.get(name, name), key(event)
        if name in COUNTED and where not in unseen and (name, where) not in homeless:
            told[name, where if true[name, where] else same.get((name, where), where)] += 1
    true, matched = +true, true & told
    by_type = {name: tuple(sum(count for (kind, _), count in counter.items() if kind == name)
                           for counter in (true, told, matched))
               for name in COUNTED if any(kind == name for kind, _ in (*true, *told))}
    right, said, possible = sum(matched.values()), sum(told.values()), sum(true.values())
    return {"events": possible, "events_told": said, "events_precision": share(right, said),
            "events_recall": share(right, possible), "by_type": by_type,
            "wrong": [f"missed {name} at {where}" for name, where in sorted(true - told)] +
                     [f"not true: {name} at {where}" for name, where in sorted(told - true)]}


def score(truth, sessions, exported, events=None):
    result = score_sessions(truth, exported)
    if events is not None:
        of_events = score_events(truth, sessions, events)
        result["wrong"] += of_events.pop("wrong")
        result.update(of_events)
    return result


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    truth = read(sys.argv[1])
    sessions = read(sys.argv[1].removesuffix(".ndjson") + ".sessions.ndjson")
    print(json.dumps(score(truth, sessions, read(sys.argv[2]), read(sys.argv[3]) if sys.argv[3:] else None), indent=1))


if __name__ == "__main__":
    main()
