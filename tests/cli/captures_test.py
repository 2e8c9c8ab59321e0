"""What captures carry besides packets, and captures of every make: kept, counted and shown."""

import gzip
import shutil
import struct
import subprocess
import unittest

from support import SHOP, TestCase, capture_of, exchanges_capture, hark

TLS_KEY_LOG = 0x544C534B


def padded(data):
    return data + bytes(-len(data) % 4)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + padded(value)


def block(kind, body):
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def section(*comments):
    body = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
    return block(0x0A0D0D0A, body + b"".join(option(1, c) for c in comments))


INTERFACE = block(1, struct.pack("<HHI", 1, 0, 0))


def packet(data, time, comment=b""):
    body = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), len(data))
    return block(6, body + padded(data) + (option(1, comment) if comment else b""))


class Notes(TestCase):
    def capture(self):
        names = option(1, bytes([192, 0, 2, 1]) + b"shop.example\0www.shop.example\0") + bytes(4)
        secrets = b"CLIENT_RANDOM 00 11\n"
        data = section(b"a hostile\x1b[2J comment\nin two lines") + INTERFACE
        data += block(4, names) + block(4, names)
        data += block(10, struct.pack("<II", TLS_KEY_LOG, len(secrets)) + padded(secrets)) * 2
        data += block(0xBAD, struct.pack("<I", 32473)) + block(9, b"what?   ")
        data += packet(b"hello", 1) + packet(b"world", 2, b"here it begins \xff")
        path = self.folder / "notes.pcapng"
        path.write_bytes(data)
        return path

    def testTheyAreKeptAndToldButSecretsOnlyByTheirKind(self):
        case = self.folder / "a.hark"
        self.ok("import", self.capture(), "-o", case)
        run = self.ok("info", case)
        self.assertIn("comment       input 1: a hostile\\x1b[2J comment\\nin two lines\n", run.text)
        self.assertIn("comment       packet 2 of input 1: here it begins \\xff\n", run.text)
        self.assertIn("host names    2\n", run.text)
        self.assertIn("secrets       input 1: tls-key-log, 40 bytes\n", run.text)
        self.assertNotIn("CLIENT_RANDOM", run.text)

        info = self.ok("info", case, "--format", "json").json
        self.assertEqual([(c["capture"], c["packet"]) for c in info["comments"]], [(1, None), (1, 2)])
        self.assertEqual(info["comments"][0]["text"], "a hostile\x1b[2J comment\nin two lines")
        self.assertEqual(info["comments"][1]["text"], "here it begins \ufffd")
        self.assertEqual(info["comments_total"], 2)
        self.assertEqual(info["host_names"], 2)
        self.assertEqual(info["secrets"],
                         [{"capture": 1, "kind": "tls-key-log", "blocks": 2, "bytes": 40}])
        self.assertEqual(info["counters"]["pcapng_custom_blocks"], 1)
        self.assertEqual(info["counters"]["pcapng_unknown_blocks"], 1)
        self.assertEqual(info["counters"]["capture_notes_left_out"], 0)

        rows = self.ok("sql", case, "SELECT address, name, source, first_ns FROM host_name",
                       "--format", "ndjson").objects
        self.assertEqual(rows, [{"address": "192.0.2.1", "name": name, "source": "capture",
                                 "first_ns": None} for name in ("shop.example", "www.shop.example")])

    def testACaptureWithoutThemHasNone(self):
        info = self.ok("info", capture_of("basics/get-root"), "--format", "json").json
        self.assertEqual((info["comments"], info["comments_total"], info["host_names"],
                          info["secrets"]), ([], 0, 0, []))

    def testManyCommentsAreAPage(self):
        path = self.folder / "many.pcapng"
        path.write_bytes(section(*[b"again"] * 1003) + INTERFACE)
        self.assertIn("comments      3 more; see the table capture_comment\n",
                      self.ok("info", path).text)
        info = self.ok("info", path, "--format", "json").json
        self.assertEqual((len(info["comments"]), info["comments_total"]), (1000, 1003))


class Makes(TestCase):
    def testCompressedCapturesAreReadAsTheyAre(self):
        whole = self.ok("exchanges", SHOP, "--format", "ndjson").bytes
        for program in ("gzip", "zstd", "lz4"):
            if not shutil.which(program):
                continue
            compressed = subprocess.run([program, "-c", SHOP], capture_output=True, check=True).stdout
            path = self.folder / "shop"
            path.write_bytes(compressed)
            self.assertEqual(self.ok("exchanges", path, "--format", "ndjson").bytes, whole)
            self.assertEqual(
                self.ok("exchanges", "-", "--format", "ndjson", stdin=compressed).bytes, whole)
            path.write_bytes(gzip.compress(compressed))
            self.assertFails(hark("exchanges", path), "only one layer of compression", program)


class Damage(TestCase):
    def testWhatFollowsADamagedPlaceIsRead(self):
        path = exchanges_capture(50).write(self.folder / "a.pcap")
        whole = path.read_bytes()
        complete = self.ok("exchanges", path, "--format", "ndjson").objects
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + b"\xff" * 3000 + whole[middle + 3000:])
        case = self.folder / "a.hark"
        run = hark("import", path, "-o", case)
        self.assertEqual(run.code, 3)
        self.assertRegex(run.errors, r"\Ahark: [^\n]*/a\.pcap: damaged, at byte \d+ [^\n]* bytes in 1 "
                         r"place are passed over, and \d+ packets before and \d+ after are kept\n")
        rows = self.ok("exchanges", case, "--format", "ndjson").objects
        self.assertIn(complete[-1]["target"], [e["target"] for e in rows])
        self.assertGreater(len(rows), 30)
        info = self.ok("info", case, "--format", "json").json
        self.assertFalse(info["inputs"][0]["complete"])
        self.assertIn("passed over", info["inputs"][0]["note"])


if __name__ == "__main__":
    unittest.main()
