"""Formats, columns, filters, options: what scripts lean on."""

import csv
import io
import json
import os
import pty
import shlex
import struct
import unittest

from support import (COMMANDS, HARK, LISTS, SHOP, Capture, Conversation, TestCase, checksum,
                     hark)

EXCHANGE_KEYS = ["id", "connection", "ordinal", "stream", "protocol", "client", "server", "started",
                 "started_ns", "scheme", "host", "method", "target", "url", "status", "reason",
                 "request", "response", "interim", "timing", "session", "evidence", "anomalies",
                 "incomplete", "mark", "note"]
MESSAGE_KEYS = ["fields", "trailers", "head_bytes", "body_bytes", "content_bytes", "content_type",
                "missing_bytes", "complete", "packets"]
TIMING_KEYS = ["blocked", "dns", "connect", "tls", "send", "wait", "receive"]


class Formats(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.all = hark("exchanges", SHOP, "--format", "ndjson").objects

    def ids(self, *arguments):
        return [e["id"] for e in self.ok("exchanges", SHOP, *arguments, "--format", "ndjson").objects]

    def those(self, condition):
        return [e["id"] for e in self.all if condition(e)]

    def testAnExchangeHasTheKeysOfTheSchema(self):
        for e in self.all:
            self.assertEqual(list(e), EXCHANGE_KEYS)
            self.assertEqual(list(e["timing"]), TIMING_KEYS)
            self.assertEqual(sorted(e["client"]), ["address", "port"])
            for message in (e["request"], e["response"]):
                self.assertEqual(list(message), MESSAGE_KEYS)
                self.assertEqual(sorted(message["packets"][0]), ["capture", "first", "last"])
        self.assertRegex(self.all[0]["started"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")

    def testADigestIsThereWhenAskedFor(self):
        first = self.ok("exchanges", SHOP, "--limit", "1", "--digest", "sha256", "--format",
                        "ndjson").objects[0]
        self.assertRegex(first["response"]["content_sha256"], "^[0-9a-f]{64}$")
        self.assertEqual(hark("exchanges", SHOP, "--digest", "md5").code, 2)

    def testJsonIsTheListOfWhatNdjsonHas(self):
        self.assertEqual(self.ok("exchanges", SHOP, "--format", "json").json, self.all)
        rows = self.ok("connections", SHOP, "--format", "ndjson").objects
        self.assertEqual(self.ok("connections", SHOP, "--format", "json").json, rows)

    def testCsvHasAHeaderAndTheSameValues(self):
        for command in LISTS:
            columns = {"sessions": "id,service,client", "cookies": "id,service,name"}.get(
                command, "id,client,server")
            rows = self.ok(command, SHOP, "--format", "csv", "--columns", columns)
            parsed = list(csv.DictReader(io.StringIO(rows.text, newline=""), strict=True))
            objects = self.ok(command, SHOP, "--format", "ndjson", "--columns", columns).objects
            self.assertEqual(parsed, [{k: str(v) for k, v in o.items()} for o in objects])
            self.assertTrue(rows.bytes.endswith(b"\r\n"))

    def testNothingFoundIsStillWellFormed(self):
        for command in LISTS:
            self.assertEqual(self.ok(command, SHOP, "host:none", "--format", "json").json, [])
            self.assertEqual(self.ok(command, SHOP, "host:none", "--format", "ndjson").bytes, b"")
            self.assertEqual(len(self.ok(command, SHOP, "host:none", "--format", "csv").lines), 1)

    def testColumnsComeInTheOrderAskedForInEveryFormat(self):
        names = ["url", "status", "id"]
        columns = ("--columns", ",".join(names), "--limit", "3")
        self.assertEqual(self.ok("exchanges", SHOP, *columns).lines[0].split(), names)
        self.assertEqual(self.ok("exchanges", SHOP, *columns, "--format", "csv").lines[0],
                         "url,status,id")
        for e in self.ok("exchanges", SHOP, *columns, "--format", "ndjson").objects:
            self.assertEqual(list(e), names)

    def testLimitAndSort(self):
        self.assertEqual(len(self.ids("--limit", "7")), 7)
        self.assertEqual(len(self.ok("exchanges", SHOP, "-c", "7").lines), 8)
        rows = self.ok("exchanges", SHOP, "--sort", "-size", "--format", "ndjson").objects
        sizes = [e["response"]["body_bytes"] for e in rows]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        rows = self.ok("connections", SHOP, "--sort", "exchanges", "--format", "ndjson").objects
        counts = [c["exchanges"] for c in rows]
        self.assertEqual(counts, sorted(counts))

    def testTheFilterIsWordsOrOneArgument(self):
        posts = self.those(lambda e: e["method"] == "POST")
        self.assertTrue(posts)
        self.assertEqual(self.ids("method:POST"), posts)
        self.assertEqual(self.ids("-Y", "method:POST"), posts)
        self.assertEqual(self.ids("-Y", 'http.request.method == "POST"'), posts)
        self.assertEqual(self.ids("-method:GET"), posts)
        self.assertEqual(self.ids("-Y", "-method:GET"), posts)
        self.assertEqual(self.ids("not", "method:GET"), posts)
        redirected = self.those(lambda e: e["method"] == "POST" and e["status"] == 303)
        self.assertEqual(self.ids("method:POST", "status:303"), redirected)
        self.assertEqual(self.ids("-Y", "method:POST", "status:303"), redirected)
        either = self.those(lambda e: e["method"] == "POST" or e["status"] == 404)
        self.assertEqual(self.ids("method:POST", "or", "status:404"), either)

    def testTheFileMayBeGivenByLetter(self):
        self.assertEqual(self.ids("method:POST"),
                         [e["id"] for e in self.ok("exchanges", "-r", SHOP, "-Y", "method:POST",
                                                   "--format", "ndjson").objects])

    def testAFilterErrorNamesTheColumn(self):
        for text, column in (("status:abc", 8), ("method:GET and", 15), ("nonsense:1", 1)):
            for command in LISTS + ["timeline"]:
                run = hark(command, SHOP, "-Y", text)
                self.assertFails(run, "column %d" % column, code=2)

    def testFiltersAreListedWithWhatTheyMean(self):
        for command in LISTS + ["timeline", "tree"]:
            names = [line.split()[0] for line in self.ok(command, "--filters").lines]
            self.assertIn("after", names)
            self.assertIn("status-code", names)
        for name in names:
            run = hark("exchanges", SHOP, name + ":", "--limit", "1")
            self.assertNotIn("is no name of a filter", run.errors)

    def testWrongUsageIsExitCode2InOneLine(self):
        for arguments in ([], ["bogus"], ["exchanges"], ["exchanges", SHOP, "--bogus"],
                          ["exchanges", SHOP, "--format", "xml"], ["show", SHOP],
                          ["exchanges", SHOP, "--columns", "nope"], ["import"],
                          ["exchanges", SHOP, "--sort", "nope"], ["import", "-"],
                          ["exchanges", SHOP, "--limit", "-1"], ["show", SHOP, "exchange", "x"],
                          ["exchanges", SHOP, "--limit", "many"], ["import", SHOP, "--bogus"]):
            with self.subTest(arguments):
                self.assertFails(hark(*arguments), code=2)

    def testEveryCommandHelpsWithAnExample(self):
        overview = self.ok("--help").text
        for command in COMMANDS:
            self.assertIn(command, overview)
            self.assertIn("Example: hark " + command, self.ok(command, "--help").text)
        self.assertRegex(self.ok("--version").text, r"^hark \d+\.\d+\.\d+\n$")

    def testAMissingThingIsSaidInOneLine(self):
        self.assertFails(hark("show", SHOP, "exchange", "4711"), "no exchange 4711")
        self.assertFails(hark("show", SHOP, "connection", "4711"), "no connection 4711")

    def testStatsAndInfoAreAlsoForMachines(self):
        stats = self.ok("stats", SHOP, "--format", "json").json
        self.assertEqual(stats["exchanges"], len(self.all))
        self.assertEqual(stats["connections"], 34)
        self.assertLessEqual({"packets", "sessions", "anomalies"}, set(stats))
        info = self.ok("info", SHOP, "--format", "json").json
        self.assertTrue(info["complete"])
        self.assertEqual(info["inputs"][0]["packets"], stats["packets"])
        for command in ("stats", "info"):
            one = self.ok(command, SHOP, "--format", "ndjson").lines
            self.assertEqual(len(one), 1)
            json.loads(one[0])
            rows = list(csv.reader(io.StringIO(self.ok(command, SHOP, "--format", "csv").text)))
            self.assertEqual(rows[0], ["name", "value"])
            self.assertEqual({len(row) for row in rows}, {2})

    def testTimelineTakesAConnection(self):
        run = self.ok("timeline", SHOP, "connection", "2")
        self.assertEqual(sum(line.startswith("connection ") for line in run.lines), 1)
        self.assertFails(hark("timeline", SHOP, "-Y", "host:none"), "no exchange", code=0)


class Terminal(TestCase):
    """What differs between a terminal and a pipe."""

    def onTerminal(self, *arguments, **environment):
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update({"TERM": "xterm", **environment})
            os.execv(HARK, [HARK, *map(str, arguments)])
        output = b""
        try:
            while part := os.read(terminal, 65536):
                output += part
        except OSError:  # how a terminal's other end says that all is read
            pass
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)
        return output

    def testColourIsForTerminalsAndNotWithNoColor(self):
        for command in ("exchanges", "timeline"):
            self.assertIn(b"\x1b[", self.onTerminal(command, SHOP))
            self.assertNotIn(b"\x1b[", self.onTerminal(command, SHOP, NO_COLOR="1"))
            self.assertNotIn(b"\x1b", self.ok(command, SHOP).bytes)

    def testAWrongCommandLineIsToldWhatWouldBeRight(self):
        for arguments, words in (([], ("say what to do", "import, exchanges", "hark --help")),
                                 (["exchange"], ('no command or option "exchange"', "timeline")),
                                 (["exchanges"], ("FILE is required", "hark exchanges --help")),
                                 (["stats", SHOP, "--nope"], ("--nope", "hark stats --help"))):
            self.assertFails(hark(*arguments), *words, code=2)

    def testACaseKeepsTheCommandLineThatMadeIt(self):
        case = self.folder / "it's a case.hark"
        self.ok("import", SHOP, "-o", case)
        kept = self.ok("info", case, "--format", "json").json["meta"]["options"]
        self.assertEqual(shlex.split(kept), [HARK, "import", str(SHOP), "-o", str(case)])

    def testProgressForPrograms(self):
        keys = ["progress", "bytes", "bytes_total", "packets", "exchanges", "seconds"]
        size = SHOP.stat().st_size
        for source, total in ((SHOP, size), ("-", None)):
            run = self.ok("import", source, "-o", self.folder / "a.hark", "--force", "--progress",
                          "ndjson", stdin=SHOP.read_bytes())
            told = [json.loads(line) for line in run.errors.splitlines()]
            for one in told:
                self.assertEqual(list(one), keys)
                self.assertEqual(one["bytes_total"], total)
            self.assertEqual({one["progress"] for one in told[:-1]}, {"reading"})
            for name in ("bytes", "packets", "exchanges", "seconds"):
                values = [one[name] for one in told]
                self.assertEqual(values, sorted(values), name)
            last = told[-1]
            self.assertEqual([last[name] for name in keys[:5]], ["finished", size, total, 1144, 300])
            self.assertLessEqual(len(told), 2 + 5 * (last["seconds"] + 1))

    def testProgressOfAnImportThatFailsEndsWithWhy(self):
        run = hark("import", self.folder / "nowhere.pcap", "--progress", "ndjson")
        self.assertFails(run, "no such file")

    def testNoProgressUnlessOnATerminal(self):
        for style in ([], ["--progress", "auto"], ["--progress", "never"]):
            run = self.ok("import", SHOP, "-o", self.folder / "a.hark", "--force", *style)
            self.assertEqual(run.errors, "")
        self.assertEqual(hark("import", SHOP, "--progress", "loud").code, 2)

    def testStandardErrorIsEmptyWhereAllIsWell(self):
        for command in ("exchanges", "connections", "stats", "info"):
            self.assertEqual(self.ok(command, SHOP).errors, "")


class Vxlan(Capture):
    """Every packet goes through a VXLAN tunnel."""

    def packet(self, data):
        vxlan = struct.pack("!II", 0x08000000, 7 << 8) + data
        udp = struct.pack("!HHHH", 50000, 4789, 8 + len(vxlan), 0) + vxlan
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0,
                         b"\xcb\x00\x71\x01", b"\xcb\x00\x71\x02")
        ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
        super().packet(b"\x02" * 6 + b"\x06" * 6 + b"\x08\x00" + ip + udp)


class Tunnels(TestCase):
    def testTheyAreCountedByKind(self):
        capture = Vxlan()
        Conversation(capture).client(b"GET / HTTP/1.1\r\nHost: h.example\r\n\r\n").close()
        path = capture.write(self.folder / "vxlan.pcap")
        stats = self.ok("stats", path, "--format", "json").json
        self.assertEqual(stats["exchanges"], 1)
        self.assertEqual(stats["counters"]["tunnel_vxlan"], capture.count)
        self.assertEqual(stats["counters"]["tunnel_gre"], 0)
        self.assertIn("tunnels       VXLAN %d\n" % capture.count, self.ok("stats", path).text)
        self.assertRegex(self.ok("info", path).text, r"tunnel_vxlan +%d\n" % capture.count)
        self.assertNotIn("tunnels", self.ok("stats", SHOP).text)


if __name__ == "__main__":
    unittest.main()
