"""Several captures in one import: rotated files, directories, and cases that are continued."""

import contextlib
import gzip
import os
import random
import sqlite3
import struct
import subprocess
import time
import unittest

from support import (HARK, Capture, Conversation, SHOP, TestCase, capture_of, exchanges_capture,
                     hark, records_of)

LONG = capture_of("keepalive/many-requests")


class Inputs(TestCase):
    def write(self, name, beginning, records, pack=bytes):
        path = self.folder / "captures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pack(beginning + b"".join(records)))
        return path

    def exports(self, capture_arguments, places=None):
        """All that can be exported; packets named by their place in the whole."""
        case = self.folder / "a.hark"
        self.ok("import", *capture_arguments, "-o", case, "--force")

        def renumber(value):
            if isinstance(value, list):
                return [renumber(item) for item in value]
            if not isinstance(value, dict):
                return value
            value = {key: renumber(item) for key, item in value.items()}
            for capture, numbers in (("capture", ("first", "last", "packet")),
                                     ("first_capture", ("first_packet",)),
                                     ("last_capture", ("last_packet",))):
                number = value.pop(capture, None)
                for key in numbers:
                    if places and number and value.get(key):
                        value[key] = places[number, value[key]]
            return value

        found = {}
        for what in (["exchanges", case, "--digest", "sha256"], ["connections", case]):
            for item in self.ok(*what, "--format", "ndjson").objects:
                item = renumber(item)
                for side in ("request", "response"):
                    if item.get(side):
                        ranges = item[side]["packets"]
                        item[side]["packets"] = [ranges[0]["first"], ranges[-1]["last"]]
                found.setdefault(what[0], []).append(item)
        with contextlib.closing(sqlite3.connect(case)) as database:
            found["counters"] = dict(database.execute("SELECT name, value FROM counters"))
            names = dict(database.execute("SELECT name, id FROM input"))
        return found, names

    def places(self, parts, names):
        """(capture, number) of each packet: its place in the whole."""
        return {(names[str(path)], number): place
                for path, places in parts.items() for number, place in enumerate(places, 1)}

    def testAConnectionOverTenFilesIsTheSameAsInOne(self):
        beginning, records = records_of(LONG)
        whole, _ = self.exports([LONG])
        self.assertGreater(max(c["exchanges"] for c in whole["connections"]), 50)
        cuts = sorted(random.Random(3).sample(range(1, len(records)), 9))
        bounds = [0, *cuts, len(records)]
        names = ["c-%02d" % n for n in range(10)]
        random.Random(4).shuffle(names)  # their names say nothing of their order
        parts = {}
        for name, first, last in zip(names, bounds, bounds[1:]):
            packed = first % 2 == 0
            path = self.write(name + (".pcapng.gz" if packed else ".pcapng"), beginning,
                              records[first:last], gzip.compress if packed else bytes)
            parts[path] = range(first + 1, last + 1)
        _, ids = self.exports([self.folder / "captures"])
        found, _ = self.exports([self.folder / "captures"], self.places(parts, ids))
        self.assertEqual(found, whole)

    def testFilesThatOverlapAreMergedByTime(self):
        beginning, records = records_of(SHOP)
        whole, _ = self.exports([SHOP])
        parts = {}
        for part in range(3):
            path = self.write("queue%d.pcapng" % part, beginning, records[part::3])
            parts[path] = range(part + 1, len(records) + 1, 3)
        _, ids = self.exports(parts)
        found, _ = self.exports(parts, self.places(parts, ids))
        self.assertEqual(found, whole)

    def testAPipeIsMergedWithAFile(self):
        beginning, records = records_of(SHOP)
        whole, _ = self.exports([SHOP])
        path = self.write("odd.pcapng", beginning, records[1::2])
        even = beginning + b"".join(records[0::2])
        case = self.folder / "b.hark"
        self.ok("import", "-", path, "-o", case, stdin=even)
        found = self.ok("exchanges", case, "--format", "ndjson").objects
        self.assertEqual([x["url"] for x in found], [x["url"] for x in whole["exchanges"]])
        self.assertTrue(all(x["response"]["complete"] for x in found))

    def testADirectoryIsReadWithAllBelowIt(self):
        beginning, records = records_of(LONG)
        half = len(records) // 2
        self.write("2024/monday.pcapng", beginning, records[:half])
        self.write("2024/tuesday/a.pcapng", beginning, records[half:])
        self.write("notes.txt", b"no capture", [])
        self.write("empty.pcap", b"", [])
        os.symlink("..", self.folder / "captures" / "loop")
        run = self.ok("import", str(self.folder / "captures") + "/")
        self.assertEqual(run.text, str(self.folder / "captures") + ".hark\n")
        self.assertIn("2 files are no captures and were passed over", run.errors)
        self.assertIn("notes.txt", run.errors)
        whole, _ = self.exports([LONG])
        self.assertEqual(self.ok("stats", run.text.strip(), "--format", "json").json["exchanges"],
                         len(whole["exchanges"]))
        # A directory is as good as a capture wherever one is read.
        direct = self.ok("exchanges", self.folder / "captures", "--format", "ndjson")
        self.assertEqual(len(direct.objects), len(whole["exchanges"]))

    def testADirectoryThatCanNotBeReadIsTold(self):
        beginning, records = records_of(LONG)
        self.write("a.pcapng", beginning, records)
        deep = os.open(self.folder / "captures", os.O_RDONLY)
        for _ in range(20):  # until its path is too long for anybody
            os.mkdir("d" * 250, dir_fd=deep)
            below = os.open("d" * 250, os.O_RDONLY, dir_fd=deep)
            os.close(deep)
            deep = below
        os.close(deep)
        case = self.folder / "a.hark"
        run = hark("import", self.folder / "captures", "-o", case)
        self.assertEqual(run.code, 3)
        self.assertOneLine(run, "ddd: the directory can't be read: File name too long")
        stats = self.ok("stats", case, "--format", "json").json
        self.assertEqual(stats["packets"], len(records))
        os.unlink(self.folder / "captures" / "a.pcapng")
        self.assertFails(hark("import", self.folder / "captures", "-o", case, "--force"),
                         "can't be read")

    def testLinksInADirectoryAreFollowedToFiles(self):
        beginning, records = records_of(LONG)
        half = len(records) // 2
        far = self.write("../far/2.pcapng", beginning, records[half:])
        one = self.write("1.pcapng", beginning, records[:half])
        folder = self.folder / "captures"
        os.symlink(one, folder / "0-newest.pcapng")
        os.symlink("../far/2.pcapng", folder / "2.pcapng")
        os.symlink(far, folder / "3.pcapng")
        os.symlink("../far", folder / "folder")
        os.symlink("nowhere", folder / "dead.pcapng")
        os.symlink("loop.pcapng", folder / "loop.pcapng")
        run = self.ok("import", folder)
        self.assertOneLine(run, "2 files are no captures", "dead.pcapng", "loop.pcapng")
        info = self.ok("info", run.text.strip(), "--format", "json").json
        self.assertEqual([(os.path.basename(i["name"]), i["packets"]) for i in info["inputs"]],
                         [("1.pcapng", half), ("2.pcapng", len(records) - half)])

    def testADirectoryWithoutCaptures(self):
        self.write("notes.txt", b"no capture", [])
        self.assertFails(hark("import", self.folder / "captures"), "no capture", "notes.txt")
        (self.folder / "empty").mkdir()
        self.assertFails(hark("import", self.folder / "empty"), "without a file")
        self.assertEqual(sorted(os.listdir(self.folder)), ["captures", "empty"])

    def testMoreFilesThanMayBeOpen(self):
        beginning, records = records_of(LONG)
        for number, record in enumerate(records):
            self.write("%03d.pcapng" % number, beginning, [record])
        run = subprocess.run(
            ["sh", "-c", 'ulimit -n 32; exec "$@"', "sh", HARK, "import",
             str(self.folder / "captures"), "-o", str(self.folder / "a.hark")],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        stats = self.ok("stats", self.folder / "a.hark", "--format", "json").json
        self.assertEqual(stats["packets"], len(records))

    def testMoreFilesThatOverlapThanTheShellLetsBeOpen(self):
        beginning, records = records_of(LONG)
        for number in range(64):
            self.write("%02d.pcapng" % number, beginning, records[number::64])
        command = [HARK, "import", str(self.folder / "captures"), "-o",
                   str(self.folder / "a.hark"), "--force"]
        for limit, code in (("-S -n 40", 0), ("-n 40", 3)):
            run = subprocess.run(["sh", "-c", 'ulimit %s; exec "$@"' % limit, "sh", *command],
                                 stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, timeout=60,
                                 check=False)
            self.assertEqual(run.returncode, code, run.stderr)
            stats = hark("stats", self.folder / "a.hark", "--format", "json").json
            self.assertEqual(stats["packets"] == len(records), code == 0)
        self.assertIn(b"Too many open files", run.stderr)

    def testADamagedFileAmongOthers(self):
        beginning, records = records_of(LONG)
        third = len(records) // 3
        self.write("1.pcapng", beginning, records[:third])
        self.write("2.pcapng", beginning, records[third:2 * third] + [records[2 * third][:30]])
        self.write("3.pcapng", beginning, records[2 * third:])
        run = hark("import", self.folder / "captures", "-o", self.folder / "a.hark")
        self.assertEqual(run.code, 3)
        self.assertIn("2.pcapng: cut in the middle of a record", run.errors)
        stats = self.ok("stats", self.folder / "a.hark", "--format", "json").json
        self.assertEqual(stats["packets"], len(records))

    def testWhatACaptureWithoutAPacketCarriesIsKept(self):
        beginning, records = records_of(LONG)

        def block(kind, body):
            length = struct.pack("<I", 12 + len(body))
            return struct.pack("<I", kind) + length + body + length

        comment = struct.pack("<HH", 1, 12) + b"only a note." + bytes(4)
        notes = [block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1) + comment),
                 block(10, struct.pack("<II", 0x544c534b, 4) + b"KEYS"),
                 block(4, struct.pack("<HH", 1, 16) + b"\xc0\x00\x02\x50a.example.x\0" + bytes(4))]
        with_packets = self.write("a.pcapng", beginning, records)
        case = self.folder / "a.hark"
        for name, end, damages in (("whole.pcapng", [], 0), ("cut.pcapng", [b"\6\0\0\0"], 1)):
            carrier = self.write(name, b"", notes + end)
            run = hark("import", carrier, with_packets, "-o", case, "--force")
            self.assertEqual(run.code, 3 if damages else 0, run.errors)
            self.assertEqual(run.errors.count(name), damages, run.errors)
            with contextlib.closing(sqlite3.connect(case)) as database:
                self.assertEqual(database.execute(
                    "SELECT text FROM capture_comment WHERE capture = 1").fetchall(),
                    [("only a note.",)])
                self.assertEqual(database.execute("SELECT kind, bytes FROM secret").fetchall(),
                                 [("tls-key-log", b"KEYS")])
                self.assertEqual(database.execute(
                    "SELECT count(*) FROM host_name WHERE source = 'capture'").fetchone(), (1,))
                self.assertEqual(database.execute(
                    "SELECT name, complete, note IS NULL FROM input ORDER BY id").fetchall(),
                    [(str(carrier), 1 - damages, 1 - damages), (str(with_packets), 1, 1)])

    def testCapturesInADirectoryThatCanNotBeReadAreTold(self):
        beginning, records = records_of(LONG)
        packed = gzip.compress(beginning + b"".join(records))
        self.write("a.pcapng", beginning, records)
        self.write("notes.txt", b"no capture", [])
        self.write("empty.pcap.gz", b"", [], gzip.compress)
        self.write("cut.pcap", struct.pack("<IHHi", 0xa1b2c3d4, 2, 4, 0), [])
        self.write("cut.pcapng.gz", packed[:12], [])
        self.write("monitor.cap", b"GMBU\1\1 and more", [])
        self.write("twice.pcapng.gz", gzip.compress(packed), [])
        case = self.folder / "a.hark"
        run = hark("import", self.folder / "captures", "-o", case)
        self.assertEqual(run.code, 3)
        told = {line.split(":")[1].split("/")[-1].split()[0]: line
                for line in run.errors.splitlines()}
        self.assertIn("cut within its pcap header", told["cut.pcap"])
        self.assertIn("gzip", told["cut.pcapng.gz"])
        self.assertIn("Network Monitor", told["monitor.cap"])
        self.assertIn("gzip -d", told["twice.pcapng.gz"])
        self.assertIn("2 files are no captures and were passed over", run.errors)
        self.assertEqual(len(told), 5)
        stats = self.ok("stats", case, "--format", "json").json
        self.assertEqual(stats["packets"], len(records))

    def testTheSameCaptureTwiceIsTold(self):
        run = self.ok("import", SHOP, SHOP, "-o", self.folder / "a.hark")
        self.assertOneLine(run, "same bytes", "twice")


class Append(TestCase):
    def capture(self, name, first, count):
        """Exchanges of connections that no other part has."""
        capture = Capture()
        for number in range(first, first + count):
            conversation = Conversation(capture, port=20000 + number)
            conversation.client(b"GET /%d HTTP/1.1\r\nHost: h.example\r\n\r\n" % number)
            conversation.server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            conversation.close()
        return capture.write(self.folder / name)

    def testTheIdsAndCountersGoOn(self):
        one, two = self.capture("1.pcap", 0, 5), self.capture("2.pcap", 5, 7)
        case = self.folder / "a.hark"
        self.ok("import", one, "-o", case)
        before = self.ok("exchanges", case, "--format", "ndjson").objects
        self.ok("import", two, "-o", case, "--append")
        found = self.ok("exchanges", case, "--format", "ndjson", "--digest", "sha256").objects
        self.assertEqual([x["target"] for x in found], ["/%d" % n for n in range(12)])
        self.assertEqual([x["id"] for x in found], list(range(1, 13)))
        self.assertEqual([x["connection"] for x in found], list(range(1, 13)))
        self.assertEqual([x["request"]["packets"][0]["capture"] for x in found],
                         [1] * 5 + [2] * 7)
        self.assertTrue(all(x["response"]["content_bytes"] == 2 for x in found))
        self.assertEqual([x["url"] for x in before], [x["url"] for x in found[:5]])
        info = self.ok("info", case, "--format", "json").json
        self.assertEqual([os.path.basename(i["name"]) for i in info["inputs"]],
                         ["1.pcap", "2.pcap"])
        self.assertTrue(info["complete"])
        self.assertIn("1.pcap", info["meta"]["options"])
        self.assertIn("2.pcap", info["meta"]["options"])
        stats = self.ok("stats", case, "--format", "json").json
        packets = sum(i["packets"] for i in info["inputs"])
        self.assertEqual(stats["packets"], packets)
        self.assertEqual(info["counters"]["tcp_segments"], packets)
        with contextlib.closing(sqlite3.connect(case)) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])

    def testACaseThatIsNotThereIsMade(self):
        case = self.folder / "a.hark"
        self.ok("import", self.capture("1.pcap", 0, 1), "-o", case, "--append")
        self.assertEqual(len(self.ok("exchanges", case, "--format", "ndjson").objects), 1)

    def testAFailureLeavesTheOldCase(self):
        case = self.folder / "a.hark"
        self.ok("import", self.capture("1.pcap", 0, 5), "-o", case)
        old = case.read_bytes()
        self.assertFails(hark("import", self.folder / "none.pcap", "-o", case, "--append"),
                         "no such file")
        self.assertEqual(case.read_bytes(), old)
        large = exchanges_capture(60000).write(self.folder / "large.pcap")
        run = subprocess.Popen([HARK, "import", str(large), "-o", str(case), "--append"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        working = self.folder / "a.hark.importing"
        while run.poll() is None and not (working.exists() and
                                          working.stat().st_size > len(old)):
            pass
        run.kill()
        self.assertEqual(run.wait(), -9)
        self.assertEqual(case.read_bytes(), old)
        self.ok("import", self.capture("2.pcap", 5, 1), "-o", case, "--append")
        self.assertEqual(len(self.ok("exchanges", case, "--format", "ndjson").objects), 6)

    def testPartialStaysPartial(self):
        case = self.folder / "a.hark"
        self.ok("import", self.capture("1.pcap", 0, 1), "-o", case)
        with contextlib.closing(sqlite3.connect(case)) as database:
            database.execute("UPDATE meta SET value = 'partial' WHERE key = 'state'")
            database.execute("UPDATE meta SET value = 'interrupted' WHERE key = 'reason'")
            database.commit()
        run = hark("import", self.capture("2.pcap", 1, 1), "-o", case, "--append")
        self.assertEqual((run.code, run.text), (3, str(case) + "\n"))
        self.assertOneLine(run, "partial before", "interrupted")
        info = hark("info", case, "--format", "json")
        self.assertEqual(info.code, 3)
        self.assertFalse(info.json["complete"])
        self.assertEqual(info.json["reason"], "interrupted")

    def testWhatADeadWriterLeftOpenHasEnded(self):
        one = Capture()
        Conversation(one).client(b"GET /open HTTP/1.1\r\nHost: h.example\r\n\r\n")
        fifo, case = self.folder / "fifo", self.folder / "a.hark"
        os.mkfifo(fifo)
        run = subprocess.Popen([HARK, "import", fifo, "-o", case, "--watched"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(fifo, "wb") as pipe:
            pipe.write(one.bytes)
            pipe.flush()
            while not (case.exists() and hark("exchanges", case, "--format", "ndjson").lines):
                time.sleep(0.05)
            run.kill()
            run.wait()
        self.assertIn("more of it may come", hark("show", case, "exchange", "1").text)
        run = hark("import", self.capture("2.pcap", 1, 1), "-o", case, "--append")
        self.assertEqual(run.code, 3)
        shown = hark("show", case, "exchange", "1").text
        self.assertIn("the capture ended first", shown)
        self.assertNotIn("more of it may come", shown)
        with contextlib.closing(sqlite3.connect(case)) as database:
            self.assertEqual(database.execute(
                "SELECT open, end_reason FROM connection ORDER BY id").fetchall(),
                [(0, "capture-ended"), (0, "fin")])
            self.assertEqual(database.execute("SELECT flags & 64 FROM exchange").fetchall(),
                             [(64,), (64,)])

    def testWhatIsRefused(self):
        one = self.capture("1.pcap", 0, 1)
        case = self.folder / "a.hark"
        self.ok("import", one, "-o", case)
        for other in ("--force", "--watched"):
            self.assertEqual(hark("import", one, "-o", case, "--append", other).code, 2)
        self.assertFails(hark("import", one, "-o", one, "--append"), "not a hark case")
        with contextlib.closing(sqlite3.connect(case)) as database:
            database.execute("PRAGMA user_version = 999")
        self.assertFails(hark("import", one, "-o", case, "--append"), "another version", "999")
        self.assertOneLine(hark("import", one, "-o", case), "--append", "--force")

    def testTheSameCaptureAgainIsTold(self):
        one = self.capture("1.pcap", 0, 1)
        case = self.folder / "a.hark"
        self.ok("import", one, "-o", case)
        self.assertOneLine(self.ok("import", one, "-o", case, "--append"), "same bytes", "twice")


if __name__ == "__main__":
    unittest.main()
