#!/usr/bin/env python3
"""Runs clang-tidy over sources, and remembers which of them have passed.

The verdict on a source follows from its compile command, the files that it includes, .clang-tidy
and clang-tidy's version. A digest of these is kept once the source has passed, so that it is
checked again only when one of them has changed. Digests leave out where the checkout lies: a
fresh clone profits from what another has found. Failures are never remembered.
Usage: tidy.py BUILD SOURCE..., from the root of the project
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

TIDY = "clang-tidy-14"
CLANG = "clang++-14"
# The compile commands are g++'s, with warnings that clang doesn't know.
ARGUMENTS = ["--quiet", "--extra-arg=-Wno-unknown-warning-option"]
STAMPS = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "hark-lint"
KEPT_FOR = 30 * 24 * 3600
ROOT = pathlib.Path.cwd()


@functools.cache
def digest_of(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def preprocessing(entry):
    """A compile command without what it makes, for clang."""
    arguments = entry.get("arguments") or shlex.split(entry["command"])
    output = arguments.index("-o")
    kept = arguments[1:output] + arguments[output + 2 :]
    return [CLANG, *(argument for argument in kept if argument != "-c")]


def key_of(entry, rules):
    """What the verdict on a source follows from, as one digest; None if it can't be told."""
    command = preprocessing(entry)
    listed = subprocess.run(
        [*command, "-w", "-M", "-MT", "source"],
        cwd=entry["directory"], capture_output=True, text=True,
    )
    if listed.returncode != 0:
        return None
    files = shlex.split(listed.stdout.replace("\\\n", " "))[1:]
    lines = [rules, shlex.join(command)]
    lines += [f"{path} {digest_of(os.path.join(entry['directory'], path))}" for path in files]
    return hashlib.sha256("\n".join(lines).replace(f"{ROOT}", "").encode()).hexdigest()


def check(build, entry, rules):
    """(passed, was known, what clang-tidy said)"""
    key = key_of(entry, rules)
    stamp = STAMPS / key if key else None
    if stamp and stamp.exists():
        stamp.touch()
        return True, True, ""
    tidy = subprocess.run(
        [TIDY, *ARGUMENTS, "-p", build, entry["file"]], capture_output=True, text=True
    )
    if tidy.returncode != 0:
        return False, False, tidy.stdout + tidy.stderr
    if stamp:
        stamp.touch()
    return True, False, ""


def main():
    build, *sources = sys.argv[1:]
    commands = json.loads(pathlib.Path(build, "compile_commands.json").read_text())
    entries = {entry["file"]: entry for entry in commands}
    unbuilt = [source for source in sources if str(ROOT / source) not in entries]
    if unbuilt:
        sys.exit(f"not built in {build}, so there is no knowing how to read: {' '.join(unbuilt)}")

    version = subprocess.run([TIDY, "--version"], capture_output=True, text=True, check=True).stdout
    rules = "\n".join([version, *ARGUMENTS, pathlib.Path(".clang-tidy").read_text()])
    STAMPS.mkdir(parents=True, exist_ok=True)
    # Long ones first, so that no core is left with one at the end.
    sources.sort(key=lambda source: -pathlib.Path(source).stat().st_size)

    failed, known = [], 0
    pool = concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0)))
    try:
        verdicts = pool.map(lambda source: check(build, entries[str(ROOT / source)], rules), sources)
        for source, (passed, was_known, said) in zip(sources, verdicts):
            known += was_known
            if not passed:
                failed.append(source)
                print(f"{said}\n{source} fails; to repeat: ./dev lint {source}", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)
    print(f"{len(sources)} sources, {known} of them known to pass, {len(failed)} failed")

    for stamp in STAMPS.iterdir():
        try:  # another checkout may clear up too
            if stamp.stat().st_mtime < time.time() - KEPT_FOR:
                stamp.unlink()
        except FileNotFoundError:
            pass
    sys.exit(1 if failed else 0)


main()
