#!/usr/bin/env python3
"""The accuracy of user sessions, on real applications whose own account is the truth.

    run.py [--hark PROGRAM] [--list] [--record] [CASE...]    make cases anew (needs root), import, score
    run.py [--hark PROGRAM] --recorded [CASE...]             score the recorded ones, and their transformed variants

Exits with 1 if any measure is below 1.0 without a reason in misses.json. README.md says more.
"""
import argparse
import concurrent.futures
import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORDED = HERE / "recorded"
sys.path[:0] = [str(HERE / "lib"), str(HERE)]
sys.dont_write_bytecode = True

import cases            # noqa: E402
import make             # noqa: E402
import score            # noqa: E402
import transform        # noqa: E402

MEASURES = ("exact", "precision", "recall", "f1", "events_precision", "events_recall", "found")


class Hark:
    def __init__(self, program):
        self.program = str(program)

    def run(self, *words):
        command = [self.program, *map(str, words)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout

    def lines(self, *words):
        return [json.loads(line) for line in self.run(*words).splitlines()]

    def sessions_of(self, captures):
        """(exchanges, events) of captures imported together."""
        with tempfile.TemporaryDirectory() as folder:
            made = pathlib.Path(folder) / "case.hark"
            self.run("import", *captures, "-o", made)
            return (self.lines("exchanges", made, "--format", "ndjson"),
                    self.lines("sessions", made, "--events", "--format", "ndjson"))


def shares(result):
    """The measures as shares, 1.0 where nothing is wrong."""
    return {"exact": score.share(result["exact"], max(result["sessions"], result["told"])),
            "found": score.share(result["found"], result["exchanges"]),
            **{name: result[name] for name in MEASURES if isinstance(result.get(name), float)}}


def accepted(name, result, misses):
    """Whether it is perfect, or as good as the reasons in misses.json allow."""
    allowed = misses.get(name, {}).get("least", {})
    rounding = 1e-9     # 2 * 0.6 / 1.6 is less than 0.75
    return all(value >= allowed.get(measure, 1.0) - rounding for measure, value in shares(result).items())


def lines_of(name, result, good):
    """A line of the table; below it what is wrong."""
    yield (f"{name:40} {result['found']:4}/{result['exchanges']:<4} {result['exact']:3}/{result['sessions']:<3} "
           f"({result['told']:3} told) {result['precision']:.3f} {result['recall']:.3f} {result['f1']:.3f}  "
           f"{result['events_precision']:.3f} {result['events_recall']:.3f}{'' if good else '   BELOW 1.0'}")
    if not good:
        yield from (f"    {line}" for line in result["wrong"][:20])
        for kind, (true, told, matched) in result["by_type"].items():
            if not true == told == matched:
                yield f"    {kind}: {true} true, {told} told, {matched} of them right"


def heading():
    print(f"{'case':40} exchanges exact sessions      prec. recall F1     events: prec. recall")


def truth_beside(capture):
    prefix = capture.with_name(capture.name.split(".")[0])
    return score.read(f"{prefix}.ndjson"), score.read(f"{prefix}.sessions.ndjson")


def misses():
    path = HERE / "misses.json"
    return json.loads(path.read_text()) if path.exists() else {}


def judge(hark, capture, name=None, captures=None):
    """Scores one capture against the truth beside it: (whether all is well, what was told, lines of the table)."""
    name = name or capture.name.split(".")[0]
    truth, sessions = truth_beside(capture)
    exported, events = hark.sessions_of(captures or [capture])
    result = score.score(truth, sessions, exported, events)
    known = misses()
    good = accepted(name if name in known else name.split(" ")[0], result, known)
    return good, exported, list(lines_of(name, result, good))


def partition(exported):
    """Which exchanges are together, whatever the sessions are called."""
    together = {}
    for row in exported:
        if row.get("method") and row.get("session") is not None:
            together.setdefault(str(row["session"]), set()).add(score.key(row))
    return {frozenset(keys) for keys in together.values()}


def judge_with_variants(hark, capture):
    """As it is, and in ten files, other orders, with renamed cookies: the sessions must be the same."""
    name = capture.name.split(".")[0]
    good, exported, lines = judge(hark, capture)
    about = json.loads(capture.with_name(name + ".json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        for variant, captures in transform.variants(capture, pathlib.Path(folder), about["cookies"]):
            same, told, more = judge(hark, capture, f"{name} {variant}", captures)
            lines += more
            if f"{name} {variant}" not in misses() and partition(told) != partition(exported):
                lines.append(f"    other sessions than in the capture that isn't {variant}")
                same = False
            good = good and same
    return good, lines


def recorded(hark, names):
    captures = [path for path in sorted(RECORDED.glob("*.pcap.gz")) if not names or path.name.split(".")[0] in names]
    if not captures:
        sys.exit("no such recorded case")
    heading()
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for good, lines in pool.map(lambda capture: judge_with_variants(hark, capture), captures):
            print("\n".join(lines), flush=True)
            wrong += not good
    return wrong


def keep(capture, chosen):
    """A capture and its truth among the recorded ones."""
    name = capture.name.split(".")[0]
    for suffix in (".ndjson", ".sessions.ndjson"):
        shutil.copyfile(capture.with_name(name + suffix), RECORDED / (name + suffix))
    with open(RECORDED / (name + ".pcap.gz"), "wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(capture.read_bytes())
    (RECORDED / (name + ".json")).write_text(json.dumps({"shows": chosen.shows, "cookies": chosen.cookies}, indent=1) + "\n")


def anew(hark, names, record, build):
    known = cases.load()
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"no such case: {' '.join(unknown)}; there are {' '.join(known)}")
    if os.geteuid():
        sys.exit("cases are made in network namespaces: this needs root")
    wrong = 0
    if hark:
        heading()
    for name in names or known:
        for capture in make.make(known[name], build / name):
            if record:
                keep(capture, known[name])
            if hark:
                good, _, lines = judge(hark, capture)
                print("\n".join(lines), flush=True)
                wrong += not good
            else:
                truth, sessions = truth_beside(capture)
                print(f"{capture.name:40} {len(truth):4} exchanges {len(sessions):3} sessions", flush=True)
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", nargs="*", metavar="CASE")
    options.add_argument("--hark", default=os.environ.get("HARK", ROOT / "build/release/cli/hark"))
    options.add_argument("--build", type=pathlib.Path, default=ROOT / "build/accuracy", help="where cases are made")
    options.add_argument("--list", action="store_true", help="what the cases show")
    options.add_argument("--record", action="store_true", help="keep what is made in recorded/")
    options.add_argument("--recorded", action="store_true", help="score the recorded cases")
    options.add_argument("--no-score", action="store_true", help="only make captures and truth")
    given = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))     # so that what was started is stopped
    if given.list:
        for name, known in cases.load().items():
            print(f"{name:34} {known.shows}")
        return 0
    hark = None if given.no_score else Hark(given.hark)
    wrong = recorded(hark, given.cases) if given.recorded else anew(hark, given.cases, given.record, given.build)
    if wrong:
        print(f"{wrong} below 1.0")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
