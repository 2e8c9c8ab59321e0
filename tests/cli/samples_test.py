"""`hark exchanges` and `hark connections` on every sample, against what the servers logged."""

import collections
import re
import unittest

from support import CUT, PARTIAL, TestCase, capture_of, expected, hark, sample_names


def peer(row):
    return "%s:%d" % (row["client_address"], row["client_port"])


def found_peer(exchange):
    return "%s:%d" % (exchange["client"]["address"], exchange["client"]["port"])


def content_coding(message):
    values = [field[1] for field in message["fields"] if field[0].lower() == "content-encoding"]
    return ", ".join(values)


class Samples(TestCase):
    def exchanges(self, name):
        run = hark("exchanges", capture_of(name), "--format", "ndjson", "--digest", "sha256")
        self.assertEqual(run.code, 3 if name.endswith(CUT) else 0, run.errors)
        return [e for e in run.objects if e["request"] and e["method"] is not None]

    def eachSample(self, partial):
        for name in sample_names():
            if (name.split("/")[-1] in PARTIAL) == partial:
                yield name, expected(name)

    def testEachExchangeIsThereAsTheServerLoggedIt(self):
        for name, wanted in self.eachSample(partial=False):
            logged = collections.defaultdict(list)
            for e in wanted["exchanges"] + wanted.get("inner_exchanges", []):
                logged[peer(e)].append((e["method"], e["target"], e["status"]))
            found = collections.defaultdict(list)
            for e in self.exchanges(name):
                found[found_peer(e)].append((e["method"], e["target"], e["status"]))
            self.assertEqual(found, logged, name)

    def testContentsInterimResponsesAndDigestsAreTheServers(self):
        compared = collections.Counter()
        for name, wanted in self.eachSample(partial=False):
            tunnelled = {peer(e) for e in wanted.get("inner_exchanges", [])}
            found = collections.defaultdict(list)
            for e in self.exchanges(name):
                found[found_peer(e), e["ordinal"], e["target"]].append(e)
            for e in wanted["exchanges"]:
                if peer(e) in tunnelled and e["method"] != "CONNECT":
                    continue
                same = found[peer(e), e["ordinal"], e["target"]]
                self.assertTrue(same, (name, e))
                compared.update(self.compare(e, same.pop(0)))
        for member in ("response_body_bytes", "interim", "decoded_sha256", "trailer_fields",
                       "request_body_bytes", "request_decoded_sha256"):
            self.assertGreater(compared[member], 0, member)

    def compare(self, wanted, found):
        """Yields the members that the log has and that were compared."""
        response = found["response"]
        self.assertEqual(found["protocol"], wanted["protocol"])
        if wanted.get("host") is not None:
            self.assertEqual(found["host"], re.sub(r":\d+$", "", wanted["host"]).lower())
        if "interim" in wanted:
            self.assertEqual([i["status"] for i in found["interim"]], wanted["interim"])
            yield "interim"
        if "request_content_bytes" in wanted:
            self.assertEqual(found["request"]["body_bytes"], wanted["request_content_bytes"])
        elif wanted.get("request_body_bytes") and wanted["status"] in (200, 201):
            self.assertEqual(found["request"]["body_bytes"], wanted["request_body_bytes"])
            yield "request_body_bytes"
        if "request_decoded_sha256" in wanted:
            self.assertEqual(found["request"]["content_sha256"], wanted["request_decoded_sha256"])
            yield "request_decoded_sha256"
        if wanted["status"] is None:
            self.assertIsNone(response)
            return
        self.assertEqual(response["missing_bytes"], 0)
        if "response_body_bytes" in wanted:
            self.assertEqual(response["body_bytes"], wanted["response_body_bytes"])
            yield "response_body_bytes"
        # A transfer coding belongs to the connection, and is no content coding.
        if "decoded_sha256" in wanted and "gzip" not in wanted.get("transfer_coding", ""):
            self.assertEqual(response["content_bytes"], wanted["decoded_bytes"], wanted)
            self.assertEqual(response["content_sha256"], wanted["decoded_sha256"], wanted)
            yield "decoded_sha256"
        if "trailer_fields" in wanted:
            self.assertEqual([t[0].lower() for t in response["trailers"]],
                             [t.split(":")[0].lower() for t in wanted["trailer_fields"]])
            yield "trailer_fields"

    def testConnectionsCarryAsManyExchangesAsTheServerLogged(self):
        for name, wanted in self.eachSample(partial=False):
            logged = collections.Counter()
            for c in wanted["connections"]:
                logged[peer(c)] += c["exchanges"]
            for e in wanted.get("inner_exchanges", []):
                logged[peer(e)] += 1
            run = self.ok("connections", capture_of(name), "--format", "json")
            found = collections.Counter()
            for row in run.json:
                if row["exchanges"]:
                    found[row["client"].replace("[", "").replace("]", "")] += row["exchanges"]
            self.assertEqual(found, logged, name)

    def testWhatIsLeftOfAPartialCaptureIsTrue(self):
        for name, wanted in self.eachSample(partial=True):
            logged = collections.defaultdict(set)
            for e in wanted["exchanges"]:
                logged[peer(e)].add((e["method"], e["target"], e["status"]))
                logged[peer(e)].add((e["method"], e["target"], None))  # its response is missing
            found = self.exchanges(name)
            self.assertTrue(found)
            for e in found:
                self.assertIn((e["method"], e["target"], e["status"]), logged[found_peer(e)])


if __name__ == "__main__":
    unittest.main()
