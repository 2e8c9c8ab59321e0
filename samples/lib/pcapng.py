#!/usr/bin/python3
"""Writes pcap files as one pcapng, one interface each, packets in the order of their times.

pcapng.py OUT.pcapng NAME=IN.pcap...   NAME becomes the interface's name (if_name). Only the container changes.
"""
import struct
import sys


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def block(kind, body):
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def packets(path):
    """(link type, snap length, [(nanoseconds, captured bytes, original length)])"""
    with open(path, "rb") as file:
        data = file.read()
    unit = {0xA1B2C3D4: 1000, 0xA1B23C4D: 1}[struct.unpack_from("<I", data)[0]]
    snap, link = struct.unpack_from("<II", data, 16)
    at, out = 24, []
    while at + 16 <= len(data):
        seconds, fraction, captured, original = struct.unpack_from("<IIII", data, at)
        out.append((seconds * 10**9 + fraction * unit, data[at + 16:at + 16 + captured], original))
        at += 16 + captured
    return link & 0xFFFF, snap, out


def main():
    target, inputs = sys.argv[1], [argument.split("=", 1) for argument in sys.argv[2:]]
    out, everything = [block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))], []
    for index, (name, path) in enumerate(inputs):
        link, snap, found = packets(path)
        options = option(2, name.encode()) + option(9, b"\x09") + option(0, b"")
        out.append(block(1, struct.pack("<HHI", link, 0, snap) + options))
        everything += [(time, index, data, original) for time, data, original in found]
    for time, index, data, original in sorted(everything, key=lambda packet: packet[0]):
        body = struct.pack("<IIIII", index, time >> 32, time & 0xFFFFFFFF, len(data), original)
        out.append(block(6, body + data + b"\0" * (-len(data) % 4)))
    with open(target, "wb") as file:
        file.write(b"".join(out))


if __name__ == "__main__":
    main()
