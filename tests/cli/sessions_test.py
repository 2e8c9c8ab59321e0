"""`hark sessions`, `cookies`, `show session`, `timeline session`, and what exchanges and statistics
say of sessions. What is told is written into the case by hand, so that it is known beforehand and
includes what is rare."""

import csv
import io
import json
import os
import pty
import sqlite3
import unittest

from support import HARK, SHOP, Capture, Conversation, TestCase, hark

START = 1700000000 * 10**9
EVIL = "evil\x1b[2J"
SESSION_KEYS = ["id", "started", "last_seen", "duration", "user", "users", "signed_in", "adopted",
                "service", "visitor", "visitor_reason", "client", "clients", "user_agent",
                "exchanges", "pages", "assets", "errors", "logins", "rotations", "credentials",
                "carried_by", "state_kept", "request_bytes", "response_bytes", "connections",
                "reused", "blocked", "thinks", "thinking", "first_exchange", "last_exchange", "end",
                "ended_by", "mark", "note"]
EVENT_KEYS = ["session", "event", "exchange", "connection", "ordinal", "client", "started",
              "credential", "evidence"]
TABLES = ["user_session", "session_client", "credential_name", "credential", "credential_value",
          "life_event", "session_state", "evidence", "members"]


def ask(method, target, cookie=b""):
    field = b"Cookie: " + cookie + b"\r\n" if cookie else b""
    return (b"%s %s HTTP/1.1\r\nHost: shop.test\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; "
            b"rv:128.0) Gecko/20100101 Firefox/128.0\r\n%sContent-Length: 0\r\n\r\n"
            % (method, target, field))


def answer(status, set_cookie=b"", body=b"page"):
    field = b"Set-Cookie: " + set_cookie + b"\r\n" if set_cookie else b""
    return (b"HTTP/1.1 %d Status\r\nContent-Type: text/html\r\n%sContent-Length: %d\r\n\r\n"
            % (status, field, len(body)) + body)


def shop_capture():
    """Two connections: exchanges 1 to 3 on one, 4 to 6 on the other."""
    capture = Capture()
    first = Conversation(capture, port=50001)
    first.client(ask(b"GET", b"/")).server(answer(200, b"sid=aaaaaaaaaaaa; Path=/; HttpOnly"))
    first.client(ask(b"POST", b"/login", b"sid=aaaaaaaaaaaa"))
    first.server(answer(302, b"sid=bbbbbbbbbbbb; Path=/; HttpOnly"))
    first.client(ask(b"GET", b"/account", b"sid=bbbbbbbbbbbb")).server(answer(200))
    first.close()
    second = Conversation(capture, port=50002)
    second.client(ask(b"GET", b"/favicon.ico")).server(answer(404))
    second.client(ask(b"POST", b"/cart", b"sid=bbbbbbbbbbbb")).server(answer(303))
    second.client(ask(b"POST", b"/logout", b"sid=bbbbbbbbbbbb"))
    second.server(answer(302, b"sid=; Max-Age=0"))
    second.close()
    return capture


def tell_sessions(case):
    """Two sessions of one visitor, and three cookies; the second session is hostile."""
    with sqlite3.connect(case) as db:
        for table in TABLES:
            db.execute("DELETE FROM " + table)
        times = dict(db.execute("SELECT id, started_ns FROM exchange"))

        def put(table, **row):
            db.execute("INSERT INTO %s(%s) VALUES(%s)" % (
                table, ", ".join(row), ", ".join("?" * len(row))), list(row.values()))

        figures = {"errors": 0, "request_bytes": 0, "response_bytes": 20, "blocked_ns": 0,
                   "thinks": 1, "thinking_ns": 5 * 10**6, "assets": 0}
        put("user_session", id=1, service="http://shop.test", visitor=1, visitor_reason=None,
            user="anna", users='["anna"]', signed_in=0, adopted=0, end_reason="logout", ended_by=6,
            started_ns=times[1], last_ns=times[6], first_exchange=1, last_exchange=6,
            carried_by="cookie", state_kept="server", clients=1, exchanges=5, pages=2,
            connections=2, reused=3, **figures)
        put("user_session", id=2, service="http://" + EVIL, visitor=1, visitor_reason="cookie uid",
            user=EVIL, users=json.dumps([EVIL]), signed_in=1, adopted=1, end_reason="none",
            ended_by=None, started_ns=times[4], last_ns=times[4], first_exchange=4,
            last_exchange=4, carried_by="bearer", state_kept="client", clients=2, exchanges=1,
            pages=0, connections=1, reused=0, **figures)
        put("session_client", session=1, position=0, address="192.0.2.10",
            user_agent="Mozilla/5.0 (X11; Linux) Firefox/128.0", first_exchange=1, exchanges=5)
        put("session_client", session=2, position=0, address="192.0.2.10", user_agent=EVIL,
            first_exchange=4, exchanges=1)
        put("session_client", session=2, position=1, address="192.0.2.99", user_agent="curl/8.5.0",
            first_exchange=4, exchanges=1)
        counts = {"minted": 2, "renewed": 0, "deleted": 1, "presented": 4, "distinct_values": 2,
                  "clients": 1, "first_minted": 1, "last_minted": 2, "first_presented": 2,
                  "last_presented": 6, "set_ns": times[2]}
        put("credential_name", id=1, service="http://shop.test", carrier="cookie", name="sid",
            path="/", **{"class": "session"}, reasons="fresh for each client; long and random",
            set_cookie="sid=bbbbbbbbbbbb; Path=/; HttpOnly; SameSite=Lax", **counts)
        put("credential_name", id=2, service=".shop.test", carrier="cookie", name=EVIL, path=EVIL,
            **{"class": "preference"}, reasons=EVIL,
            set_cookie="%s=1; Max-Age=3600; Secure; Domain=shop.test" % EVIL, **counts)
        put("credential_name", id=3, service="http://shop.test", carrier="cookie", name="seen",
            path="", **{"class": "unknown"}, reasons="", set_cookie=None,
            **{**counts, "minted": 0, "first_minted": None, "last_minted": None, "set_ns": None})
        put("credential_name", id=4, service="http://" + EVIL, carrier="bearer", name="", path="",
            **{"class": "authentication"}, reasons="", set_cookie=None, **counts)
        put("credential", id=1, session=1, name=1, minted=1, first_exchange=1,
            last_exchange=2, first_ns=times[1], last_ns=times[2], uses=1, live=0)
        put("credential", id=2, session=1, name=1, minted=2, first_exchange=2,
            last_exchange=6, first_ns=times[2], last_ns=times[6], uses=3, live=0)
        put("credential", id=3, session=2, name=4, minted=None, first_exchange=4,
            last_exchange=4, first_ns=times[4], last_ns=times[4], uses=1, live=1)
        for number, value in enumerate(("aaaaaaaaaaaa", "bbbbbbbbbbbb", EVIL), 1):
            put("credential_value", credential=number, value=value)
        for number, (session, kind, exchange, credential, evidence) in enumerate([
                (1, "minted", 1, 1, "the response sets it"),
                (1, "rotated", 2, 2, "the response replaces what the request had"),
                (1, "login", 2, None, "a password was posted"),
                (2, "adopted", 4, 3, EVIL),
                (1, "logout", 6, 2, "the answer deletes sid")], 1):
            put("life_event", id=number, session=session, kind=kind, exchange=exchange,
                time_ns=times[exchange], credential=credential, evidence=evidence)
        put("session_state", id=1, session=1, exchange=2, time_ns=times[2], kind="user",
            name="username", value="anna")
        put("session_state", id=2, session=1, exchange=5, time_ns=times[5], kind="cart",
            name="product", value="7")
        put("session_state", id=3, session=2, exchange=4, time_ns=times[4], kind="preference",
            name=EVIL, value=EVIL)
        reason = {"kind": "presents", "carrier": "cookie", "name": "sid", "reason": "its live value"}
        put("evidence", id=1, items=json.dumps([reason]))
        put("evidence", id=2, items=json.dumps([{**reason, "name": EVIL, "reason": EVIL}]))
        for connection, first, last, number in ((1, 1, 3, 1), (2, 4, 4, 2), (2, 5, 6, 1)):
            put("members", connection=connection, first_exchange=first, last_exchange=last,
                session=number, evidence=number)
    db.close()


class Sessions(TestCase):
    def setUp(self):
        super().setUp()
        self.case = self.folder / "a.hark"
        self.ok("import", shop_capture().write(self.folder / "a.pcap"), "-o", self.case)
        tell_sessions(self.case)

    def rows(self, command, *arguments):
        return self.ok(command, self.case, *arguments, "--format", "ndjson").objects

    def testOneRowPerSession(self):
        rows = self.rows("sessions")
        self.assertEqual([list(row) for row in rows], [SESSION_KEYS] * 2)
        first = rows[0]
        self.assertEqual(
            [first[key] for key in ("id", "user", "users", "service", "visitor", "client", "clients",
                                    "exchanges", "pages", "logins", "rotations", "credentials",
                                    "carried_by", "end", "ended_by", "thinking")],
            [1, "anna", ["anna"], "http://shop.test", 1, "192.0.2.10", 1, 5, 2, 1, 1, 2, "cookie",
             "logout", 6, 5.0])
        self.assertEqual((rows[1]["end"], rows[1]["ended_by"], rows[1]["adopted"]),
                         ("none", None, True))
        table = self.ok("sessions", self.case).lines
        self.assertEqual(table[0].split(), ["id", "started", "duration", "user", "service",
                                            "visitor", "client", "exchanges", "pages", "errors",
                                            "logins", "carried_by", "end"])
        self.assertIn("logout [6]", table[1])
        self.assertIn("192.0.2.10 +1", table[2])

    def testAListIsOneCellOfCsv(self):
        text = self.ok("sessions", self.case, "--format", "csv", "--columns", "users,id").text
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual(rows[1], ['["anna"]', "1"])

    def testSessionsAreFilteredSortedAndCut(self):
        ids = lambda *arguments: [row["id"] for row in self.rows("sessions", *arguments)]
        self.assertEqual(ids("user:anna"), [1])
        self.assertEqual(ids("session:2"), [2])
        self.assertEqual(ids("visitor:1"), [1, 2])
        self.assertEqual(ids("event:logout"), [1])
        self.assertEqual(ids("--sort", "-id"), [2, 1])
        self.assertEqual(ids("--limit", "1"), [1])
        self.assertFails(hark("sessions", self.case, "--sort", "nonsense"), "nonsense", code=2)
        self.assertFails(hark("sessions", self.case, "nonsense:1"), "column 1", code=2)
        self.assertFails(hark("sessions", self.case, "--columns", "nonsense"), "nonsense", code=2)
        none = self.ok("sessions", self.case, "user:nobody")
        self.assertOneLine(none, "no session matches")

    def testOneRowPerLifeEvent(self):
        events = self.rows("sessions", "--events")
        self.assertEqual([list(event) for event in events], [EVENT_KEYS] * 5)
        self.assertEqual([(e["session"], e["event"], e["exchange"]) for e in events],
                         [(1, "minted", 1), (1, "rotated", 2), (1, "login", 2), (2, "adopted", 4),
                          (1, "logout", 6)])
        self.assertEqual(events[1], {
            "session": 1, "event": "rotated", "exchange": 2, "connection": 1, "ordinal": 1,
            "client": {"address": "192.0.2.10", "port": 50001}, "started": events[1]["started"],
            "credential": {"kind": "cookie", "name": "sid"},
            "evidence": "the response replaces what the request had"})
        self.assertRegex(events[1]["started"], r"^2023-11-14T22:13:20\.\d{9}Z$")
        self.assertIsNone(events[2]["credential"])
        logins = self.rows("sessions", "--events", "event:login")
        self.assertEqual([e["event"] for e in logins], ["login"])
        self.assertEqual(self.ok("sessions", self.case, "--events", "--format", "json").json, events)
        table = self.ok("sessions", self.case, "--events").lines
        self.assertEqual(len(table), 6)
        self.assertIn("cookie sid", table[1])

    def testOneRowPerCookie(self):
        rows = {row["id"]: row for row in self.rows("cookies")}
        self.assertEqual(sorted(rows), [1, 2, 3])  # a bearer token is none
        sid = rows[1]
        self.assertEqual(
            [sid[key] for key in ("service", "name", "class", "why", "lifetime", "secure",
                                  "http_only", "same_site", "domain", "path", "minted", "renewed",
                                  "deleted", "presented", "values", "clients", "sessions",
                                  "first_minted", "last_minted", "first_presented",
                                  "last_presented")],
            ["http://shop.test", "sid", "session", "fresh for each client; long and random",
             "session", False, True, "Lax", None, "/", 2, 0, 1, 4, 2, 1, 1, 1, 2, 2, 6])
        unset = rows[3]
        self.assertEqual([unset[key] for key in ("lifetime", "secure", "http_only", "same_site",
                                                 "first_minted", "set_cookie")], [None] * 6)
        found = self.rows("cookies", "cookie-name:sid")
        self.assertEqual([row["name"] for row in found], ["sid"])
        everything = self.rows("cookies", "--all")
        self.assertEqual([(row["id"], row["carrier"]) for row in everything],
                         [(1, "cookie"), (2, "cookie"), (3, "cookie"), (4, "bearer")])
        self.assertEqual(self.ok("cookies", self.case, "--all").lines[0].split()[0], "carrier")
        table = self.ok("cookies", self.case, "--columns", "name,lifetime,domain").lines
        self.assertEqual(table[1].split(), ["sid", "session", "–"])

    def testALifetimeIsCountedFromWhenTheCookieWasSet(self):
        with sqlite3.connect(self.case) as db:
            db.execute("UPDATE credential_name SET set_cookie = 'x=1; Max-Age=3600; Secure; "
                       "Domain=.shop.test', set_ns = ? WHERE id = 1", [START])
        db.close()
        row = self.rows("cookies", "--columns", "lifetime,secure,domain")[0]
        self.assertEqual(row, {"lifetime": "2023-11-14T23:13:20.000000000Z", "secure": True,
                               "domain": "shop.test"})
        self.assertIn("until 2023-11-14 23:13", self.ok("cookies", self.case).text)

    def testTheStoryOfASession(self):
        text = self.ok("show", self.case, "session", "1").text
        for line in (
                "session 1: anna at http://shop.test\n",
                "ended by a logout [6]; visitor 1\n",
                "Firefox 128 on Linux at 192.0.2.10 came and asked for / [1].\n",
                "The server issued the cookie \"sid\" [1] (the response sets it).\n",
                "anna logged in by POST /login [2] (a password was posted).\n",
                "It opened /account [3].\n",
                "The cart was changed by POST /cart: product = 7 [5].\n",
                "anna logged out by POST /logout [6] (the answer deletes sid).\n",
                "  By the cookie \"sid\". The value is opaque",
                "  exchanges    5: 2 pages, 0 assets; 0 errors\n",
                "  Session 2 of evil\\x1b[2J: began ",
                "  the cookie \"sid\" (session) bbbbbbbb… (12 bytes): issued [2], used by 3 requests "
                "until [6], no longer live.\n",
                "Exchanges  (M minted  L login  R rotated  O logout)\n"):
            self.assertIn(line, text)
        self.assertRegex(text, r"\[2\] +\+0:00\.\d{3}  RL   POST /login → 302\n")
        self.assertNotIn("bbbbbbbbb", text)
        self.assertFails(hark("show", self.case, "session", "9"), "no session 9")

    def testTheJarIsWhatTheUserAgentHeld(self):
        jar = lambda exchange: {c["name"]: c for c in self.ok(
            "show", self.case, "session", "1", "--jar", exchange, "--format", "ndjson").objects}
        self.assertEqual([jar(1)["sid"][key] for key in ("value", "set_by", "path", "host_only")],
                         ["aaaaaaaaaaaa", 1, "/", True])
        self.assertEqual([jar(3)["sid"][key] for key in ("value", "set_by", "last_sent_by")],
                         ["bbbbbbbbbbbb", 2, 3])
        self.assertEqual(jar(6), {})
        table = self.ok("show", self.case, "session", "1", "--jar", "3").lines
        self.assertEqual(table[1].split()[:4], ["sid", "bbbbbbbb…", "(12", "bytes)"])
        self.assertFails(hark("show", self.case, "session", "9", "--jar", "1"), "no session 9")
        self.assertFails(hark("show", self.case, "session", "1", "--jar", "99"), "no exchange 99")

    def testTheStoryForMachines(self):
        story = self.ok("show", self.case, "session", "1", "--format", "json").json
        self.assertEqual(list(story)[:len(SESSION_KEYS)], SESSION_KEYS)
        self.assertEqual(story["exchange_ids"], [1, 2, 3, 5, 6])
        self.assertEqual(story["other_sessions"], [2])
        self.assertEqual([event["event"] for event in story["events"]],
                         ["minted", "rotated", "login", "logout"])
        self.assertEqual(story["all_credentials"][1]["value"], "bbbbbbbbbbbb")
        self.assertEqual(story["state"][1]["value"], "7")
        self.assertTrue(story["story"][0]["text"].startswith("Firefox 128"))
        one = self.ok("show", self.case, "session", "1", "--format", "ndjson").objects
        self.assertEqual(one, [story])
        flat = self.ok("show", self.case, "session", "1", "--format", "csv").text
        self.assertIn(["events/0/event", "minted"], list(csv.reader(io.StringIO(flat))))

    def testExchangesNameTheirSessionAndWhy(self):
        exchanges = self.rows("exchanges")
        self.assertEqual([e["session"] for e in exchanges], [1, 1, 1, 2, 1, 1])
        self.assertEqual(exchanges[0]["evidence"], [
            {"kind": "presents", "name": "sid", "reason": "its live value", "carrier": "cookie"}])
        self.assertEqual([e["id"] for e in self.rows("exchanges", "session:2")], [4])
        self.assertIn("  session 1: presents the cookie \"sid\" (its live value)\n",
                      self.ok("show", self.case, "exchange", "1").text)
        table = self.ok("exchanges", self.case).lines
        self.assertEqual(table[0].split()[-1], "session")
        shown = self.ok("exchanges", self.case, "--columns", "id,evidence", "--limit", "1").lines
        self.assertEqual(shown[1].split(maxsplit=1)[1],
                         "presents the cookie \"sid\" (its live value)")

    def testATimelineHasALaneForEachConnection(self):
        lines = self.ok("timeline", self.case, "session", "1").lines
        self.assertEqual(len(lines), 7)
        self.assertRegex(lines[1], r"^ +1  192\.0\.2\.10:50001  3 exchanges +\S")
        self.assertRegex(lines[2], r"^ +M +RL$")
        self.assertRegex(lines[3], r"^ +2  192\.0\.2\.10:50002  2 exchanges +\S")
        self.assertRegex(lines[4], r"^ +O$")
        self.assertEqual(lines[6], "M minted  L login  R rotated  O logout")
        self.assertIn("no exchange matches",
                      hark("timeline", self.case, "session", "9").errors)

    def testStatisticsCountThem(self):
        stats = self.ok("stats", self.case, "--format", "json").json
        self.assertEqual([stats[key] for key in ("sessions", "users", "logins")], [2, 2, 1])
        self.assertRegex(self.ok("stats", self.case).text,
                         r"\nsessions +2 of 1 visitor; 2 users, 1 login\n")

    def testNothingFromTrafficReachesATerminalAsItIs(self):
        for arguments in (("sessions",), ("sessions", "--events"), ("cookies",), ("timeline",),
                          ("cookies", "--columns", "name,path,why,set_cookie"),
                          ("sessions", "--columns", "user,users,service,user_agent"),
                          ("exchanges", "--columns", "evidence"), ("stats",)):
            command, *rest = arguments
            for style in ("table", "csv"):
                if command == "timeline" and style == "csv":
                    continue
                run = self.ok(command, self.case, *rest, "--format", style)
                self.assertNotIn(b"\x1b", run.bytes, (arguments, style))
        for arguments in (("show", "session", "2"), ("show", "exchange", "4"),
                          ("timeline", "session", "2"), ("show", "session", "1")):
            command, *rest = arguments
            self.assertNotIn(b"\x1b", self.ok(command, self.case, *rest).bytes, arguments)

    def testAStoryIsBrokenIntoLinesOnATerminal(self):
        text = self.onTerminal("show", self.case, "session", "1", columns=80)
        self.assertIn("logged in", text)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def onTerminal(self, *arguments, columns):
        import fcntl
        import struct
        import subprocess
        import termios
        main, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([HARK, *map(str, arguments)], stdout=terminal)
        os.close(terminal)
        data = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:  # how a pseudoterminal says that nobody writes any more
                break
            if not piece:
                break
            data += piece
        os.close(main)
        self.assertEqual(process.wait(), 0)
        return data.decode().replace("\r\n", "\n")


class Sessionless(TestCase):
    def testWithoutSessionsTheListSaysWhy(self):
        capture = Capture()
        Conversation(capture).client(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").server(
            b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").close()
        path = capture.write(self.folder / "plain.pcap")
        run = self.ok("sessions", path)
        self.assertOneLine(run, "no sessions: in 1 exchange nothing")
        self.assertOneLine(self.ok("cookies", path), "no cookies")
        self.assertEqual(self.ok("sessions", path, "--format", "json").json, [])
        self.assertEqual(self.ok("sessions", path, "--events", "--format", "ndjson").bytes, b"")
        self.assertEqual(self.ok("exchanges", path, "--format", "ndjson").objects[0]["session"],
                         None)

    def testAJarIsASessions(self):
        self.assertFails(hark("show", SHOP, "exchange", "1", "--jar", "1"), "--jar", code=2)
        self.assertFails(hark("show", SHOP, "session", "1", "--jar", "x"), "x is no number", code=2)


if __name__ == "__main__":
    unittest.main()
