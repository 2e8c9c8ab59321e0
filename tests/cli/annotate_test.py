"""Marks and notes: `hark annotate`, and what shows them."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
import unittest

from support import HARK, SHOP, Capture, Conversation, TestCase, hark

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
EVIL = "odd\x1b[2J \u202e\nsecond line"


class Annotate(TestCase):
    def setUp(self):
        super().setUp()
        self.case = self.importSample()

    def noted(self, command, *filters):
        rows = self.ok(command, self.case, *filters, "--format", "ndjson", "--columns",
                       "id,mark,note").objects
        return [(row["id"], row["mark"], row["note"]) for row in rows]

    def testAllSubjectsAreShownWhereTheyAreListed(self):
        for what, number, command in (("exchange", 42, "exchanges"), ("session", 1, "sessions"),
                                      ("connection", 3, "connections")):
            run = self.ok("annotate", self.case, what, number, "--mark", "--note", "look here")
            self.assertEqual(run.text, "%s %d\n  marked\n  note  look here\n" % (what, number))
            self.assertEqual([row for row in self.noted(command, "note:LOOK")
                              if row[1]], [(number, True, "look here")])
            shown = self.ok("show", self.case, what, number).text
            self.assertRegex(shown, r"(?m)^ *mark(ed| +yes)$")
            self.assertRegex(shown, r"(?m)^ *note +look here$")
        shown = self.ok("show", self.case, "session", 1, "--format", "json").json
        self.assertEqual((shown["mark"], shown["note"]), (True, "look here"))

    def testMarksAndNotesComeAndGo(self):
        self.ok("annotate", self.case, "exchange", 7, "--note", "first")
        self.ok("annotate", self.case, "exchange", 7, "--mark")
        self.assertEqual(self.noted("exchanges", "marked:yes"), [(7, True, "first")])
        self.ok("annotate", self.case, "exchange", 7, "--unmark", "--note", "second")
        self.assertEqual(self.noted("exchanges", "marked:yes", "or", "note:*"),
                         [(7, False, "second")])
        run = self.ok("annotate", self.case, "exchange", 7, "--note", "")
        self.assertEqual(run.text, "exchange 7: neither marked nor noted\n")
        self.assertEqual(len(self.noted("exchanges", "marked:no")), 300)

    def testTheFullSchemaHasThem(self):
        self.ok("annotate", self.case, "exchange", 2, "--mark", "--note", "snow ☃")
        first, second = self.ok("exchanges", self.case, "--limit", "2", "--format",
                                "ndjson").objects
        self.assertEqual((first["mark"], first["note"]), (False, None))
        self.assertEqual((second["mark"], second["note"]), (True, "snow ☃"))

    def testControlCharactersReachNoTerminal(self):
        said = self.ok("annotate", self.case, "exchange", 2, "--note", EVIL).text
        self.assertEqual(said, "exchange 2\n  note  odd\\x1b[2J \\u{202e}\n        second line\n")
        for run in (self.ok("show", self.case, "exchange", 2),
                    self.ok("exchanges", self.case, "note:*", "--columns", "id,note")):
            self.assertNotRegex(run.text, "[\x1b\u202e]")
        self.assertEqual(self.noted("exchanges", "note:*"), [(2, False, EVIL)])

    def testWhatIsRefused(self):
        annotate = lambda *arguments: hark("annotate", self.case, *arguments)
        self.assertFails(annotate("exchange", 1), "--mark", code=2)
        self.assertFails(annotate("exchange", 1, "--mark", "--unmark"), "excludes", code=2)
        self.assertFails(annotate("cookie", 1, "--mark"), "exchange, connection, session", code=2)
        self.assertFails(annotate("exchange", 4000, "--mark"), "there is no exchange 4000")
        self.assertFails(annotate("session", 4000, "--mark"), "there is no session 4000")
        self.assertFails(annotate("exchange", 1, "--note", "x" * 20000), "at most 16384")
        self.assertFails(annotate("exchange", 1, "--note", "\udcff"), "UTF-8")
        self.assertFails(hark("annotate", SHOP, "exchange", 1, "--mark"), "import a capture")
        self.assertFails(hark("annotate", self.folder / "none", "exchange", 1, "--mark"),
                         "No such file")
        with contextlib.closing(sqlite3.connect(self.case)) as database:
            self.assertEqual(database.execute(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'note'").fetchone(), (0,))

    def testAppendingKeepsThemAndReplacingSaysThatTheyAreGone(self):
        self.ok("annotate", self.case, "exchange", 5, "--mark", "--note", "kept")
        self.ok("annotate", self.case, "connection", 1, "--mark")
        more = Capture()
        Conversation(more).client(b"GET / HTTP/1.1\r\nHost: h.example\r\n\r\n")
        more = more.write(self.folder / "more.pcap")
        self.assertEqual(self.ok("import", more, "-o", self.case, "--append").errors, "")
        self.assertEqual(self.noted("exchanges", "note:*"), [(5, True, "kept")])
        run = self.ok("import", more, "-o", self.case, "--force")
        self.assertOneLine(run, "2", "gone")
        self.assertEqual(self.noted("exchanges", "note:*"), [])
        self.assertEqual(self.ok("import", more, "-o", self.case, "--force").errors, "")

    def testACaseThatCantBeWritten(self):
        os.chmod(self.case, 0o444)
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        command = [HARK, "annotate", self.case, "exchange", "1", "--mark"]
        if os.getuid() == 0:
            if not shutil.which("setpriv"):
                self.skipTest("root writes everywhere, and there is no setpriv")
            command = NOBODY + command
        run = subprocess.run(command, capture_output=True)
        if b"setpriv" in run.stderr or run.returncode in (126, 127):
            self.skipTest("rights can't be dropped here: " + run.stderr.decode())
        self.assertEqual((run.returncode, run.stdout), (1, b""))
        self.assertRegex(run.stderr, rb"\Ahark: [^\n]*can't be written here[^\n]*\n\Z")

    @contextlib.contextmanager
    def importing(self, *options):
        """An import that waits for the rest of its capture."""
        capture = Capture()
        talk = Conversation(capture).client(b"GET /1 HTTP/1.1\r\nHost: h.example\r\n\r\n")
        talk.server(b"HTTP/1.1 204 None\r\n\r\n")
        run = subprocess.Popen([HARK, "import", "-", *map(str, options)], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        begin = bytes(capture.bytes)
        run.stdin.write(begin)
        run.stdin.flush()
        try:
            yield
            talk.client(b"GET /2 HTTP/1.1\r\nHost: h.example\r\n\r\n")
            errors = run.communicate(capture.bytes[len(begin):], timeout=60)[1]
            self.assertEqual((run.returncode, errors), (0, b""))
        finally:
            run.kill()
            run.wait()

    def waitFor(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)

    def testAWatchedCaseIsAnnotatedWhileItGrows(self):
        self.case = self.folder / "watched.hark"
        with self.importing("-o", self.case, "--watched"):
            self.waitFor(lambda: self.case.exists() and
                         hark("exchanges", self.case, "--format", "ndjson").bytes)
            self.ok("annotate", self.case, "exchange", 1, "--mark", "--note", "live")
            self.assertEqual(self.noted("exchanges", "marked:yes"), [(1, True, "live")])
        self.assertEqual(self.noted("exchanges"), [(1, True, "live"), (2, False, None)])

    def testACaseThatIsBeingContinuedIsLeftAlone(self):
        working = self.folder / "a.hark.importing"
        with self.importing("-o", self.case, "--append"):
            self.waitFor(lambda: working.exists() and working.stat().st_size > 0)
            self.assertFails(hark("annotate", self.case, "exchange", 1, "--mark"),
                             "an import is about to replace this case")
        self.ok("annotate", self.case, "exchange", 301, "--mark")


if __name__ == "__main__":
    unittest.main()
