#!/usr/bin/python3
"""check.py SAMPLES: are the samples complete, consistent and small? Looks at files and logs, not into packets."""
import collections
import json
import pathlib
import sys

ONE, ALL = 2_000_000, 10_000_000


def problems(root):
    captures = sorted(list(root.glob("*/*.pcap")) + list(root.glob("*/*.pcapng")))
    total = 0
    for capture in captures:
        size = capture.stat().st_size
        total += size
        if size > ONE:
            yield f"{capture}: {size} bytes"
        expected = capture.with_suffix(".expected.json")
        if not expected.exists() or not capture.with_suffix(".access.ndjson").exists():
            yield f"{capture}: no expected.json or no access log"
            continue
        told = json.loads(expected.read_text())
        if told["capture"] != capture.name:
            yield f"{expected}: is about {told['capture']}"
        key = ("client_address", "client_port", "server_port")
        counted = collections.Counter(tuple(e[name] for name in key) for e in told["exchanges"])
        for connection in told["connections"]:
            counted[tuple(connection[name] for name in key)] -= connection["exchanges"]
        if any(counted.values()):
            yield f"{expected}: exchanges and connections don't add up"
        if told["exchanges"] != sorted(told["exchanges"], key=lambda e: e["client_port"]):
            yield f"{expected}: not sorted by client port"
    if total > ALL:
        yield f"{total} bytes of captures"
    print(f"{len(captures)} captures, {total} bytes")


found = list(problems(pathlib.Path(sys.argv[1])))
print("\n".join(found) or "all samples complete")
sys.exit(bool(found))
