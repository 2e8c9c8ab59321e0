"""clients.py HOST: connections that carry no HTTP/1: lines, binary, and one on which nothing is ever sent."""
import socket
import sys
import time

host = sys.argv[1]


def lines(*sent, port=7000):
    with socket.create_connection((host, port), timeout=10) as sock:
        file = sock.makefile("rwb")
        file.readline()
        for line in sent:
            file.write(line + b"\r\n")
            file.flush()
            file.readline()


lines(b"HELO client.example.test", b"NOOP", b"QUIT")
lines(b"GET something", b"PUT away", b"QUIT")
lines(bytes(range(32, 127)), b"\x00\x01\x02\xff\xfe", b"QUIT")
with socket.create_connection((host, 7000), timeout=10):
    time.sleep(0.2)
with socket.create_connection((host, 80), timeout=10):  # opened and closed: no request, no row in the log
    time.sleep(0.2)
