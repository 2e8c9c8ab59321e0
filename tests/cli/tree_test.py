"""hark tree: services and paths with their sums, and filters that mean them; ranges of time."""

import unittest

from support import SHOP, TestCase, hark


class Tree(TestCase):
    def places(self, *arguments):
        return self.ok("tree", SHOP, *arguments, "--format", "ndjson").objects

    def exchanges(self, text):
        return self.ok("exchanges", SHOP, "-Y", text, "--format", "ndjson").objects

    def testEveryPlaceHasTheFilterThatMeansIt(self):
        places = self.places("--limit", "100", "--depth", "4")
        self.assertGreater(len(places), 5)
        for place in places:
            with self.subTest(place["place"]):
                self.assertEqual(len(self.exchanges(place["filter"])), place["exchanges"])

    def testServicesSumUpToAllExchanges(self):
        everything = self.exchanges("method:*")
        services = self.places("--depth", "0")
        self.assertEqual(sum(s["exchanges"] for s in services), len(everything))
        self.assertEqual({s["place"] for s in services},
                         {e["scheme"] + "://" + e["host"] for e in everything})
        errors = sum(1 for e in everything if e["status"] is None or e["status"] >= 400)
        self.assertEqual(sum(s["errors"] for s in services), errors)

    def testTakesAFilterAndSaysHowManyMore(self):
        self.assertEqual(sum(p["exchanges"] for p in self.places("status:404", "--depth", "0")),
                         len(self.exchanges("status:404")))
        self.assertIn("more", self.ok("tree", SHOP, "--limit", "1", "--depth", "1").text)
        self.assertFails(hark("tree", SHOP, "status:abc"), "column 8", code=2)
        self.assertFails(hark("tree", SHOP, "--depth", "x"), code=2)

    def testRangesOfTimeTileTheCapture(self):
        everything = self.exchanges("")
        early = self.exchanges("before:0.5s")
        late = self.exchanges("after:500ms")
        self.assertEqual([e["id"] for e in early + late], [e["id"] for e in everything])
        middle = everything[len(everything) // 2]
        self.assertEqual(self.exchanges("after:" + middle["started"])[0]["id"], middle["id"])
        self.assertNotIn(middle["id"],
                         [e["id"] for e in self.exchanges("before:" + middle["started"])])


if __name__ == "__main__":
    unittest.main()
