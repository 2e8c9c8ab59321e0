#!/usr/bin/env python3
"""Variants of a capture that must not change what its sessions are.

    transform.py rename CAPTURE OUT.pcap NAME...     cookies get meaningless names of the same length
    transform.py split CAPTURE FOLDER [COUNT]        cut at random packets into so many files, ten unless told
    transform.py scatter CAPTURE FOLDER [COUNT]      every packet goes to a random one of the files
    transform.py shuffle CAPTURE OUT.pcap [WINDOW]   packets up to WINDOW (8) places away from theirs, times kept
    transform.py restamp CAPTURE OUT.pcap [WINDOW]   the same, with the times in the order of the file
    transform.py drop CAPTURE OUT.pcap SHARE         leaves out a share (0.05) of the packets

Takes pcap and pcapng, also packed; Ethernet, IPv4 and IPv6. Random, and the same every time.
"""
import hashlib
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "lib"))

import packets as captures      # noqa: E402

SEED = 20
WINDOW = 8
LINE = re.compile(rb"(?:^|\r\n)(?:set-)?cookie:[^\r\n]*", re.IGNORECASE)


def meaningless(name):
    """A name of the same length, the same for the same name."""
    digest = hashlib.sha256(name.encode()).digest() * (1 + len(name) // 32)
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:len(name)])


def rename(packets, names):
    """Changes the names wherever Cookie and Set-Cookie lines have them, also across segments."""
    for _, held, offsets in captures.streams(packets):
        stream = captures.assemble(held, offsets)
        for begin, text in renamings(stream, names):
            for packet, offset in zip(held, offsets):
                overwrite(packet, offset, begin, text)
    return packets


def renamings(stream, names):
    for line in LINE.finditer(stream):
        for name in names:
            for found in re.finditer(rb"(?<=[ ;:])" + re.escape(name.encode()) + rb"(?==)", line.group()):
                yield line.start() + found.start(), meaningless(name).encode()


def set_names(packets):
    """Names of all cookies that are set, whatever they are for."""
    names = set()
    for _, held, offsets in captures.streams(packets):
        for line in LINE.finditer(captures.assemble(held, offsets)):
            found = re.match(rb"\s*set-cookie:[ \t]*([^\s=;]+)=", line.group(), re.IGNORECASE)
            if found:
                names.add(found.group(1).decode("latin-1"))
    return sorted(names)


def overwrite(packet, offset, begin, text):
    """Puts into a packet what it has of the text that begins at a place in the stream."""
    segment, changed = packet.segment, False
    for index, byte in enumerate(text):
        at = begin + index - offset
        if 0 <= at < segment.length:
            packet.data[segment.begin + at] = byte
            changed = True
    if changed:
        segment.mend(packet.data)


def split(packets, count=10):
    chance = random.Random(SEED)
    cuts = [0, *sorted(chance.sample(range(1, len(packets)), count - 1)), len(packets)]
    return [packets[begin:end] for begin, end in zip(cuts, cuts[1:])]


def scatter(packets, count=10):
    chance, files = random.Random(SEED), [[] for _ in range(count)]
    for packet in packets:
        chance.choice(files).append(packet)
    return files


def shuffle(packets, window=WINDOW):
    """None is further than `window` places from its own."""
    chance = random.Random(SEED)
    order = sorted((index + chance.uniform(0, window), index) for index in range(len(packets)))
    return [packets[index] for _, index in order]


def restamp(packets, window=WINDOW):
    times = sorted(packet.time for packet in packets)
    moved = shuffle(packets, window)
    for packet, time in zip(moved, times):
        packet.time = time
    return moved


def drop(packets, share):
    chance = random.Random(SEED)
    return [packet for packet in packets if chance.random() >= share]


def variants(capture, folder, cookies):
    """(name, [file]) of each variant that must be told as the capture itself."""
    packets = captures.read(capture)
    def one(name, changed):
        path = folder / f"{name}.pcap"
        captures.write(path, changed)
        return name, [path]
    def several(name, parts):
        (folder / name).mkdir()
        paths = [folder / name / f"{number}.pcap" for number in range(len(parts))]
        for path, part in zip(paths, parts):
            captures.write(path, part)
        return name, paths
    yield several("split", split(packets))
    yield several("scattered", scatter(packets))
    yield one("shuffled", shuffle(packets))
    if cookies:
        yield one("renamed", rename(captures.read(capture), cookies))
    names = set_names(packets)
    if set(names) - set(cookies):
        yield one("nameless", rename(packets, names))


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    what, capture, out, *rest = sys.argv[1:]
    packets = captures.read(capture)
    if what in ("split", "scatter"):
        pathlib.Path(out).mkdir(parents=True, exist_ok=True)
        for number, part in enumerate({"split": split, "scatter": scatter}[what](packets, *map(int, rest))):
            captures.write(pathlib.Path(out) / f"{number}.pcap", part)
    elif what == "rename":
        captures.write(out, rename(packets, rest))
    elif what in ("shuffle", "restamp"):
        captures.write(out, {"shuffle": shuffle, "restamp": restamp}[what](packets, *map(int, rest)))
    elif what == "drop":
        captures.write(out, drop(packets, *map(float, rest or ["0.05"])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
