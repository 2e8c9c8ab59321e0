"""An import that is killed: the old case is untouched, or a new one opens and says that it is partial."""

import os
import random
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
            info = self.ok("info", target, "--format", "json").json
            found = len(self.ok("exchanges", target, "--columns", "id", "--format", "ndjson").lines)
            if info["complete"]:
                self.assertEqual(found, 3000)
                seen.add("complete")
            else:
                self.assertIn("partial", self.ok("info", target).text)
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
        return {name for name in os.listdir(self.temporary) if name.startswith("hark-")}

    def age(self, name):
        old = time.time() - 3600
        os.utime(self.temporary / name, (old, old))

    def testWhatAKilledRunLeftIsRemovedByTheNext(self):
        for name in ("hark-notes.hark", "hark-abcdef.hark"):
            (self.temporary / name).write_text("of somebody else")
            os.chmod(self.temporary / name, 0o600)
            self.age(name)
        os.symlink("/etc/passwd", self.temporary / "hark-symlnk.hark")
        os.mkfifo(self.temporary / "hark-fififo.hark", 0o600)
        others = self.scratches()
        killed, left = self.begin("killed")
        alive, kept = self.begin("alive")
        killed.kill()
        killed.wait()
        self.assertIn(left, self.scratches())
        for name in (left, kept):  # as if they had been there for long
            self.age(name)
        self.assertEqual(hark("exchanges", capture_of("basics/get-root"),
                              environment=self.environment).code, 0)
        self.assertEqual(self.scratches(), {*others, kept})
        self.assertIsNone(alive.poll())


if __name__ == "__main__":
    unittest.main()
