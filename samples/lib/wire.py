#!/usr/bin/python3
"""A bad wire between two network namespaces: a TAP device in each, and this process in between, which drops,
doubles and reorders frames by a seeded random. (netem would do it in the kernel, where a kernel has it.)

wire.py --client NAMESPACE --server NAMESPACE [--seed N] [--drop P] [--double P] [--reorder P] [--burst N]

Prints "ready" when client0 and server0 exist and "N frames, N dropped, N doubled, N reordered" on SIGTERM. The
probabilities are those of a frame with IP in it, either direction; ARP and neighbour discovery pass.
"""
import argparse
import ctypes
import fcntl
import heapq
import os
import random
import select
import signal
import struct
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
HOLD_SECONDS = 0.004    # a reordered frame is late by this much: several frames of a busy connection


def enter(namespace):
    with open(f"/run/netns/{namespace}") as handle:  # os.setns came with Python 3.12
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {namespace}")


def tap(namespace, name):
    enter(namespace)    # a TAP device belongs to the namespace in which /dev/net/tun was opened
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return device


def is_tcp(frame):
    return frame[12:14] == b"\x08\x00" and frame[23] == 6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--client", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--seed", type=int, default=1)
    for name in ("drop", "double", "reorder"):
        parser.add_argument("--" + name, type=float, default=0.0)
    parser.add_argument("--burst", type=int, default=1, help="frames lost at a time")
    options = parser.parse_args()

    dice = random.Random(options.seed)
    devices = {tap(options.client, "client0"): 1, tap(options.server, "server0"): 0}
    ends = list(devices)
    count = {"frames": 0, "dropped": 0, "doubled": 0, "reordered": 0}
    losing = {device: 0 for device in ends}
    held = []   # (when, order, to, frame)

    def stop(*_):
        raise SystemExit(", ".join(f"{count[name]} {name}" for name in count))
    signal.signal(signal.SIGTERM, stop)
    print("ready", flush=True)

    def forward(to, frame):
        try:
            os.write(to, frame)
        except OSError:  # the device is not up yet, or its queue is full: lost, as on any wire
            count["dropped"] += 1

    while True:
        wait = max(0.0, held[0][0] - time.monotonic()) if held else 1.0
        for device in select.select(ends, [], [], wait)[0]:
            try:
                frame = os.read(device, 65536)
            except OSError:
                continue
            to = ends[devices[device]]
            count["frames"] += 1
            if not is_tcp(frame):
                forward(to, frame)
                continue
            if losing[device] == 0 and dice.random() < options.drop:
                losing[device] = dice.randint(1, options.burst)
            if losing[device]:
                losing[device] -= 1
                count["dropped"] += 1
            elif dice.random() < options.reorder:
                count["reordered"] += 1
                heapq.heappush(held, (time.monotonic() + HOLD_SECONDS, count["frames"], to, frame))
            else:
                forward(to, frame)
                if dice.random() < options.double:
                    count["doubled"] += 1
                    forward(to, frame)
        while held and held[0][0] <= time.monotonic():
            _, _, to, frame = heapq.heappop(held)
            forward(to, frame)


if __name__ == "__main__":
    main()
