"""websocket_client.py HOST: a GET, an upgrade on the same connection, some masked frames and the close."""
import os
import socket
import struct
import sys

HOST = sys.argv[1]
UPGRADE = ("GET {} HTTP/1.1\r\nHost: chat.example.test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")


def frame(opcode, content):
    mask = os.urandom(4)
    size = bytes([0x80 | len(content)]) if len(content) < 126 else struct.pack("!BH", 0x80 | 126, len(content))
    return bytes([0x80 | opcode]) + size + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))


def read_head(file):
    while file.readline() not in (b"\r\n", b""):
        pass


def read_frame(file):
    size = file.read(2)[1]
    if size == 126:
        size, = struct.unpack("!H", file.read(2))
    return file.read(size)


def talk(before):
    with socket.create_connection((HOST, 80), timeout=10) as sock:
        file = sock.makefile("rb")
        for target in before:
            sock.sendall(f"GET {target} HTTP/1.1\r\nHost: chat.example.test\r\n\r\n".encode())
            read_head(file)
            file.read(6)
        sock.sendall(UPGRADE.format("/chat").encode())
        read_head(file)
        read_frame(file)
        # The third looks like HTTP, and is the content of a frame.
        for opcode, content in ((1, b"hello"), (2, bytes(range(256)) * 3), (1, b"GET / HTTP/1.1\r\n\r\n"),
                                (9, b"ping"), (8, struct.pack("!H", 1000))):
            sock.sendall(frame(opcode, content))
            read_frame(file)


talk(())
talk(("/page", "/page?2"))
with socket.create_connection((HOST, 80), timeout=10) as sock:
    stream = sock.makefile("rb")
    for head in (UPGRADE.format("/private"), UPGRADE.format("/ignored"),
                 "GET /h2c HTTP/1.1\r\nHost: chat.example.test\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                 "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"):
        sock.sendall(head.encode())
        read_head(stream)
        stream.read(6)
