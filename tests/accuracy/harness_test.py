"""The harness itself: the browser's jar, the rules of the truth, the scorer and the transformed captures."""
import pathlib
import struct
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "lib"), str(HERE)]

import cases            # noqa: E402
import loss             # noqa: E402
import packets          # noqa: E402
import score            # noqa: E402
import transform        # noqa: E402
import truth            # noqa: E402
from cookies import Jar     # noqa: E402

HOST = "shop.example.test"
CAPTURE = HERE / "recorded" / "express-two-ports.pcap.gz"
SHOP = HERE.parents[1] / "samples" / "webshop" / "shop.pcapng"


class TheJar(unittest.TestCase):
    def sent(self, lines, host=HOST, path="/", stored_at="/"):
        jar = Jar()
        for line in lines:
            jar.store(line, HOST, stored_at)
        return jar.pairs(host, path)

    def testLongerPathsComeFirstThenOlderCookies(self):
        lines = ["a=1; Path=/", "b=2; Path=/shop", "c=3; Path=/"]
        self.assertEqual(self.sent(lines, path="/shop/x"), [("b", "2"), ("a", "1"), ("c", "3")])

    def testAPathIsNoMerePrefix(self):
        self.assertEqual(self.sent(["a=1; Path=/shop"], path="/shopping"), [])

    def testWithoutAPathItIsTheFolderOfTheRequest(self):
        self.assertEqual(self.sent(["a=1"], path="/shop/y", stored_at="/shop/x"), [("a", "1")])
        self.assertEqual(self.sent(["a=1"], path="/", stored_at="/shop/x"), [])

    def testOnlyADomainReachesOtherHosts(self):
        self.assertEqual(self.sent(["a=1", "b=2; Domain=example.test"], host="www.example.test"), [("b", "2")])

    def testAForeignDomainIsRefused(self):
        self.assertEqual(self.sent(["a=1; Domain=elsewhere.test"]), [])

    def testMaxAgeZeroAndAPastDateDelete(self):
        for end in ("Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"):
            self.assertEqual(self.sent(["a=1; Path=/", f"a=; Path=/; {end}"]), [], end)

    def testMaxAgeWinsOverExpires(self):
        self.assertEqual(self.sent(["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60"]), [("a", "1")])

    def testClosingTheBrowserKeepsOnlyCookiesWithADate(self):
        jar = Jar()
        jar.store("a=1", HOST, "/")
        jar.store("b=2; Max-Age=60", HOST, "/")
        jar.end_browser_session()
        self.assertEqual(jar.pairs(HOST, "/"), [("b", "2")])


class Story:
    """Rows as the logs have them, one after the other."""

    def __init__(self):
        self.rows = []

    def add(self, shown=(), live=None, gives=(), facts=(), user=None, port=80, client="192.0.2.10", agent="Firefox", **app):
        number = len(self.rows)
        self.rows.append({
            "client_ip": client, "client_port": 40000, "server_port": port, "ordinal": number, "time": float(number),
            "method": "GET", "target": f"/{number}", "user": "ada", "agent": agent, "action": None, "status": 200,
            "cookies": [],
            "app": {"presented": list(shown), "live": list(shown if live is None else live), "issued": list(gives),
                    "facts": list(facts), "user_before": user, **app}})
        return self

    def told(self):
        """The sessions of the rows, and the events as "event session row"."""
        rows, sessions = truth.make(self.rows, [])
        events = sorted((event["n"], f"{event['event']} {session['session']}")
                        for session in sessions for event in session["events"])
        return [row["session"] for row in rows], events


class TheTruth(unittest.TestCase):
    def testARotationAtLoginContinuesTheSession(self):
        story = Story().add().add(gives="a").add("a", gives="b", facts=["login"]).add("b")
        self.assertEqual(story.told(), ([None, 1, 1, 1], [(1, "minted 1"), (2, "login 1"), (2, "rotated 1")]))

    def testWhatALogoutGivesOutIsANewSession(self):
        story = Story().add(gives="a").add("a", gives="b", facts=["logout"]).add("b")
        self.assertEqual(story.told(), ([1, 1, 2], [(0, "minted 1"), (1, "logout 1"), (1, "minted 2")]))

    def testAnExpiredIdBelongsToTheSessionThatItsAnswerMints(self):
        story = Story().add(gives="a").add("a", live="", gives="b", facts=["expired"]).add("b")
        self.assertEqual(story.told(), ([1, 2, 2], [(0, "minted 1"), (1, "expired 1"), (1, "minted 2")]))

    def testARefusedIdWithoutAnotherBelongsToItsOldSession(self):
        story = Story().add(gives="a").add("a", live="", facts=["expired"]).add("a", live="", facts=["expired"])
        self.assertEqual(story.told()[0], [1, 1, 1])
        self.assertEqual([event for _, event in story.told()[1]].count("expired 1"), 1)

    def testAnIdThatIsAcceptedAfterLogoutGoesOn(self):
        story = Story().add(gives="a").add("a", facts=["logout"], kept=True).add("a")
        self.assertEqual(story.told(), ([1, 1, 1], [(0, "minted 1"), (1, "logout 1")]))

    def testParallelRequestsThatReplaceOneValueStayOneSession(self):
        story = Story().add(gives="a").add("a", gives="b").add("a", gives="c").add("c").add("b")
        self.assertEqual(story.told(), ([1] * 5, [(0, "minted 1"), (1, "rotated 1"), (2, "rotated 1")]))

    def testTheSameNewValueIsOneRotation(self):
        story = Story().add(gives="a").add("a", gives="b").add("a", gives="b")
        _, sessions = truth.make(story.rows, [])
        self.assertEqual([[other["n"] for other in event.get("also", ())] for event in sessions[0]["events"]], [[], [2]])

    def testWhatAnotherServiceMintedIsNothing(self):
        story = Story().add(gives="a").add("a", live="", port=8080).add("a", live="", gives="b", port=8080).add("b", live="")
        self.assertEqual(story.told(), ([1, None, 2, None], [(0, "minted 1"), (2, "minted 2")]))

    def testAnInventedIdThatIsAcceptedIsAdopted(self):
        self.assertEqual(Story().add("x").add("x").told(), ([1, 1], [(0, "adopted 1")]))

    def testAThiefDiffersInAddressAndUserAgent(self):
        def story(client, agent, user="ada"):
            who = {"user": user, "client": client, "agent": agent}
            return Story().add(gives="a").add("a", facts=["login"], gives="b").add("b", **who).add("b", **who).told()[1][-1]
        self.assertEqual(story("198.51.100.66", "Chrome"), (2, "second-client 1"))
        for client, agent, user in (("192.0.2.12", "Firefox", "ada"), ("192.0.2.10", "Chrome", "ada"),
                                    ("198.51.100.66", "Chrome", None)):
            self.assertEqual(story(client, agent, user), (1, "rotated 1"))

    def testALoginThatKeepsAnIdWhichAnotherHeldIsFixated(self):
        def story(**second):
            planted = Story().add(gives="a", client="198.51.100.66").add("a").add("a", facts=["login"], **second)
            return [event for _, event in planted.told()[1]]
        self.assertIn("fixated 1", story())
        self.assertNotIn("fixated 1", story(gives="b"))


class TheScorer(unittest.TestCase):
    rows = [{"client_ip": "10.0.0.1", "client_port": 1000 + n // 4, "ordinal": n % 4, "method": "GET", "target": f"/{n}",
             "session": session} for n, session in enumerate([None, 1, 1, 2, 2, 2, 3, 1])]

    def told(self, name):
        return [{"client": {"address": row["client_ip"], "port": row["client_port"]}, "ordinal": row["ordinal"],
                 "method": row["method"], "target": row["target"], "session": name(row)} for row in self.rows]

    def result(self, name):
        return score.score_sessions(self.rows, self.told(name))

    def testWhatIsToldRightIsPerfectWhateverItsNumbers(self):
        result = self.result(lambda row: row["session"] and 90 - row["session"])
        self.assertEqual((result["exact"], result["f1"], result["found"], result["wrong"]), (3, 1.0, 8, []))

    def testAllInOneLosesPrecisionOnly(self):
        result = self.result(lambda row: "one")
        self.assertEqual((result["exact"], result["recall"]), (0, 1.0))
        self.assertAlmostEqual(result["precision"], 6 / 28)

    def testEachByItselfLosesRecallOnly(self):
        result = self.result(lambda row: row["target"])
        self.assertEqual((result["precision"], result["recall"], result["exact"]), (1.0, 0.0, 1))

    def testNothingToldIsNothingRight(self):
        self.assertEqual(self.result(lambda row: None)["f1"], 0.0)

    def testAnExchangeOfNoSessionSpoilsTheOneItIsPutInto(self):
        self.assertEqual(self.result(lambda row: row["session"] or 1)["exact"], 2)

    def testUnseenExchangesCountNeitherWay(self):
        rows = [dict(row, noresp=row["target"] == "/7") for row in self.rows]
        result = score.score_sessions(rows, self.told(lambda row: row["session"])[:7])
        self.assertEqual((result["exchanges"], result["found"], result["f1"]), (7, 7, 1.0))

    def testConcurrentRotationsMayBeToldAtAnyOfThem(self):
        sessions = [{"session": 2, "events": [dict(self.rows[3], event="rotated", also=[self.rows[4]]),
                                              dict(self.rows[5], event="logout")]}]
        at = lambda row, event: {"event": event, "ordinal": row["ordinal"],
                                 "client": {"address": row["client_ip"], "port": row["client_port"]}}
        for told, precision, recall in (((3, "rotated"), 1.0, 0.5), ((4, "rotated"), 1.0, 0.5), ((5, "rotated"), 0.0, 0.0)):
            result = score.score_events(self.rows, sessions, [at(self.rows[told[0]], told[1])])
            self.assertEqual((result["events_precision"], result["events_recall"]), (precision, recall))
        twice = [at(self.rows[3], "rotated"), at(self.rows[4], "rotated"), at(self.rows[5], "logout")]
        self.assertAlmostEqual(score.score_events(self.rows, sessions, twice)["events_precision"], 2 / 3)


def right(packet):
    """Whether the checksum of TCP is."""
    before = bytes(packet.data)
    packet.segment.mend(packet.data)
    return bytes(packet.data) == before


class TheVariants(unittest.TestCase):
    def setUp(self):
        self.packets = packets.read(CAPTURE)
        self.segments = [packet for packet in self.packets if packet.segment]

    def testBothContainersAreRead(self):
        shop = packets.read(SHOP)
        self.assertTrue(all(right(packet) for packet in shop if packet.segment))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "shop.pcap"
            packets.write(path, shop)
            again = packets.read(path)
        self.assertEqual([(packet.time, packet.data) for packet in again], [(packet.time, packet.data) for packet in shop])

    def testRenamedCookiesKeepLengthsTimesAndRightChecksums(self):
        sizes = [(packet.time, len(packet.data)) for packet in self.packets]
        before = b"".join(bytes(packet.data) for packet in self.packets)
        transform.rename(self.packets, ["front.sid", "back.sid"])
        after = b"".join(bytes(packet.data) for packet in self.packets)
        self.assertEqual([(packet.time, len(packet.data)) for packet in self.packets], sizes)
        self.assertTrue(all(map(right, self.segments)))
        for name in ("front.sid", "back.sid"):
            new = transform.meaningless(name).encode()
            self.assertEqual(after.count(name.encode()), 0)
            self.assertEqual(after.count(new), before.count(name.encode()))
            self.assertGreater(after.count(new), 20)

    def testANameAcrossSegmentsIsRenamedAsWell(self):
        stream = b"GET / HTTP/1.1\r\nCookie: a=1; front.sid=2\r\n\r\n"
        for cut in range(1, len(stream)):
            parts = [conversation(stream[:cut], 1000), conversation(stream[cut:], 1000 + cut)]
            transform.rename(parts, ["front.sid"])
            text = b"".join(bytes(part.data[part.segment.begin:]) for part in parts)
            self.assertEqual(text, stream.replace(b"front.sid", transform.meaningless("front.sid").encode()), cut)

    def testOnlyCookieLinesAreChanged(self):
        stream = b"GET /?front.sid=1 HTTP/1.1\r\nX: front.sid=1\r\nCookie: notfront.sid=3\r\n\r\nfront.sid=4"
        part = conversation(stream, 1)
        transform.rename([part], ["front.sid"])
        self.assertEqual(bytes(part.data[part.segment.begin:]), stream)

    def testNamesOfAllCookiesThatAreSetAreFound(self):
        self.assertEqual(transform.set_names(self.packets), ["back.sid", "front.sid"])
        stream = (b"HTTP/1.1 200 OK\r\nset-cookie:b=1; Path=/\r\nSet-Cookie: a.b = 2\r\nCookie: c=3\r\n"
                  b"X: Set-Cookie: d=4\r\n\r\nset-cookie: e")
        self.assertEqual(transform.set_names([conversation(stream, 1)]), ["b"])

    def testTenFilesHaveAllPacketsInTheirOrder(self):
        parts = transform.split(self.packets)
        self.assertEqual((len(parts), sum(parts, [])), (10, self.packets))
        self.assertTrue(all(parts))
        scattered = sum(transform.scatter(self.packets), [])
        self.assertEqual(sorted(map(id, scattered)), sorted(map(id, self.packets)))

    def testShuffledPacketsStayNearTheirPlaces(self):
        moved = transform.shuffle(self.packets, 8)
        place = {id(packet): index for index, packet in enumerate(self.packets)}
        distances = [abs(place[id(packet)] - index) for index, packet in enumerate(moved)]
        self.assertEqual(len(moved), len(self.packets))
        self.assertLessEqual(max(distances), 8)
        self.assertGreater(sum(map(bool, distances)), len(moved) // 2)

    def testRestampedTimesAreThoseOfTheFileInItsOrder(self):
        times = sorted(packet.time for packet in self.packets)
        self.assertEqual([packet.time for packet in transform.restamp(self.packets)], times)

    def testAShareIsDropped(self):
        left = len(transform.drop(self.packets, 0.25)) / len(self.packets)
        self.assertTrue(0.65 < left < 0.85, left)


def conversation(data, sequence):
    """A segment of a client's, in an Ethernet frame."""
    tcp = struct.pack("!HHIIBBHHH", 40000, 80, sequence, 0, 0x50, 0x18, 1000, 0, 0) + data
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0, b"\xc0\0\2\n", b"\xc0\0\2P")
    return packets.Packet(0, b"\2" * 12 + b"\x08\0" + ip + tcp)


class TheLoss(unittest.TestCase):
    def testPlacesAreThoseAmongTheRequestsLeft(self):
        rows = [{"client_ip": "192.0.2.10", "client_port": 1, "ordinal": number, **({"lost": True} if number == 1 else {})}
                for number in range(4)]
        loss.number(rows)
        self.assertEqual([row["ordinal"] for row in rows], [0, -1, 1, 2])


class TheCases(unittest.TestCase):
    def testEachSaysWhatItShowsAndIsRecorded(self):
        for name, case in cases.load().items():
            self.assertTrue(case.shows.endswith("."), name)
            self.assertTrue((HERE / "recorded" / f"{name}.pcap.gz").exists(), name)

    def testRecordedTruthIsWhole(self):
        """Every session's exchanges are counted, and every event is at an exchange of the truth."""
        for path in (HERE / "recorded").glob("*.sessions.ndjson"):
            rows = score.read(str(path).replace(".sessions", ""))
            keys = {score.key(row) for row in rows}
            for session in score.read(path):
                self.assertEqual(session["requests"], sum(row["session"] == session["session"] for row in rows), path.name)
                self.assertTrue(all(score.key(event) in keys for event in session["events"]), path.name)


if __name__ == "__main__":
    unittest.main()
