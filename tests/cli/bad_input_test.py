"""What goes wrong in the world: one clear line, the right exit code, and what could be read is kept."""

import contextlib
import gzip
import json
import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import time
import unittest

from support import (HARK, LISTS, SHOP, Capture, Conversation, TestCase, capture_of, exchanges_capture,
                     hark)

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def count(case, table="exchange"):
    with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % case, uri=True)) as database:
        return database.execute("SELECT count(*) FROM " + table).fetchone()[0]


class Inputs(TestCase):
    def refused(self, path, *words):
        """By every command, before anything is made."""
        for command in ("exchanges", "connections", "stats", "info", "timeline"):
            self.assertFails(hark(command, path), *words)
        before = sorted(os.listdir(self.folder))
        self.assertFails(hark("import", path, "-o", self.folder / "new.hark"), *words)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def testWhatIsNoCapture(self):
        path = self.folder / "notes.txt"
        path.write_text("not a capture\n" * 10)
        self.refused(path, "notes.txt")

    def testAnEmptyFile(self):
        path = self.folder / "empty.pcap"
        path.touch()
        self.refused(path, "empty")

    def testWhatIsNotThere(self):
        self.refused(self.folder / "nowhere.pcap", "no such file")

    def testADirectory(self):
        self.refused(self.folder, "directory")

    def testAnUnreadableFile(self):
        path = shutil.copy(SHOP, self.folder / "secret.pcapng")
        os.chmod(path, 0)
        os.chmod(self.folder, 0o777)
        if os.getuid() == 0:
            if not shutil.which("setpriv"):
                self.skipTest("root reads everything, and there is no setpriv")
            run = subprocess.run([*NOBODY, HARK, "exchanges", path], capture_output=True)
            if b"setpriv" in run.stderr or run.returncode in (126, 127):
                self.skipTest("rights can't be dropped here: " + run.stderr.decode())
            self.assertEqual(run.returncode, 1)
            self.assertIn(b"no permission", run.stderr)
        else:
            self.refused(path, "no permission")

    def testACutFileGivesWhatItHas(self):
        run = hark("exchanges", capture_of("lossy/cut-file"), "--format", "ndjson")
        self.assertEqual(run.code, 3)
        self.assertOneLine(run, "cut-file.pcap")
        self.assertTrue(run.objects)
        case = self.folder / "a.hark"
        self.assertEqual(hark("import", capture_of("lossy/cut-file"), "-o", case).code, 3)
        info = self.ok("info", case, "--format", "json").json
        self.assertFalse(info["inputs"][0]["complete"])
        self.assertTrue(info["inputs"][0]["note"])
        self.assertEqual(self.ok("exchanges", case, "--format", "ndjson").bytes, run.bytes)

    def testAFileCutAnywhereNeverFailsOtherwise(self):
        whole = SHOP.read_bytes()
        path = self.folder / "cut.pcapng"
        for length in (1, 4, 27, 30, 100, 1000, 5001, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:length])
            run = hark("exchanges", path, "--format", "ndjson")
            self.assertIn(run.code, (1, 3), length)
            self.assertOneLine(run, "cut.pcapng") if run.code == 1 else self.assertIn("cut", run.errors)

    def testSeveralFilesOfWhichOneIsBad(self):
        case = self.folder / "a.hark"
        run = hark("import", SHOP, self.folder / "nowhere.pcap", capture_of("basics/get-root"), "-o", case)
        self.assertEqual(run.code, 3)
        self.assertOneLine(run, "nowhere.pcap")
        self.assertEqual(count(case), 301)
        self.assertEqual(count(case, "input"), 2)

    def testSeveralFilesAreOneCase(self):
        case = self.folder / "a.hark"
        self.ok("import", capture_of("basics/get-root"), capture_of("basics/put-customer"), "-o", case)
        rows = self.ok("exchanges", case, "--format", "ndjson").objects
        self.assertEqual([e["request"]["packets"][0]["capture"] for e in rows], [1, 2, 2, 2, 2])

    def testStandardInput(self):
        case = self.folder / "a.hark"
        self.ok("import", "-", "-o", case, stdin=SHOP.read_bytes())
        self.assertEqual(count(case), 300)
        run = self.ok("exchanges", "-", "--format", "ndjson", stdin=gzip.compress(SHOP.read_bytes()))
        self.assertEqual(len(run.objects), 300)

    def testAPipeIsReadOnce(self):
        whole = self.ok("exchanges", SHOP, "--format", "ndjson").bytes
        with open(SHOP, "rb") as shop, subprocess.Popen(
                ["cat"], stdin=shop, stdout=subprocess.PIPE) as pipe:
            run = self.ok("exchanges", "/dev/fd/0", "--format", "ndjson", stdin_file=pipe.stdout)
        self.assertEqual(run.bytes, whole)

    def testAnEmptyTableIsExplained(self):
        self.assertOneLine(self.ok("exchanges", SHOP, "host:none"), "no exchange matches")
        capture = Capture()
        Conversation(capture, server_port=25).server(b"220 mail.example ESMTP\r\n").close()
        capture.write(self.folder / "mail.pcap")
        self.assertOneLine(self.ok("exchanges", self.folder / "mail.pcap"), "unknown protocol")


class Cases(TestCase):
    def testACaseFromAnotherVersion(self):
        case = self.importSample()
        with contextlib.closing(sqlite3.connect(case)) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
        for other, says in ((version + 1, "newer"), (version - 1, "import its captures again")):
            with contextlib.closing(sqlite3.connect(case)) as database:
                database.execute("PRAGMA user_version=%d" % other)
            self.assertFails(hark("exchanges", case), says)
            self.assertFails(hark("sql", case, "SELECT 1"), says)
            self.assertFails(hark("import", SHOP, "-o", case, "--append"), "another version",
                             "import its captures again")
        self.ok("import", SHOP, "-o", case, "--force")
        self.ok("exchanges", case)

    def testAnSqliteFileThatIsNoCase(self):
        path = self.folder / "other.db"
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE a(b)")
            database.commit()
        before = path.read_bytes()
        self.assertFails(hark("exchanges", path), "not a hark case")
        self.assertFails(hark("import", SHOP, "-o", path, "--force"), "not a hark case")
        self.assertEqual(path.read_bytes(), before)

    def testADamagedCase(self):
        case = self.importSample()
        data = bytearray(case.read_bytes())
        data[32768:] = b"\xa5" * (len(data) - 32768)
        case.write_bytes(data)
        self.assertFails(hark("exchanges", case), "damaged")

    def testAnExistingCaseIsKeptWithoutForce(self):
        case = self.importSample(capture_of("basics/get-root"))
        before = case.read_bytes()
        self.assertFails(hark("import", SHOP, "-o", case), "--force")
        self.assertEqual(case.read_bytes(), before)
        self.ok("import", SHOP, "-o", case, "--force")
        self.assertEqual(count(case), 300)
        self.assertEqual(os.listdir(self.folder), ["a.hark"])

    def testACaseIsForItsOwnerAlone(self):
        for mode in ([], ["--watched"]):
            for mask in (0, 0o022, 0o277):
                case = self.folder / "a.hark"
                self.ok("import", SHOP, "-o", case, "--force", *mode, umask=mask)
                self.assertEqual(stat.S_IMODE(case.stat().st_mode), 0o600)
                case.unlink()

    def testACaseIsNamedAfterItsCapture(self):
        capture = shutil.copy(SHOP, self.folder / "shop.pcapng")
        run = self.ok("import", capture)
        self.assertTrue(os.path.exists(run.text.strip()))

    def testAReadOnlyCaseCanBeRead(self):
        case = self.importSample()
        os.chmod(case, 0o444)
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        command = [HARK, "exchanges", case, "--format", "ndjson"]
        if os.getuid() == 0:
            if not shutil.which("setpriv"):
                self.skipTest("root writes everywhere, and there is no setpriv")
            command = NOBODY + command
        run = subprocess.run(command, capture_output=True)
        if b"setpriv" in run.stderr or run.returncode in (126, 127):
            self.skipTest("rights can't be dropped here: " + run.stderr.decode())
        self.assertEqual(run.stderr, b"")
        self.assertEqual(run.stdout.count(b"\n"), 300)

    def testAFolderThatCantBeWritten(self):
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        command = [HARK, "import", SHOP, "-o", self.folder / "a.hark"]
        if os.getuid() == 0:
            if not shutil.which("setpriv"):
                self.skipTest("root writes everywhere, and there is no setpriv")
            command = NOBODY + command
        run = subprocess.run(command, capture_output=True)
        if b"setpriv" in run.stderr or run.returncode in (126, 127):
            self.skipTest("rights can't be dropped here: " + run.stderr.decode())
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr, rb"\Ahark: [^\n]*another place[^\n]*\n\Z")

    def testAFolderThatIsNotThere(self):
        self.assertFails(hark("import", SHOP, "-o", self.folder / "no" / "a.hark"), "no such directory")

    @contextlib.contextmanager
    def smallDisk(self, size):
        disk = self.folder / "disk"
        disk.mkdir()
        mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + size, "none", disk],
                               capture_output=True)
        if mount.returncode != 0:
            self.skipTest("no small disk can be mounted here: " + mount.stderr.decode().strip())
        try:
            yield disk
        finally:
            subprocess.run(["umount", disk], check=True)

    def testAFullDisk(self):
        capture = exchanges_capture(2000).write(self.folder / "big.pcap")
        with self.smallDisk("256k") as disk:
            for mode in ([], ["--watched"]):
                run = hark("import", capture, "-o", disk / "a.hark", "--force", *mode)
                self.assertFails(run, "disk is full")
            run = hark("exchanges", capture, environment={"TMPDIR": str(disk)})
            self.assertFails(run, "disk is full")
            self.assertEqual(os.listdir(disk / ("hark-%d" % os.getuid())), [])

    def testADiskThatFillsUpKeepsWhatFitted(self):
        capture = exchanges_capture(2000, size=60000).write(self.folder / "big.pcap")
        with self.smallDisk("90m") as disk:
            case = disk / "a.hark"
            run = hark("import", capture, "-o", case)
            self.assertEqual(run.code, 3, run.errors)
            self.assertRegex(run.errors, r"\Ahark: [^\n]*disk is full[^\n]*partial\n\Z")
            with contextlib.closing(sqlite3.connect(case)) as database:
                ask = lambda sql: database.execute(sql).fetchall()
                self.assertEqual(ask("PRAGMA integrity_check"), [("ok",)])
                self.assertEqual(ask("SELECT value FROM meta WHERE key = 'state'"), [("partial",)])
                self.assertEqual(ask("SELECT complete FROM input"), [(0,)])
                [(kept, whole)] = ask("SELECT count(*), sum(length = 60000) FROM exchange x "
                                      "LEFT JOIN content c ON c.id = x.response_content")
            self.assertEqual(kept, whole)
            self.assertTrue(500 < kept < 2000, kept)

    def testAFileThatMayGrowNoMore(self):
        """As `ulimit -f` has it: an error, where the signal that comes with it would kill."""
        capture = exchanges_capture(6000).write(self.folder / "big.pcap")

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        # In the midst of it, and before the case is in its place.
        for limit in (2 << 20, 1 << 19):
            for mode in ([], ["--watched"]):
                run = hark("import", capture, "-o", self.folder / "a.hark", "--force", *mode,
                           preexec_fn=limited, restore_signals=True)
                self.assertFails(run, "ulimit -f")
            self.assertNotIn("a.hark.importing", os.listdir(self.folder))
        temporary = self.folder / "tmp"
        temporary.mkdir()
        run = hark("exchanges", capture, environment={"TMPDIR": str(temporary)},
                   preexec_fn=limited, restore_signals=True)
        self.assertFails(run, "ulimit -f")
        self.assertEqual(os.listdir(temporary / ("hark-%d" % os.getuid())), [])


class Output(TestCase):
    def testAReaderThatGoesAwayIsNoError(self):
        case = self.folder / "a.hark"
        self.ok("import", exchanges_capture(1000).write(self.folder / "a.pcap"), "-o", case)
        for command in ("exchanges", "connections"):
            for form in ("table", "ndjson", "csv", "json"):
                run = subprocess.Popen([HARK, command, case, "--format", form],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                run.stdout.readline()
                run.stdout.close()
                self.assertEqual(run.stderr.read(), b"")
                run.stderr.close()
                self.assertEqual(run.wait(), 0)

    def testAFullOutputIsSaid(self):
        with open("/dev/full", "wb") as full:
            for command in ("exchanges", "connections", "timeline", "stats", "info"):
                run = hark(command, SHOP, stdout=full)
                self.assertEqual(run.code, 1)
                self.assertOneLine(run, "standard output", "No space left")

    def testClosedDescriptorsDontEndInTheCase(self):
        case = self.folder / "a.hark"
        subprocess.run(["sh", "-c", '"$0" import "$1" -o "$2" 0<&- 1>&- 2>&-', HARK, SHOP, case])
        with contextlib.closing(sqlite3.connect(case)) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])


class Usage(TestCase):
    """A wrong command line is answered in one line with what would be right, and nothing is made."""

    def refused(self, message, *arguments):
        run = hark(*arguments)
        self.assertEqual((run.code, run.bytes, run.errors), (2, b"", "hark: %s\n" % message))

    def testAWrongValueOfEachOption(self):
        case = self.importSample()
        for command in ("exchanges", "connections", "show", "timeline", "stats", "info", "sql"):
            for wrong in ("xml", "2", "JSON"):
                self.refused("--format: %s is none of table, json, ndjson, csv; see `hark %s --help`"
                             % (wrong, command), command, case, "--format", wrong)
        self.refused("--format: xml is none of table, json, ndjson, csv; see `hark interfaces "
                     "--help`", "interfaces", "--format", "xml")
        for wrong in ("NDJSON", "1"):
            self.refused("--progress: %s is none of auto, never, ndjson; see `hark import --help`"
                         % wrong, "import", SHOP, "-o", self.folder / "b.hark", "--progress", wrong)
        for command in LISTS + ["timeline"]:
            for wrong in ("x", "-1", "1.5"):
                self.refused("--limit: %s is no number of rows; see `hark %s --help`"
                             % (wrong, command), command, case, "--limit", wrong)
        self.refused("--digest: md5 is not sha256; see `hark exchanges --help`",
                     "exchanges", case, "--digest", "md5")
        self.refused("WHAT: packet is none of exchange, connection, session; see `hark show --help`",
                     "show", case, "packet", "1")
        for wrong in ("-1", "18446744073709551616", "x", "1x", "0x1"):
            self.refused("ID: %s is no number of an exchange, connection or session; see `hark show --help`"
                         % wrong, "show", case, "exchange", wrong)
        for command in LISTS:
            self.assertFails(hark(command, case, "--sort", "no"), 'can\'t sort by "no"; there are: ',
                             code=2)
            self.assertFails(hark(command, case, "--columns", "no"), '"no"', code=2)
        self.assertEqual(os.listdir(self.folder), ["a.hark"])

    def testAConditionThatIsNone(self):
        run = hark("live", "-i", "lo", "-a", "soon", "-o", self.folder / "a.hark")
        self.assertEqual(run.code, 2)
        self.assertEqual(run.errors, "hark-capture: -a takes duration:SECONDS, packets:N or "
                                     "filesize:KB, not \"soon\"\n")
        self.assertEqual(os.listdir(self.folder), [])

    def testAnIdThatIsNotThere(self):
        for subject in ("exchange", "connection"):
            self.assertFails(hark("show", SHOP, subject, "18446744073709551615"),
                             "there is no " + subject)

    def testALimitBeyondAllNumbersIsNone(self):
        for limit in ("9223372036854775808", "18446744073709551615", "1" + "0" * 30):
            for command in LISTS:
                whole = self.ok(command, SHOP, "--format", "ndjson").bytes
                self.assertEqual(self.ok(command, SHOP, "--format", "ndjson", "--limit",
                                         limit).bytes, whole)

    def testAnEmptyNameIsNoFile(self):
        capture = shutil.copy(SHOP, self.folder / "shop.pcapng")
        for command, option in ((["import", capture], "-o"), (["live", "-i", "lo"], "-o"),
                                (["live", "-i", "lo"], "-w")):
            name = {"-o": "--output", "-w": "--write"}[option]
            self.refused("%s: an empty name is none; see `hark %s --help`" % (name, command[0]),
                         *command, option, "")
            self.assertFails(hark(*command, name + "="), name, code=2)
        self.assertEqual(os.listdir(self.folder), ["shop.pcapng"])

    def testAFileAmongTheWordsOfAFilterIsPointedAt(self):
        other = capture_of("basics/get-root")
        for command in ("exchanges", "connections", "timeline"):
            run = hark(command, SHOP, other)
            self.assertEqual(run.code, 0)
            self.assertIn("hark: %s is a file, but is looked for as a word of the filter here"
                          % other, run.errors)
        self.assertNotIn("is a file", hark("exchanges", SHOP, "shop").errors)


class Errors(TestCase):
    """Standard error that can't be written changes nothing but what is read there."""

    def codes(self, program, *arguments):
        """Of runs with each of these, in which a closed pipe kills as it does by default."""
        codes = set()
        for redirection in ("2>/dev/full", "2>&-", "2</dev/null"):
            run = subprocess.run(["sh", "-c", '"$@" ' + redirection, "sh", program, *arguments],
                                 stdout=subprocess.DEVNULL, timeout=60)
            codes.add(run.returncode)
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "wb") as pipe:
            run = subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, stderr=pipe,
                                 restore_signals=True, timeout=60)
        codes.add(run.returncode)
        return codes

    def testComplaints(self):
        self.assertEqual(self.codes(HARK, "exchanges", self.folder / "nowhere.pcap"), {1})
        self.assertEqual(self.codes(HARK, "nonsense"), {2})
        self.assertEqual(self.codes(HARK, "exchanges", capture_of("lossy/cut-file")), {3})

    def testProgress(self):
        case = self.folder / "a.hark"
        for style in ("auto", "never", "ndjson"):
            self.assertEqual(self.codes(HARK, "import", SHOP, "-o", case, "--force", "--progress",
                                        style), {0})
            self.assertEqual(count(case), 300)

    def testTheCapturingProgram(self):
        program = os.path.join(os.path.dirname(HARK), "hark-capture")
        self.assertEqual(self.codes(program, "-i", "nowhere0"), {1})
        self.assertEqual(self.codes(program, "-a", "soon", "-i", "nowhere0"), {2})

    def testAClosedOutputIsStillSaid(self):
        run = subprocess.run(["sh", "-c", '"$@" >&-', "sh", HARK, "exchanges", SHOP],
                             stderr=subprocess.PIPE)
        self.assertEqual(run.returncode, 1)
        self.assertIn(b"can't write to standard output", run.stderr)


class Interrupted(TestCase):
    """An import that is fed through a FIFO and waits for more."""

    def begin(self, case, *options):
        fifo = self.folder / "fifo"
        if not fifo.exists():
            os.mkfifo(fifo)
        run = subprocess.Popen([HARK, "import", fifo, "-o", case, *options],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, run)
        feed = open(fifo, "wb", buffering=0)
        self.addCleanup(feed.close)
        return run, feed

    @staticmethod
    def end(run):
        if run.poll() is None:
            run.kill()
        run.communicate()

    def waitFor(self, condition):
        for _ in range(500):
            if condition():
                return
            time.sleep(0.01)
        self.fail("it never came to pass")

    def interrupt(self, case, number):
        run, feed = self.begin(case)
        feed.write(exchanges_capture(400).bytes)
        self.waitFor(lambda: os.path.exists(str(case) + ".importing"))
        run.send_signal(number)
        errors = run.communicate(timeout=10)[1].decode()
        self.assertEqual(run.returncode, 3, errors)
        self.assertRegex(errors, r"\Ahark: interrupted[^\n]*\n\Z")
        self.assertIn("partial", hark("info", case).text)
        self.assertFalse(hark("info", case, "--format", "json").json["complete"])
        for command in ("exchanges", "connections", "timeline", "stats", "info"):
            run = hark(command, case)
            self.assertEqual(run.code, 3)
            self.assertTrue(run.bytes)
            self.assertTrue(run.errors.startswith("hark: %s is partial: interrupted" % case))

    def testCtrlCKeepsWhatWasRead(self):
        self.interrupt(self.folder / "a.hark", signal.SIGINT)

    def testTerminationDoesTheSame(self):
        self.interrupt(self.folder / "a.hark", signal.SIGTERM)

    def testItsProgressEndsWithThat(self):
        run, feed = self.begin(self.folder / "a.hark", "--progress", "ndjson")
        feed.write(exchanges_capture(400).bytes)
        self.waitFor(lambda: os.path.exists(self.folder / "a.hark.importing"))
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=10)[1].decode().splitlines()
        objects = [json.loads(line) for line in said if not line.startswith("hark: ")]
        self.assertEqual({o["progress"] for o in objects[:-1]}, {"reading"})
        self.assertEqual(objects[-1]["progress"], "interrupted")

    def testASecondWriterIsRefused(self):
        case = self.folder / "a.hark"
        for mode, made in (([], ".importing"), (["--watched"], "")):
            run, feed = self.begin(case, "--force", *mode)
            feed.write(exchanges_capture(100).bytes)
            self.waitFor(lambda: os.path.exists(str(case) + made))
            self.waitFor(lambda: "another" in hark("import", SHOP, "-o", case, "--force").errors
                         if made else True)
            for force in ([], ["--force"]):
                self.assertFails(hark("import", SHOP, "-o", case, *force), "another hark is writing")
            feed.close()
            run.communicate(timeout=10)
            self.assertEqual(run.returncode, 0)
            self.assertEqual(count(case), 100)
            case.unlink()

    def testAKilledWatchedImportIsPartialAndNotEmpty(self):
        case = self.folder / "a.hark"
        run, feed = self.begin(case, "--watched")
        feed.write(exchanges_capture(1).bytes[:24])
        self.waitFor(case.exists)
        growing = self.ok("exchanges", case)  # its writer lives
        self.assertOneLine(growing, "so far", "partial")
        run.kill()
        run.wait()
        for command in ("exchanges", "timeline"):
            killed = hark(command, case)
            self.assertEqual(killed.code, 3)
            said = killed.errors.splitlines()
            self.assertEqual(len(said), 2, said)
            self.assertIn("is partial: the writer has not finished", said[0])
            self.assertIn("no HTTP/1 exchanges so far, in a case that is partial", said[1])
        killed = hark("connections", case, "--format", "ndjson")
        self.assertEqual((killed.code, killed.bytes), (3, b""))
        self.assertOneLine(killed, "is partial")

    def testAWatchedCaseCanBeReadWhileItGrows(self):
        case = self.folder / "a.hark"
        run, feed = self.begin(case, "--watched")
        feed.write(exchanges_capture(100).bytes)
        self.waitFor(lambda: case.exists() and hark("exchanges", case, "--format", "ndjson")
                     .bytes.count(b"\n") == 100)
        feed.close()
        run.communicate(timeout=10)
        self.assertEqual(len(self.ok("exchanges", case, "--format", "ndjson").objects), 100)


if __name__ == "__main__":
    unittest.main()
