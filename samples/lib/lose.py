#!/usr/bin/python3
"""lose.py IN.pcap OUT.pcap [--seed N] [--drop P] [--burst N] [--cut BYTES] [--from N] [--until N]

A capture as a machine takes it that can't keep up: packets that were sent and received are missing from the file
(--drop, in bursts), the first ones (--from) or last ones (--until) aren't there, or each is cut (--cut, a small
snap length). The traffic itself was whole, so what the servers logged stays the truth.
"""
import argparse
import random
import struct


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drop", type=float, default=0.0)
    parser.add_argument("--burst", type=int, default=1)
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--until", type=int, default=0)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with open(options.input, "rb") as file:
        data = file.read()
    header = bytearray(data[:24])
    if options.cut:
        struct.pack_into("<I", header, 16, options.cut)
    out, at, number, losing, lost = [bytes(header)], 24, 0, 0, 0
    while at + 16 <= len(data):
        seconds, fraction, captured, original = struct.unpack_from("<IIII", data, at)
        packet = data[at + 16:at + 16 + captured]
        at += 16 + captured
        number += 1
        if not losing and dice.random() < options.drop:
            losing = dice.randint(1, options.burst)
        if losing or number <= options.first or (options.until and number > options.until):
            losing = max(0, losing - 1)
            lost += 1
            continue
        if options.cut:
            packet = packet[:options.cut]
        out.append(struct.pack("<IIII", seconds, fraction, len(packet), original) + packet)
    with open(options.output, "wb") as file:
        file.write(b"".join(out))
    print(f"{number} packets, {lost} left out")


if __name__ == "__main__":
    main()
