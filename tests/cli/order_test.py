"""Records that are out of order in their file, times kept, change nothing."""

import contextlib
import gzip
import random
import re
import sqlite3
import struct
import subprocess
import time
import unittest

from support import (HARK, SHOP, Capture, Conversation, TestCase, capture_of, hark, records_of,
                     sample_names)

WINDOW = 8
LONG = capture_of("keepalive/many-requests")
SESSION_TABLES = ("user_session", "session_client", "credential_name", "credential",
                  "credential_value", "life_event", "session_state", "evidence", "membership")


def time_of(record, is_pcapng):
    if is_pcapng:
        high, low = struct.unpack_from("<II", record, 12)
        return high << 32 | low
    return struct.unpack_from("<II", record)


def shuffled(times, seed, window=WINDOW):
    """The places of packets in an order in which none is further than that from its own; those of
    equal times keep theirs, as nothing else tells it."""
    chance = random.Random(seed)
    order = sorted(range(len(times)), key=lambda place: place + chance.uniform(0, window))
    slots = {}
    for slot, place in enumerate(order):
        slots.setdefault(times[place], []).append(slot)
    for time_, taken in slots.items():
        for slot, place in zip(taken, sorted(order[slot] for slot in taken)):
            order[slot] = place
    return order


def overtaking(times):
    """How many packets come before others by their times that they follow in the file."""
    order = sorted(range(len(times)), key=lambda place: times[place])
    lowest, count = len(times), 0
    for place in reversed(order):
        count += place > lowest
        lowest = min(lowest, place)
    return count


class Order(TestCase):
    def shuffle(self, capture, seed, name="shuffled"):
        """The capture's path, the place of each of its packets in the other, its times."""
        beginning, records = records_of(capture)
        times = [time_of(record, beginning[:4] == b"\x0a\x0d\x0d\x0a") for record in records]
        order = shuffled(times, seed)
        path = self.folder / (name + capture.suffix)
        path.write_bytes(beginning + b"".join(records[place] for place in order))
        return path, [place + 1 for place in order], [times[place] for place in order]

    def told(self, arguments, places=None, **options):
        """All that a case tells, packets by their places; and their ranges, by message."""
        case = self.folder / "a.hark"
        run = hark("import", *arguments, "-o", case, "--force", **options)
        self.assertIn(run.code, (0, 3), run.errors)
        place_of = lambda number: places[number - 1] if places and number else number
        ranges = []

        def renumber(value, key=None):
            if isinstance(value, list):
                return [renumber(item) for item in value]
            if isinstance(value, dict):
                return {key: renumber(item, key) for key, item in value.items()}
            if isinstance(value, str):
                return re.sub(r"packet (\d+)", lambda m: "packet %d" % place_of(int(m[1])), value)
            return place_of(value) if key in ("packet", "first_packet", "last_packet") else value

        found = {}
        for what in (["exchanges", case, "--digest", "sha256"], ["connections", case]):
            for item in self.ok(*what, "--format", "ndjson").objects:
                for side in ("request", "response"):
                    if item.get(side):
                        ranges.append([{place_of(n) for n in range(r["first"], r["last"] + 1)}
                                       for r in item[side].pop("packets")])
                found.setdefault(what[0], []).append(renumber(item))
        with contextlib.closing(sqlite3.connect(case)) as database:
            for table in SESSION_TABLES:
                found[table] = database.execute("SELECT * FROM " + table).fetchall()
            found["counters"] = dict(database.execute("SELECT name, value FROM counters"))
        found["reordered"] = found["counters"].pop("reordered_packets", 0)
        return found, ranges

    def assertSame(self, found, whole, name):
        (found, found_ranges), (whole, whole_ranges) = found, whole
        for what, told in whole.items():
            if what != "reordered":
                self.assertEqual(found.get(what), told, name)
        # The first and the last packet of a message by number are not those by time.
        for some, all_ in zip(found_ranges, whole_ranges, strict=True):
            for one, other in zip(some, all_, strict=True):
                self.assertTrue({min(other), max(other)} <= one, name)

    def testSamplesShuffledWithinAWindow(self):
        for number, name in enumerate(sample_names()):
            capture = capture_of(name)
            if name == "lossy/cut-file":  # its last record is none
                continue
            whole = self.told([capture])
            path, places, times = self.shuffle(capture, number)
            found = self.told([path], places)
            self.assertSame(found, whole, name)
            self.assertEqual(found[0]["reordered"], overtaking(times), name)

    def testEveryWayIn(self):
        path, places, _ = self.shuffle(LONG, 1)
        whole = self.told([LONG])
        packed = self.folder / "packed.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        for way, arguments, options in (("file", [path], {}), ("gz", [packed], {}),
                                        ("pipe", ["-"], {"stdin": path.read_bytes()}),
                                        ("watched", [path, "--watched"], {})):
            self.assertSame(self.told(arguments, places, **options), whole, way)

    def testFilesThatAreEachOutOfOrder(self):
        """Whether they follow each other or overlap."""
        beginning, records = records_of(LONG)
        whole, _ = self.told([LONG])
        half = len(records) // 2
        seen = lambda told: ([(x["id"], x["connection"], x["url"], x["started_ns"], x["timing"],
                               x["response"]["content_sha256"]) for x in told["exchanges"]],
                             [(x["id"], x["end"], x["packets"])
                              for x in told["connections"]])
        for parts in ((records[:half], records[half:]), (records[0::2], records[1::2])):
            paths = []
            for number, part in enumerate(parts):
                path = self.folder / ("part%d.pcapng" % number)
                path.write_bytes(beginning + b"".join(part))
                paths.append(self.shuffle(path, number, "moved%d" % number)[0])
            found, _ = self.told(paths)
            self.assertEqual(seen(found), seen(whole))

    def testTheyAreCountedAndTold(self):
        path, _, times = self.shuffle(SHOP, 1)
        self.assertIn("put back into the order of their times %d" % overtaking(times),
                      self.ok("stats", path).text)
        self.assertNotIn("order of their times", self.ok("stats", SHOP).text)

    def testAPipeIsNotHeldUp(self):
        """What came is shown though it might be out of order and nothing follows."""
        capture = Capture()
        talk = Conversation(capture)
        talk.client(b"GET /a HTTP/1.1\r\nHost: h.example\r\n\r\n")
        talk.server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        case = self.folder / "a.hark"
        with subprocess.Popen([HARK, "import", "-", "--watched", "-o", str(case)],
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
            process.stdin.write(capture.bytes)
            process.stdin.flush()
            seen, until = [], time.monotonic() + 20
            while not seen and time.monotonic() < until:
                time.sleep(0.05)
                if case.exists():
                    seen = [x for x in hark("exchanges", case, "--format", "ndjson").objects
                            if x["status"] == 200]
            process.stdin.close()
            self.assertEqual(process.wait(20), 0)
        self.assertEqual([x["target"] for x in seen], ["/a"])


if __name__ == "__main__":
    unittest.main()
