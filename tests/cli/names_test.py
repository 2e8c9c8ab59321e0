"""What is not decoded: names of addresses, offers of HTTP/3, TLS and QUIC as connections."""

import struct
import unittest

from support import Capture, Conversation, TestCase, datagram, hark


def dns_name(name):
    return b"".join(bytes([len(label)]) + label for label in name.split(b".")) + b"\0"


def dns(name, *records, response=True, kind=1):
    """A query, or an answer with records (type, data) of the name."""
    message = struct.pack("!HHHHHH", 7, 0x8180 if response else 0x0100, 1, len(records), 0, 0)
    message += dns_name(name) + struct.pack("!HH", kind, 1)
    for number, data in records:
        message += b"\xc0\x0c" + struct.pack("!HHIH", number, 1, 60, len(data)) + data
    return message


def client_hello(name):
    names = struct.pack("!HBH", len(name) + 3, 0, len(name)) + name
    extensions = struct.pack("!HH", 0, len(names)) + names
    extensions += bytes.fromhex("0010000e000c02683208687474702f312e31")  # ALPN h2, http/1.1
    body = b"\x03\x03" + b"r" * 32 + b"\0" + b"\0\x02\x13\x01" + b"\x01\0"
    body += struct.pack("!H", len(extensions)) + extensions
    message = b"\x01" + struct.pack("!I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack("!H", len(message)) + message


def server_hello():
    body = b"\x03\x03" + b"r" * 32 + b"\0" + b"\x13\x01\0" + b"\0\x06\0\x2b\0\x02\x03\x04"
    message = b"\x02" + struct.pack("!I", len(body))[1:] + body
    return b"\x16\x03\x03" + struct.pack("!H", len(message)) + message


class Names(TestCase):
    def setUp(self):
        super().setUp()
        capture = Capture()
        ports = (40000, 53)
        datagram(capture, 0, ports, dns(b"shop.test", response=False))
        datagram(capture, 1, ports, dns(b"shop.test", (1, b"\xc0\x00\x02\x50")))
        binding = b"\0\x01\0" + b"\0\x01\0\x03\x02h3"
        datagram(capture, 1, ports, dns(b"alt.test", (65, binding), kind=65))
        conversation = Conversation(capture)
        conversation.client(b"GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        conversation.server(b"HTTP/1.1 200 OK\r\nAlt-Svc: h3=\":443\"; ma=60\r\n"
                            b"Content-Length: 2\r\n\r\nok")
        conversation.close()
        # Server names come from traffic as they are.
        tls = Conversation(capture, 50001, 443)
        tls.client(client_hello(b"evil\x1b[2J.test")).server(server_hello())
        tls.close()
        initial = (b"\xc3\0\0\0\x01\x08firstdst\0").ljust(1200, b"e")
        datagram(capture, 0, (51000, 443), initial)
        datagram(capture, 1, (51000, 443), b"\x43encrypted")
        self.case = self.folder / "a.hark"
        self.ok("import", capture.write(self.folder / "a.pcap"), "-o", self.case)

    def testTheDnsPhaseIsThatOfTheQuery(self):
        timing = self.ok("exchanges", self.case, "--format", "ndjson").objects[0]["timing"]
        self.assertEqual(timing["dns"], 1.0)
        self.assertIn("dns 1.0 ms, connect", self.ok("show", self.case, "exchange", "1").text)
        self.assertIn("d dns", self.ok("timeline", self.case).text)

    def testConnectionsAreNamed(self):
        rows = self.ok("connections", self.case, "--format", "ndjson").objects
        self.assertEqual([(r["protocol"], r["server_name"]) for r in rows],
                         [("HTTP/1.1", "shop.test"), ("TLS", "evil\x1b[2J.test"),
                          ("QUIC", "shop.test")])
        tls = rows[1]
        self.assertEqual((tls["tls_version"], tls["tls_sni"], tls["tls_alpn"]),
                         ("TLS 1.3", "evil\x1b[2J.test", "h2 http/1.1"))
        self.assertEqual((rows[0]["tls_version"], rows[0]["tls_sni"]), (None, None))
        quic = rows[2]
        self.assertEqual((quic["detail"], quic["packets"], quic["client_bytes"],
                          quic["server_bytes"]), ("version 1", 2, 1200, 10))

    def testNothingReachesATerminalAsItIs(self):
        for command in ("connections", "stats"):
            self.assertNotIn(b"\x1b", self.ok(command, self.case).bytes)
        names = self.ok("connections", self.case, "--columns", "server_name,detail").text
        self.assertEqual(names.count("evil\\x1b[2J.test"), 2)

    def testFiltersKnowTls(self):
        for words, count in ((["sni:evil*"], 1), (["tls.sni:shop.test"], 0), (["alpn:h2"], 1),
                             (["tls.version:*1.3"], 1), (["-tls.version:*"], 2),
                             (["protocol:quic"], 1)):
            found = self.ok("connections", self.case, "--format", "ndjson", "-Y", *words).objects
            self.assertEqual(len(found), count, words)

    def testStatisticsCountNamesAndOffers(self):
        stats = self.ok("stats", self.case, "--format", "json").json
        self.assertEqual(stats["names"], {"names": 1, "addresses": 1})
        offers = stats["http3_offers"]
        self.assertEqual((offers["hosts"], offers["by_alt_svc"], offers["by_dns_https"]), (2, 1, 1))
        self.assertEqual(offers["offers"], [
            {"host": "alt.test", "port": 443, "source": "dns-https", "alternative": "alt.test:443",
             "exchange": None},
            {"host": "shop.test", "port": 80, "source": "alt-svc", "alternative": ":443",
             "exchange": 1}])
        self.assertEqual(stats["connection_protocols"], {"HTTP/1.1": 1, "QUIC": 1, "TLS": 1})
        text = self.ok("stats", self.case).text
        self.assertIn("names         1 of 1 addresses\n", text)
        self.assertIn("offer HTTP/3  2 hosts (1 by Alt-Svc, 1 by DNS HTTPS records): "
                      "alt.test:443, shop.test:80\n", text)


if __name__ == "__main__":
    unittest.main()
