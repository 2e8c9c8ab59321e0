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


if __name__ == "__main__":
    unittest.main()
