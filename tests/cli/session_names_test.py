"""--session-cookie and --not-session-cookie: where they may stand, and what they may say."""

import unittest

from support import SHOP, TestCase, hark

IMPORTING = [("exchanges",), ("connections",), ("timeline",), ("stats",), ("info",),
             ("show", "exchange", "1")]


class SessionNames(TestCase):
    def testEachCommandThatImportsTakesThem(self):
        case = self.folder / "a.hark"
        self.ok("import", SHOP, "-o", case, "--session-cookie", "sid", "--session-cookie", "cart",
                "--not-session-cookie", "lang")
        for command, *rest in IMPORTING:
            self.ok(command, SHOP, *rest, "--session-cookie", "sid", "--not-session-cookie", "lang")
            self.assertIn("--session-cookie", self.ok(command, "--help").text)
        self.assertIn("--not-session-cookie", self.ok("live", "--help").text)

    def testEachTakesOneNameAndLeavesTheFilterAlone(self):
        found = self.ok("exchanges", SHOP, "--session-cookie", "sid", "method:POST", "--format",
                        "ndjson").objects
        self.assertEqual({e["method"] for e in found}, {"POST"})

    def testWhatTheySayMustMakeSense(self):
        both = hark("exchanges", SHOP, "--not-session-cookie", "sid", "--session-cookie", "sid")
        self.assertFails(both, "sid can't carry sessions and not carry them", code=2)
        self.assertFails(hark("exchanges", SHOP, "--session-cookie", ""), "empty name", code=2)

    def testOfACaseTheyComeTooLate(self):
        case = self.importSample()
        self.assertFails(hark("exchanges", case, "--session-cookie", "sid"), "import its capture")


if __name__ == "__main__":
    unittest.main()
