"""Bytes from traffic that want to do something to whoever looks at them."""

import base64
import csv
import io
import re
import unittest

from support import LISTS, Capture, Conversation, TestCase, hark

# C0 but line ends (which are hark's own), DEL, C1, bidirectional controls, line separators, BOM.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e"
                    "\u2066-\u2069\ufeff]")

ESCAPE = b"\x1b]0;owned\x07\x1b[2J"
BIDI = "a\u202eexe.txt\u2066".encode()
BROKEN = b"caf\xe9\xff\x80"
FORMULA = b"=cmd|' /C calc'!A0"


def hostile_capture():
    capture = Capture()
    c = Conversation(capture)
    c.client(b"GET /" + ESCAPE + b" HTTP/1.1\r\nHost: h.example\r\nX-A: " + ESCAPE + b"\r\n\r\n")
    c.server(b"HTTP/1.1 200 " + ESCAPE + b"\r\nContent-Length: 9\r\nX-B: " + BROKEN +
             b"\r\nContent-Type: text/" + ESCAPE + b"\r\nSet-Cookie: sid=" + b"0c9a7f" * 5 + BIDI +
             b"; Path=/" + BIDI + b"\r\nSet-Cookie: " + BROKEN + b"=1\r\n\r\n\x1b[31mred\r")
    c.client(b"GET /" + BROKEN + b" HTTP/1.1\r\nHost: " + BIDI + b"\r\n\r\n")
    c.server(b"HTTP/1.1 200 " + BROKEN + b"\r\nContent-Length: 0\r\nContent-Type: " + FORMULA +
             b"\r\n\r\n")
    c.client(b"GET " + FORMULA.replace(b" ", b"") + b" HTTP/1.1\r\nHost: " + ESCAPE + b"\r\n\r\n")
    c.server(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    c.client(b"GET /last HTTP/1.1\r\nHost: h.example\r\nX-\x1b[1m: " + BIDI + b"\r\nCookie: sid=" +
             b"0c9a7f" * 5 + BIDI + b"; " + BROKEN + b"=1\r\nUser-Agent: " + BIDI + b"\r\n\r\n")
    c.server(b"HTTP/1.1 200 \"quoted\", comma\r\nContent-Length: 0\r\n\r\n")
    c.close()
    return capture


class HostileTraffic(TestCase):
    def setUp(self):
        super().setUp()
        capture = hostile_capture().write(self.folder / "hostile\x1b[2J.pcap")
        self.case = self.folder / "a.hark"
        self.ok("import", capture, "-o", self.case)
        self.exchanges = self.ok("exchanges", self.case, "--format", "ndjson").objects

    def everyColumn(self, command):
        errors = hark(command, self.case, "--columns", "nope").errors
        return re.search(r"there are: (.*)", errors).group(1).replace(", ", ",")

    def testAllExchangesAreThere(self):
        self.assertEqual(len(self.exchanges), 4)

    def testNoControlCharacterReachesATerminal(self):
        looks = [("timeline",), ("stats",), ("info",), ("connections",),
                 ("sql", "SELECT url, reason, type FROM exchanges"),
                 ("sql", "SELECT * FROM field_lines")]
        looks += [("show", "exchange", e["id"]) for e in self.exchanges]
        looks += [("show", "connection", "1")]
        looks += [(c, "--columns", self.everyColumn(c)) for c in LISTS]
        for command, *rest in looks:
            for form in ("table", "csv", "json", "ndjson"):
                with self.subTest(command=command, rest=rest, form=form):
                    run = self.ok(command, self.case, *rest, "--format", form)
                    self.assertIsNone(UNSAFE.search(run.text), repr(run.text))
                    self.assertEqual(run.errors, "")

    def testJsonIsAscii(self):
        for command in ("exchanges", "connections", "stats", "info"):
            for form in ("json", "ndjson"):
                self.assertTrue(self.ok(command, self.case, "--format", form).bytes.isascii())

    def testARowIsALine(self):
        rows = self.ok("exchanges", self.case, "--columns", self.everyColumn("exchanges"))
        self.assertEqual(len(rows.lines), 1 + len(self.exchanges))

    def testBytesThatAreNotUtf8ComeWholeInBase64(self):
        first, second = self.exchanges[:2]
        fields = {field[0]: field[1:] for field in first["response"]["fields"]}
        self.assertEqual(fields["X-B"][0], "caf\ufffd\ufffd\ufffd")
        self.assertEqual(base64.b64decode(fields["X-B"][1]["value_base64"]), BROKEN)
        self.assertEqual(base64.b64decode(second["target_base64"]), b"/" + BROKEN)
        self.assertEqual(base64.b64decode(second["reason_base64"]), BROKEN)
        self.assertNotIn("target_base64", first)
        self.assertEqual(first["target"].encode(), b"/" + ESCAPE)

    def testASpreadsheetFindsNoFormula(self):
        text = self.ok("exchanges", self.case, "--format", "csv", "--columns",
                       self.everyColumn("exchanges")).text
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual(len({len(row) for row in rows}), 1)
        cells = [cell for row in rows[1:] for cell in row]
        self.assertIn("'" + FORMULA.replace(b" ", b"").decode(), cells)
        self.assertIn('"quoted", comma', cells)
        for cell in cells:
            self.assertNotRegex(cell, r"^[=+@\t\r]")

    def testErrorsAreOneLineToo(self):
        run = hark("exchanges", self.folder / "no\n\x1b[31mfile")
        self.assertFails(run, "\\n\\x1b[31m")
        self.assertIsNone(UNSAFE.search(run.errors))
        self.assertFails(hark("exchanges", self.case, "-Y", "status:\x1b[2J"), code=2)


if __name__ == "__main__":
    unittest.main()
