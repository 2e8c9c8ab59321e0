"""The same capture gives the same case, whichever way it comes in."""

import contextlib
import gzip
import sqlite3
import unittest

from support import TestCase, capture_of, hark, sample_names

# Says which way it came.
PROVENANCE = {"meta", "input"}


def tables(case):
    with contextlib.closing(sqlite3.connect(case)) as database:
        names = [n for n, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: sorted(database.execute("SELECT * FROM " + name).fetchall(), key=repr)
                for name in names if name not in PROVENANCE}


class Determinism(TestCase):
    def ways(self, capture):
        data = capture.read_bytes()
        packed = self.folder / (capture.name + ".gz")
        packed.write_bytes(gzip.compress(data, 1))
        yield "file", [capture], {}
        yield "pipe", ["-"], {"stdin": data}
        yield "gz", [packed], {}
        yield "watched", [capture, "--watched"], {}

    def testEveryWayGivesTheSameCase(self):
        for name in sample_names():
            first = None
            for way, arguments, options in self.ways(capture_of(name)):
                case = self.folder / "a.hark"
                run = hark("import", *arguments, "-o", case, "--force", **options)
                self.assertIn(run.code, (0, 3), run.errors)
                found = (run.code, tables(case),
                         self.ok("exchanges", case, "--format", "ndjson").bytes,
                         self.ok("connections", case, "--format", "json").bytes)
                first = first or found
                for one, other in zip(first, found):
                    self.assertTrue(one == other, "%s: not the same as a %s" % (name, way))


if __name__ == "__main__":
    unittest.main()
