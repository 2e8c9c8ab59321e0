"""`hark live` tells of a replay what `hark import` tells of the file: they are the same line.

The frames of samples go into a TAP device in a network namespace that this process has to itself, so
that nothing else is on the wire and nothing is left behind.
"""

import ctypes
import fcntl
import os
import pathlib
import signal
import socket
import struct
import subprocess
import time
import unittest

from support import HARK, TestCase, capture_of, frames_of, hark, sample_names

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCGIFHWADDR = 0x8913, 0x8914, 0x8927
IFF_UP, IFF_NOARP = 0x0001, 0x0080
DEVICE = "harktap0"
PATIENCE = 20  # seconds for what takes a fraction of one

# A frame that was cut when it was captured would go over the wire shorter than it was sent.
CUT = {"lossy/short-snaplen", "lossy/cut-file"}

# When a replayed packet was seen is when it was replayed, and every duration between packets follows
# from that. Whether a duration is known at all is no matter of time, and is compared.
TIMES = {
    "started": "the replay's own time",
    "started_ns": "the same, as a number",
    "duration": "between two packets",
    "handshake": "between two packets",
    "idle": "between two packets",
    "blocked": "between two packets",
}


class Wire:
    """A TAP device: what is written to it is what an interface receives."""

    def __init__(self):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "no network namespace can be made")
        self.descriptor = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.descriptor, TUNSETIFF,
                    struct.pack("16sH22x", DEVICE.encode(), IFF_TAP | IFF_NO_PI))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            request = struct.pack("16sH22x", DEVICE.encode(), 0)
            flags = struct.unpack_from("H", fcntl.ioctl(control, SIOCGIFFLAGS, request), 16)[0]
            fcntl.ioctl(control, SIOCSIFFLAGS,
                        struct.pack("16sH22x", DEVICE.encode(), flags | IFF_UP | IFF_NOARP))
            address = fcntl.ioctl(control, SIOCGIFHWADDR, request)[18:24]
        # What the system says by itself, such as its search for IPv6 routers, is not of the replay.
        self.filter = "not ether src " + address.hex(":")

    def send(self, frames):
        burst = 32  # far less than the kernel queues
        for first in range(0, len(frames), burst):
            for frame in frames[first:first + burst]:
                os.write(self.descriptor, frame)
            time.sleep(0.002)


class Live(TestCase):
    @classmethod
    def setUpClass(cls):
        try:
            cls.wire = Wire()
        except OSError as error:
            raise unittest.SkipTest("live capture is not tested: %s" % error)
        cls.addClassCleanup(os.close, cls.wire.descriptor)

    def begin(self, case, *options):
        """A `hark live` that captures already: its case is made after that."""
        run = subprocess.Popen([HARK, "live", "-i", DEVICE, "-f", self.wire.filter, "-o", case,
                                *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True)  # as on a terminal of its own
        self.addCleanup(self.end, run)
        self.waitFor(run, case.exists)
        return run

    @staticmethod
    def end(run):
        if run.poll() is None:
            run.kill()  # hark-capture ends when nobody reads it any more
        run.communicate()

    def waitFor(self, run, condition):
        limit = time.monotonic() + PATIENCE
        while not condition():
            if run.poll() is not None or time.monotonic() > limit:
                self.fail("it never came to pass: %s" % run.communicate()[1])
            time.sleep(0.005)

    def finished(self, run, case):
        out, errors = run.communicate(timeout=PATIENCE)
        self.assertEqual(run.returncode, 0, errors)
        self.assertEqual(out.decode(), "%s\n" % case)

    def replay(self, frames, *options):
        """The case of a live capture of these frames, which ends at the last of them."""
        case = self.folder / "live.hark"
        case.unlink(missing_ok=True)
        run = self.begin(case, "-a", "packets:%d" % len(frames), *options)
        self.wire.send(frames)
        self.finished(run, case)
        return case

    def told(self, case):
        """All that a case tells of its exchanges and connections, as objects."""
        return {"exchanges": self.ok("exchanges", case, "--format", "ndjson", "--digest",
                                     "sha256").objects,
                "connections": self.ok("connections", case, "--format", "ndjson").objects}

    def timeless(self, told):
        def without(row):
            row = {name: "known" if name in TIMES and value is not None else value
                   for name, value in row.items()}
            if "timing" in row:
                row["timing"] = {name: "known" if value is not None else None
                                 for name, value in row["timing"].items()}
            return row
        return {subject: [without(row) for row in rows] for subject, rows in told.items()}

    def linkTypes(self, capture):
        run = self.ok("info", capture, "--format", "json")
        return run.json["inputs"][0]["link_types"]

    def counters(self, case):
        counters = self.ok("info", case, "--format", "json").json["counters"]
        self.assertEqual(counters["dropped_while_capturing"], 0)
        return counters

    def testAReplayIsToldAsItsFileIs(self):
        replayed = 0
        for name in sample_names():
            capture = capture_of(name)
            if name in CUT or self.linkTypes(capture) != "ETHERNET (1)":
                continue
            file = self.importSample(capture, "file.hark", "--force")
            live = self.replay(frames_of(capture))
            self.assertEqual(self.counters(live), self.counters(file), name)
            self.assertEqual(self.timeless(self.told(live)), self.timeless(self.told(file)), name)
            replayed += 1
        self.assertGreater(replayed, 30)

    def testTheKeptPacketsGiveTheSameCaseTimesAndAll(self):
        for name in ("webshop/shop", "lossy/bad-wire-client"):
            raw = self.folder / "raw.pcapng"
            live = self.replay(frames_of(capture_of(name)), "-w", str(raw))
            file = self.importSample(raw, "file.hark", "--force")
            self.assertEqual(self.told(live), self.told(file), name)
            self.assertEqual(self.counters(live), self.counters(file), name)

    def testAnInterruptEndsItWithAllThatCame(self):
        capture = capture_of("webshop/shop")
        file = self.importSample(capture, "file.hark")
        for number in (signal.SIGINT, signal.SIGTERM):
            case = self.folder / ("live-%d.hark" % number)
            run = self.begin(case)
            self.wire.send(frames_of(capture))
            run.send_signal(number)
            self.finished(run, case)
            self.assertEqual(self.timeless(self.told(case)), self.timeless(self.told(file)))
            self.assertTrue(self.ok("info", case, "--format", "json").json["complete"])

    def testCtrlCOnATerminalLosesNothing(self):
        """It comes to every process that the terminal has in its foreground."""
        frames = frames_of(capture_of("webshop/shop"))
        case = self.folder / "live.hark"
        run = self.begin(case)
        self.wire.send(frames)
        os.killpg(run.pid, signal.SIGINT)
        self.finished(run, case)
        self.assertEqual(self.counters(case)["packets"], len(frames))

    def capture(self, *options):
        """A hark-capture that captures already, and the file that it writes."""
        path = self.folder / "out.pcapng"
        with open(path, "wb") as out:
            run = subprocess.Popen([pathlib.Path(HARK).with_name("hark-capture"), "-i", DEVICE,
                                    "-f", self.wire.filter, *options], stdout=out,
                                   stderr=subprocess.PIPE)
        self.addCleanup(self.end, run)
        self.waitFor(run, lambda: path.stat().st_size > 0)
        return run, path

    def testHoweverOftenItIsAskedToEndItLosesNothing(self):
        frames = frames_of(capture_of("webshop/shop"))
        run, path = self.capture()
        self.wire.send(frames)
        for _ in range(20):
            run.send_signal(signal.SIGTERM)
            time.sleep(0.002)
        self.assertEqual(run.communicate(timeout=PATIENCE)[1], b"")
        self.assertEqual(run.returncode, 0)
        self.assertEqual(len(frames_of(path)), len(frames))

    def testWhenItsTimeIsOverItLosesNothing(self):
        """The last packets are still in a block of the kernel's then."""
        [frame, *_] = frames_of(capture_of("basics/get-root"))
        for _ in range(3):
            begun = time.monotonic()
            run, path = self.capture("-a", "duration:1")
            sent = 0  # before its second can have been over
            while run.poll() is None:
                os.write(self.wire.descriptor, frame)
                sent += time.monotonic() < begun + 1
                time.sleep(0.002)
                self.assertLess(time.monotonic(), begun + PATIENCE)
            self.assertEqual(run.returncode, 0)
            self.assertGreaterEqual(len(frames_of(path)), sent)

    def testAGrowingCaseSaysHowFarItIs(self):
        frames = frames_of(capture_of("basics/get-root"))
        case = self.folder / "live.hark"
        run = self.begin(case)
        self.wire.send(frames)
        self.waitFor(run, lambda: hark("stats", case, "--format", "json").json["packets"] ==
                     len(frames))
        seen = self.ok("info", case, "--format", "json").json
        self.assertFalse(seen["complete"])
        self.assertFalse(seen["inputs"][0]["complete"])
        run.send_signal(signal.SIGINT)
        self.finished(run, case)
        self.assertTrue(self.ok("info", case, "--format", "json").json["inputs"][0]["complete"])

    def testTheCapturingProgramGoesWithItsReader(self):
        """Even where no packet comes whose writing would tell it."""
        run = self.begin(self.folder / "live.hark")
        [child] = [entry.name for entry in pathlib.Path("/proc").iterdir()
                   if entry.name.isdigit() and self.status(entry.name)[1:] == [str(run.pid)]]
        run.kill()
        run.wait()
        limit = time.monotonic() + PATIENCE
        while self.status(child)[:1] not in ([], ["Z"]):
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.01)

    @staticmethod
    def status(process):
        """Its state and its parent, while it is there."""
        try:
            text = pathlib.Path("/proc", process, "stat").read_text()
        except OSError:
            return []
        return text.rpartition(")")[2].split()[:2]


if __name__ == "__main__":
    unittest.main(verbosity=2)  # says why it skips
