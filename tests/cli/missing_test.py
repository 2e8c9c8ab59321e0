"""What was not captured: every incomplete exchange says why, and stats what most probably happened."""

import hashlib
import struct
import unittest

from support import Capture, Conversation, TestCase, capture_of, checksum

GET = b"GET /%d HTTP/1.1\r\nHost: h.example\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


class Picky(Capture):
    """Keeps only the packets that `wanted(number, data)` wants."""

    def __init__(self, wanted):
        super().__init__()
        self.wanted = wanted
        self.number = 0

    def packet(self, data):
        self.number += 1
        if self.wanted(self.number, data):
            super().packet(data)
        else:
            self.count += 1


def server_port_of(data):
    return struct.unpack_from("!H", data, 34)[0]


class Missing(TestCase):
    def reasons(self, capture):
        found = {}
        for exchange in self.ok("exchanges", capture, "--format", "ndjson").objects:
            for why in exchange["incomplete"]:
                key = why["message"] + " " + why["reason"]
                found.setdefault(key, []).append((exchange["id"], why["packet"]))
            for side in ("request", "response"):
                message = exchange[side]
                whole = message and message["complete"] and not message["missing_bytes"]
                self.assertEqual(not whole, any(w["message"] == side
                                                for w in exchange["incomplete"]))
        stats = self.ok("stats", capture, "--format", "json").json
        self.assertEqual(stats["incomplete_by_reason"],
                         {key: len(places) for key, places in found.items()})
        return found, stats["diagnosis"]

    def talk(self, wanted, exchanges=3, size=3000):
        capture = Picky(wanted)
        conversation = Conversation(capture)
        for number in range(exchanges):
            conversation.client(GET % number)
            conversation.server(OK % size + b"x" * size)
        conversation.client(b"")
        conversation.close()
        return capture.write(self.folder / "a.pcap")

    def testNothing(self):
        self.assertEqual(self.reasons(self.talk(lambda number, data: True)), ({}, None))

    def testLostBytes(self):
        # The second of the three packets of the first response.
        found, why = self.reasons(self.talk(lambda number, data: number != 6))
        self.assertEqual(found, {"response lost": [(1, 6)]})
        self.assertRegex(why, r"^13 % of the bytes server → client were never captured: packets")

    def testALostResponse(self):
        found, _ = self.reasons(self.talk(lambda number, data: number not in (9, 10, 11)))
        self.assertEqual(list(found), ["response lost"])
        self.assertEqual([place[0] for place in found["response lost"]], [2])

    def testALostRequest(self):
        found, _ = self.reasons(self.talk(lambda number, data: number != 8))
        self.assertEqual(list(found), ["request lost"])

    def testOneDirection(self):
        found, why = self.reasons(self.talk(lambda number, data: server_port_of(data) != 80))
        self.assertEqual(list(found), ["response lost"])
        self.assertEqual(len(found["response lost"]), 3)
        self.assertRegex(why, r"^100 % of the bytes server → client were never captured: one "
                              r"direction is missing in 1 of 1 connections")

    def testOneDirectionOfTheServer(self):
        found, why = self.reasons(self.talk(lambda number, data: server_port_of(data) == 80))
        self.assertEqual(sum(len(places) for places in found.values()), 3)
        self.assertTrue(all(key.startswith("request ") for key in found), found)
        self.assertIn("one direction is missing", why)

    def testAResponseThatNobodyAskedFor(self):
        capture = Capture()
        conversation = Conversation(capture)
        conversation.server(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        conversation.close()
        found, why = self.reasons(capture.write(self.folder / "a.pcap"))
        self.assertEqual(list(found), ["request unsolicited"])
        self.assertIsNone(why)

    def testALostRequestKeepsItsPlaceAfterAResponseWithoutOne(self):
        """A capture that begins with an answer; of two more requests the first is lost."""
        def wanted(number, data):
            return number > 4 and b"/two" not in data
        capture = Picky(wanted)
        conversation = Conversation(capture)
        conversation.client(b"GET /one HTTP/1.1\r\nHost: h\r\n\r\n")
        conversation.server(OK % 1 + b"1")
        conversation.client(b"GET /two HTTP/1.1\r\nHost: h\r\n\r\n")
        conversation.client(b"GET /three HTTP/1.1\r\nHost: h\r\n\r\n")
        conversation.server(OK % 1 + b"2")
        conversation.server(OK % 1 + b"3")
        conversation.close()
        path = capture.write(self.folder / "a.pcap")
        found, _ = self.reasons(path)
        exchanges = self.ok("exchanges", path, "--format", "ndjson", "--digest", "sha256").objects
        digests = {x["target"]: x["response"]["content_sha256"] for x in exchanges}
        self.assertEqual(digests["/three"], hashlib.sha256(b"3").hexdigest())
        self.assertEqual(found, {"request capture-began-later": [(1, 1)],
                                 "request lost": [(2, found["request lost"][0][1])]})

    def testSamples(self):
        for name, reasons, words in (
                ("lossy/late-start", {"request capture-began-later": 2}, None),
                ("lossy/early-end", {"response capture-ended": 3}, "the capture ended while 3"),
                ("lossy/short-snaplen",
                 {"request snap-length": 14, "response snap-length": 14}, "166 of 258 packets"),
                ("keepalive/leave-early",
                 {"response closed": 1, "response reset": 1}, "so on the wire"),
                ("upload/refused-417", {"request not-sent": 1}, None)):
            found, why = self.reasons(capture_of(name))
            self.assertEqual({key: len(places) for key, places in found.items()}, reasons, name)
            if words:
                self.assertIn(words, why)

    def testShowSaysIt(self):
        text = self.ok("show", capture_of("keepalive/leave-early"), "exchange", "4").text
        self.assertIn("response not whole: the client reset the connection (packet 22 of input 1)",
                      text)

    def testWhatIsBelowTheConnections(self):
        def fragment(offset, more, payload):
            ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 77,
                             (0x2000 if more else 0) | offset // 8, 64, 17, 0,
                             b"\xc0\x00\x02\x0a", b"\xc0\x00\x02\x50")
            ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
            return b"\x02" * 6 + b"\x04" * 6 + b"\x08\x00" + ip + payload

        capture = Capture()
        capture.packet(fragment(0, True, b"a" * 16))
        capture.packet(fragment(8, True, b"b" * 16))
        capture.packet(fragment(24, False, b"c"))
        stats = self.ok("stats", capture.write(self.folder / "a.pcap"), "--format", "json").json
        self.assertEqual(stats["anomaly_codes"], {"ip-fragment-overlap": 1})
        self.assertEqual(stats["connections_by_anomaly"], {})


if __name__ == "__main__":
    unittest.main()
