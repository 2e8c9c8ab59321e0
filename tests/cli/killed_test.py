"""An import that is killed: the old case is untouched, or a new one opens and says that it is partial."""

import os
import random
import stat
import subprocess
import time
import unittest

from support import HARK, TestCase, capture_of, exchanges_capture, hark

TIMES = 20


class Killed(TestCase):
    def killed(self, mode):
        generator = random.Random(20)
        capture = exchanges_capture(3000).write(self.folder / "new.pcap")
        case = self.importSample(capture_of("basics/get-root"), "old.hark")
        old = case.read_bytes()
        target = self.folder / "a.hark"
        started = time.monotonic()
        self.ok("import", capture, "-o", target, *mode)
        whole = time.monotonic() - started
        seen = set()
        for _ in range(TIMES):
            target.write_bytes(old)
            run = subprocess.Popen([HARK, "import", capture, "-o", target, "--force", *mode],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(generator.uniform(0, whole))
            run.kill()
            run.wait()
            if target.read_bytes() == old:
                seen.add("old")
                continue
            info = hark("info", target, "--format", "json")
            listed = hark("exchanges", target, "--columns", "id", "--format", "ndjson")
            if info.json["complete"]:
                self.assertEqual((info.code, listed.code, len(listed.lines)), (0, 0, 3000))
                seen.add("complete")
            else:
                self.assertIn("partial", hark("info", target).text)
                for run in (info, listed):
                    self.assertEqual(run.code, 3)
                    self.assertOneLine(run, str(target) + " is partial: ")
                seen.add("partial")
            for suffix in ("-wal", "-shm"):  # of the case that the next round replaces
                if os.path.exists(str(target) + suffix):
                    os.unlink(str(target) + suffix)
        # What was left lying about is in nobody's way.
        self.ok("import", capture, "-o", target, "--force", *mode)
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.hark", "new.pcap", "old.hark"])
        self.assertTrue(self.ok("info", target, "--format", "json").json["complete"])
        return seen

    def testABulkImportLeavesTheOldCase(self):
        self.assertIn("old", self.killed([]))

    def testAWatchedImportLeavesACaseThatOpens(self):
        self.assertIn("partial", self.killed(["--watched"]))


class Scratch(TestCase):
    """What a capture that is opened directly is imported into."""

    def setUp(self):
        super().setUp()
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.own = self.temporary / ("hark-%d" % os.getuid())
        self.environment = {"TMPDIR": str(self.temporary)}

    def begin(self, name):
        """A run that has its scratch case and waits for more; and that case."""
        fifo = self.folder / name
        os.mkfifo(fifo)
        before = self.scratches()
        run = subprocess.Popen([HARK, "exchanges", fifo], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env={**os.environ, **self.environment})
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        feed = open(fifo, "wb", buffering=0)
        self.addCleanup(feed.close)
        feed.write(exchanges_capture(20).bytes)
        while not (made := self.scratches() - before):
            self.assertIsNone(run.poll())
            time.sleep(0.01)
        self.assertEqual(len(made), 1, made)
        [made] = made
        return run, made

    def scratches(self):
        """Without SQLite's own files, which lose their names at once."""
        return set(os.listdir(self.own)) if self.own.is_dir() else set()

    def age(self, path):
        old = time.time() - 3600
        os.utime(path, (old, old), follow_symlinks=False)

    def open(self):
        run = hark("exchanges", capture_of("basics/get-root"), environment=self.environment)
        self.assertEqual(run.code, 0, run.errors)

    def testWhatAKilledRunLeftIsRemovedByTheNext(self):
        killed, left = self.begin("killed")
        alive, kept = self.begin("alive")
        killed.kill()
        killed.wait()
        self.assertIn(left, self.scratches())
        os.symlink("/etc/passwd", self.own / "hark-symlnk.hark")
        os.mkfifo(self.own / "hark-fififo.hark", 0o600)
        for name in self.scratches():  # as if they had been there for long
            self.age(self.own / name)
        self.open()
        self.assertEqual(self.scratches(), {kept, "hark-symlnk.hark", "hark-fififo.hark"})
        self.assertIsNone(alive.poll())

    def testACaseOfTheUsersStaysWhateverItsName(self):
        case = self.importSample(capture_of("basics/get-root"), "tmp/hark-monday.hark")
        empty = self.temporary / "hark-abcdef.hark"
        empty.touch(0o600)
        for path in (case, empty):
            self.age(path)
        self.open()
        self.assertEqual(set(os.listdir(self.temporary)), {case.name, empty.name, self.own.name})
        self.assertEqual(self.scratches(), set())

    def testScratchCasesLieInADirectoryForTheirOwnerAlone(self):
        for mask in (0, 0o277):
            run = hark("exchanges", capture_of("basics/get-root"), environment=self.environment,
                       umask=mask)
            self.assertEqual(run.code, 0, run.errors)
            self.assertEqual(stat.S_IMODE(self.own.lstat().st_mode), 0o700)
            self.own.rmdir()

    def testADirectoryOfSomebodyElsesIsNotUsed(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir(0o700)
        case = self.importSample(capture_of("basics/get-root"), "elsewhere/hark-monday.hark")
        self.age(case)
        self.own.symlink_to(elsewhere)
        self.open()
        self.assertEqual(os.listdir(elsewhere), [case.name])
        self.own.unlink()
        self.own.mkdir()
        self.own.chmod(0o777)
        case = case.rename(self.own / case.name)
        self.open()
        self.assertEqual(os.listdir(self.own), [case.name])
        self.assertEqual(os.listdir(self.temporary), [self.own.name])

    def testWhereNothingCanBeWrittenItSaysWhatToDo(self):
        run = hark("exchanges", capture_of("basics/get-root"),
                   environment={"TMPDIR": str(self.folder / "nowhere")})
        self.assertFails(run, "set TMPDIR to a place that can be written, or "
                              "`hark import FILE -o CASE`")


if __name__ == "__main__":
    unittest.main()
