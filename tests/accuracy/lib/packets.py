"""Reading and writing captures, and the TCP segments in them: Ethernet, IPv4 and IPv6. Enough for what the suite makes."""
import gzip
import struct


class Packet:
    """A packet of a capture; `segment` tells where TCP is, None for anything else."""
    __slots__ = ("time", "data", "segment")

    def __init__(self, time, data):
        self.time, self.data = time, bytearray(data)     # nanoseconds since 1970
        self.segment = Segment.find(self.data)


class Segment:
    __slots__ = ("at", "begin", "end", "source", "target", "sequence", "flags", "pseudo")

    @staticmethod
    def find(data):
        at, kind = 14, int.from_bytes(data[12:14], "big")
        while kind in (0x8100, 0x88a8) and len(data) >= at + 4:
            kind, at = int.from_bytes(data[at + 2:at + 4], "big"), at + 4
        if kind == 0x0800 and len(data) >= at + 20 and data[at + 9] == 6:
            size, end = (data[at] & 15) * 4, at + int.from_bytes(data[at + 2:at + 4], "big")
            addresses = data[at + 12:at + 16], data[at + 16:at + 20]
        elif kind == 0x86dd and len(data) >= at + 40 and data[at + 6] == 6:
            size, end = 40, at + 40 + int.from_bytes(data[at + 4:at + 6], "big")
            addresses = data[at + 8:at + 24], data[at + 24:at + 40]
        else:
            return None
        tcp = at + size
        if len(data) < tcp + 20 or end > len(data):
            return None
        segment = Segment()
        source, target, segment.sequence = struct.unpack_from("!HHI", data, tcp)
        segment.at, segment.begin, segment.end = tcp, tcp + (data[tcp + 12] >> 4) * 4, end
        segment.source, segment.target = (bytes(addresses[0]), source), (bytes(addresses[1]), target)
        segment.flags, segment.pseudo = data[tcp + 13], bytes(addresses[0] + addresses[1])
        return segment

    @property
    def length(self):
        return self.end - self.begin

    @property
    def opens(self):
        """A SYN, of either side."""
        return bool(self.flags & 2)

    def mend(self, data):
        """Computes the checksum anew."""
        data[self.at + 16:self.at + 18] = b"\0\0"
        size = self.end - self.at
        covered = self.pseudo + struct.pack("!IHH", size, 0, 6) + bytes(data[self.at:self.end]) + b"\0" * (size % 2)
        total = sum(struct.unpack(f"!{len(covered) // 2}H", covered))
        while total >> 16:
            total = (total & 0xffff) + (total >> 16)
        struct.pack_into("!H", data, self.at + 16, ~total & 0xffff)


def read(path):
    """Packets of a pcap or pcapng file, also packed with gzip."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return list(_pcapng(data) if data[:4] == b"\x0a\x0d\x0d\x0a" else _pcap(data))


def _pcap(data):
    orders = {b"\xd4\xc3\xb2\xa1": ("<", 1000), b"\x4d\x3c\xb2\xa1": ("<", 1),
              b"\xa1\xb2\xc3\xd4": (">", 1000), b"\xa1\xb2\x3c\x4d": (">", 1)}
    if data[:4] not in orders:
        raise ValueError("not a capture")
    order, unit = orders[data[:4]]
    if struct.unpack_from(order + "I", data, 20)[0] & 0xffff != 1:
        raise ValueError("not Ethernet")
    at = 24
    while at + 16 <= len(data):
        seconds, fraction, size, _ = struct.unpack_from(order + "IIII", data, at)
        yield Packet(seconds * 10**9 + fraction * unit, data[at + 16:at + 16 + size])
        at += 16 + size


def _pcapng(data):
    """Little-endian, enhanced packet blocks of Ethernet interfaces."""
    at, units = 0, []
    while at + 12 <= len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 1:
            if struct.unpack_from("<H", data, at + 8)[0] != 1:
                raise ValueError("not Ethernet")
            units.append(_unit(data[at + 16:at + length - 4]))
        elif kind == 6:
            interface, high, low, size = struct.unpack_from("<IIII", data, at + 8)
            yield Packet((high << 32 | low) * units[interface], data[at + 28:at + 28 + size])
        at += length


def _unit(options):
    """Nanoseconds of a tick, from the option if_tsresol."""
    at = 0
    while at + 4 <= len(options):
        code, size = struct.unpack_from("<HH", options, at)
        if code == 9:
            return 10 ** (9 - options[at + 4])
        at += 4 + (size + 3) // 4 * 4
    return 1000


def write(path, packets):
    """A pcap file in nanoseconds."""
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 262144, 1))
        for packet in packets:
            out.write(struct.pack("<IIII", *divmod(packet.time, 10**9), len(packet.data), len(packet.data)))
            out.write(packet.data)


def streams(packets):
    """What each side of each connection sent: [(segments' packets, [offset in the stream])], a new one at each SYN."""
    now, out = {}, []
    for packet in packets:
        segment = packet.segment
        if segment is None:
            continue
        key = segment.source, segment.target
        if key not in now or segment.opens and (segment.sequence + 1) % 2**32 != now[key][2]:
            now[key] = ([], [], (segment.sequence + segment.opens) % 2**32)
            out.append((key, *now[key][:2]))
        held, offsets, first = now[key]
        held.append(packet)
        offset = (segment.sequence - first) % 2**32
        offsets.append(offset if offset < 2**31 else offset - 2**32)
    return out


def assemble(held, offsets):
    """The bytes of a stream; zeros where the capture has none."""
    stream = bytearray(max((offset + packet.segment.length for packet, offset in zip(held, offsets)), default=0))
    for packet, offset in zip(held, offsets):
        if offset >= 0:
            stream[offset:offset + packet.segment.length] = packet.data[packet.segment.begin:packet.segment.end]
    return stream
