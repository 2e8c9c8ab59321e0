"""connect_client.py HOST: opaque bytes in a tunnel, the first of them sent together with the CONNECT."""
import socket
import sys

with socket.create_connection((sys.argv[1], 3128), timeout=10) as sock:
    sock.sendall(b"CONNECT echo.example.test:7 HTTP/1.1\r\nHost: echo.example.test:7\r\n\r\n" + bytes(range(200)))
    data = b""
    while not data.endswith(bytes(byte ^ 0x55 for byte in range(200))):
        data += sock.recv(65536)
    sock.sendall(b"\x00\x01\x02" * 700)
    received = 0
    while received < 2100:
        received += len(sock.recv(65536))
