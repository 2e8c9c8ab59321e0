"""The case as an SQLite file of its own: with Python's sqlite3, and through `hark sql`."""

import contextlib
import re
import sqlite3
import unittest

from support import ROOT, SAMPLES, TestCase, hark

VIEWS = ["exchanges", "keep_alive_sessions", "connections", "head_lines", "field_lines", "anomalies",
         "contents", "membership", "user_sessions", "session_clients", "session_events",
         "session_exchanges", "session_credentials", "cookies"]


class PlainSqlite(TestCase):
    """Nothing of hark's is needed to read a case."""

    def rows(self, case, statement):
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % case, uri=True)) as database:
            return database.execute(statement).fetchall()

    def testAFinishedCaseIsOneSoundFile(self):
        case = self.importSample()
        self.assertEqual([p.name for p in self.folder.iterdir()], ["a.hark"])
        self.assertEqual(self.rows(case, "PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.rows(case, "PRAGMA journal_mode"), [("delete",)])

    def testTheViewsSayWhatTheCommandsSay(self):
        case = self.importSample()
        exchanges = self.ok("exchanges", case, "--format", "ndjson").objects
        self.assertEqual(
            self.rows(case, "SELECT id, connection, ordinal, method, url, status, reason, started, "
                            "started_ns, protocol, host, size FROM exchanges ORDER BY id"),
            [(e["id"], e["connection"], e["ordinal"], e["method"], e["url"], e["status"],
              e["reason"], e["started"], e["started_ns"], e["protocol"], e["host"],
              e["response"]["body_bytes"]) for e in exchanges])
        connections = self.ok("connections", case, "--format", "ndjson").objects
        for view, key in (("connections", "id"), ("keep_alive_sessions", "connection")):
            self.assertEqual(
                self.rows(case, "SELECT %s, client, server, exchanges, ended_by, end_announced "
                                "FROM %s ORDER BY 1" % (key, view)),
                [(c["id"], c["client"], c["server"], c["exchanges"], c["ended_by"], c["announced"])
                 for c in connections if c["exchanges"] or view == "connections"])
        lines = [(e["id"], message, name, value)
                 for e in exchanges for message in ("request", "response")
                 for name, value in e[message]["fields"]]
        self.assertEqual(self.rows(case, "SELECT exchange, message, name, value FROM field_lines "
                                         "ORDER BY exchange, message, position"), lines)
        lengths = [(e["id"], message, e[message]["body_bytes"])
                   for e in exchanges for message in ("request", "response")
                   if e[message]["body_bytes"]]
        self.assertEqual(self.rows(case, "SELECT exchange, message, length FROM contents "
                                         "ORDER BY exchange, message"), lengths)

    def testEveryViewWorksOnEverySampleWithAnomalies(self):
        case = self.importSample(SAMPLES / "codings" / "broken-and-rare.pcapng")
        made = self.rows(case, "SELECT name FROM sqlite_master WHERE type = 'view'")
        self.assertEqual({name for name, in made}, set(VIEWS))
        for view in VIEWS:
            self.rows(case, "SELECT * FROM " + view)
        found = self.ok("exchanges", case, "--format", "ndjson").objects
        self.assertEqual(self.rows(case, "SELECT count(*) FROM anomalies WHERE exchange NOTNULL"),
                         [(sum(len(e["anomalies"]) for e in found),)])

    def testTheQueriesOfTheReadmeFindSomething(self):
        readme = ROOT / "README.md"
        text = readme.read_text() if readme.exists() else ""
        queries = re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        case = self.importSample()
        blocked = self.importSample(SAMPLES / "keepalive" / "pipelining.pcapng", "b.hark")
        for query in queries:
            with self.subTest(query):
                self.assertTrue(self.rows(case, query) or self.rows(blocked, query))
                self.ok("sql", case, query.strip())


class HarkSql(TestCase):
    def setUp(self):
        super().setUp()
        self.case = self.importSample()

    def testValuesKeepTheirTypes(self):
        statement = "SELECT 7 AS i, 1.5 AS r, '7' AS t, NULL AS n, x'00ff' AS b, -9223372036854775808 AS m"
        row = {"i": 7, "r": 1.5, "t": "7", "n": None, "b": "x'00ff'", "m": -2 ** 63}
        self.assertEqual(self.ok("sql", self.case, statement, "--format", "json").json, [row])
        self.assertEqual(self.ok("sql", self.case, statement, "--format", "ndjson").objects, [row])
        self.assertEqual(self.ok("sql", self.case, statement, "--format", "csv").text,
                         "i,r,t,n,b,m\r\n7,1.5,7,,x'00ff',-9223372036854775808\r\n")
        self.assertEqual(self.ok("sql", self.case, statement).lines[1].split(),
                         ["7", "1.5", "7", "\u2013", "x'00ff'", "-9223372036854775808"])

    def testNoRowsStillHaveNames(self):
        statement = "SELECT id, url FROM exchanges WHERE 0"
        self.assertEqual(self.ok("sql", self.case, statement, "--format", "csv").text, "id,url\r\n")
        self.assertEqual(self.ok("sql", self.case, statement, "--format", "json").json, [])
        self.assertEqual(self.ok("sql", self.case, statement).lines[0].split(), ["id", "url"])

    def testTheStatementMayComeFromStandardInput(self):
        run = self.ok("sql", self.case, "--format", "ndjson", stdin=b"SELECT count(*) AS n\nFROM exchanges;\n")
        self.assertEqual(run.objects, [{"n": 300}])

    def testWhatWritesIsRefused(self):
        before = self.case.read_bytes()
        for statement in ("DELETE FROM exchange", "UPDATE exchange SET status = 1", "DROP VIEW exchanges",
                          "CREATE TABLE a(b)", "CREATE TEMP TABLE a(b)", "PRAGMA user_version=9",
                          "PRAGMA journal_mode=WAL", "VACUUM", "VACUUM INTO '%s/x'" % self.folder,
                          "ATTACH '%s/x' AS x" % self.folder, "BEGIN IMMEDIATE"):
            with self.subTest(statement):
                self.assertFails(hark("sql", self.case, statement), "only read")
        self.assertEqual(self.case.read_bytes(), before)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["a.hark"])

    def testMistakesAreOneLine(self):
        self.assertFails(hark("sql", self.case, "SELEKT"), "syntax error")
        self.assertFails(hark("sql", self.case, "SELECT 1; SELECT 2"), "one statement")
        self.assertFails(hark("sql", self.case, " "), "no statement")
        self.assertFails(hark("sql", self.case, "SELECT nope FROM exchanges"), "nope")


if __name__ == "__main__":
    unittest.main()
