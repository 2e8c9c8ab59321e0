"""What the command-line tests share: running hark, folders to work in, and captures made by hand."""

import json
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
HARK = os.environ.get("HARK", "hark")
SHOP = SAMPLES / "webshop" / "shop.pcapng"

# Captures that can't show everything that happened; their notes say what is missing.
PARTIAL = {"late-start", "early-end", "cut-file", "short-snaplen", "capture-loss"}
# The one whose file is itself damaged.
CUT = "cut-file"

COMMANDS = ["import", "exchanges", "connections", "sessions", "cookies", "show", "timeline", "tree",
            "stats", "info", "sql", "annotate"]
LISTS = ["exchanges", "connections", "sessions", "cookies"]


class Run:
    """What a run of hark came to; output as bytes and, made lazily, as text."""

    def __init__(self, completed):
        self.code = completed.returncode
        self.bytes = completed.stdout
        self.errors = completed.stderr.decode("utf-8", "strict")

    @property
    def text(self):
        return self.bytes.decode("utf-8", "strict")

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def json(self):
        return json.loads(self.bytes)

    @property
    def objects(self):
        return [json.loads(line) for line in self.bytes.splitlines()]


def hark(*arguments, stdin=b"", environment=None, **options):
    command = [HARK, *map(os.fspath, map(str, arguments))]
    if "stdin_file" in options:
        options["stdin"] = options.pop("stdin_file")
    else:
        options["input"] = stdin
    options.setdefault("stdout", subprocess.PIPE)
    completed = subprocess.run(command, stderr=subprocess.PIPE, timeout=120,
                               env={**os.environ, **(environment or {})}, **options)
    if completed.stdout is None:
        completed.stdout = b""
    return Run(completed)


def sample_names():
    suffix = ".expected.json"
    return sorted(str(path.relative_to(SAMPLES))[:-len(suffix)]
                  for path in SAMPLES.rglob("*" + suffix))


def expected(name):
    return json.loads((SAMPLES / (name + ".expected.json")).read_text())


def capture_of(name):
    return SAMPLES / os.path.dirname(name) / expected(name)["capture"]


def frames_of(path):
    """The packets of a pcap or pcapng file, which must have been captured whole."""
    data = path.read_bytes()
    frames = []

    def take(at, captured, original):
        if captured != original:
            raise ValueError("%s: packet %d is cut" % (path, len(frames) + 1))
        frames.append(data[at:at + captured])

    if data[:4] == b"\x0a\x0d\x0d\x0a":
        at = 0
        while at < len(data):
            kind, length = struct.unpack_from("<II", data, at)
            if kind == 6:  # enhanced packet block
                take(at + 28, *struct.unpack_from("<II", data, at + 20))
            at += length
        return frames
    at = 24
    while at < len(data):
        captured, original = struct.unpack_from("<II", data, at + 8)
        take(at + 16, captured, original)
        at += 16 + captured
    return frames


def records_of(path):
    """What every file cut out of this capture must begin with, and its packets' records."""
    data = path.read_bytes()
    if data[:4] != b"\x0a\x0d\x0d\x0a":
        records, at = [], 24
        while at < len(data):
            length = 16 + struct.unpack_from("<I", data, at + 8)[0]
            records.append(data[at:at + length])
            at += length
        return data[:24], records
    beginning, records, at = b"", [], 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:  # enhanced packet block
            records.append(data[at:at + length])
        elif kind in (0x0A0D0D0A, 1):  # section header, interface description
            beginning += data[at:at + length]
        at += length
    return beginning, records


class TestCase(unittest.TestCase):
    """Gives each test a folder of its own."""

    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hark-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def ok(self, *arguments, **options):
        run = hark(*arguments, **options)
        self.assertEqual(run.code, 0, run.errors)
        return run

    def assertOneLine(self, run, *words):
        """Standard error is one line of hark's that has these words."""
        self.assertRegex(run.errors, r"\Ahark: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, run.errors)

    def assertFails(self, run, *words, code=1):
        self.assertEqual(run.code, code, run.errors)
        self.assertEqual(run.bytes, b"")
        self.assertOneLine(run, *words)

    def importSample(self, capture=SHOP, name="a.hark", *options):
        case = self.folder / name
        self.ok("import", capture, "-o", case, *options)
        return case


class Conversation:
    """One TCP connection, byte by byte as given, as packets of a capture."""

    def __init__(self, capture, port=50000, server_port=80):
        self.capture = capture
        self.ports = (port, server_port)
        self.sequence = [1000, 5000]
        self._send(0, b"", 0x02)
        self._send(1, b"", 0x12)
        self._send(0, b"", 0x10)

    def client(self, data):
        self._send(0, data, 0x18)
        return self

    def server(self, data):
        self._send(1, data, 0x18)
        return self

    def close(self):
        self._send(0, b"", 0x11)
        self._send(1, b"", 0x11)
        self._send(0, b"", 0x10)

    def _send(self, side, data, flags):
        step = 1200
        for at in range(0, max(len(data), 1), step):
            self._segment(side, data[at:at + step], flags)

    def _segment(self, side, data, flags):
        other = 1 - side
        acknowledged = self.sequence[other] if flags & 0x10 else 0
        tcp = struct.pack("!HHIIBBHHH", self.ports[side], self.ports[other], self.sequence[side],
                          acknowledged, 0x50, flags, 65535, 0, 0) + data
        self.sequence[side] += len(data) + (1 if flags & 0x03 else 0)
        addresses = (b"\xc0\x00\x02\x0a", b"\xc0\x00\x02\x50")
        pseudo = addresses[side] + addresses[other] + struct.pack("!BBH", 0, 6, len(tcp))
        tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0,
                         addresses[side], addresses[other])
        ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
        self.capture.packet(b"\x02" * 6 + b"\x04" * 6 + b"\x08\x00" + ip + tcp)


def datagram(capture, side, ports, data):
    """A UDP datagram between the hosts of Conversation, from the client where side is 0."""
    addresses = (b"\xc0\x00\x02\x0a", b"\xc0\x00\x02\x50")
    udp = struct.pack("!HHHH", ports[side], ports[1 - side], 8 + len(data), 0) + data
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0,
                     addresses[side], addresses[1 - side])
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    capture.packet(b"\x02" * 6 + b"\x04" * 6 + b"\x08\x00" + ip + udp)


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return total ^ 0xffff


class Capture:
    """A pcap file of Ethernet packets, a millisecond apart."""

    def __init__(self):
        self.bytes = bytearray(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        self.count = 0

    def packet(self, data):
        moment = self.count
        self.count += 1
        self.bytes += struct.pack("<IIII", 1700000000 + moment // 1000, moment % 1000 * 1000,
                                  len(data), len(data)) + data

    def write(self, path):
        path.write_bytes(self.bytes)
        return path


def exchanges_capture(count, size=200):
    """`count` exchanges, twenty to a connection, each with `size` bytes of content of its own."""
    capture = Capture()
    for first in range(0, count, 20):
        conversation = Conversation(capture, port=10000 + first // 20)
        for number in range(first, min(first + 20, count)):
            body = (b"%08d" % number * (size // 8 + 1))[:size]
            conversation.client(b"GET /%d HTTP/1.1\r\nHost: h.example\r\n\r\n" % number)
            conversation.server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + body)
        conversation.close()
    return capture
