"""raw_get.py HOST TARGET...: requests on one connection without a client library's opinion of the responses."""
import socket
import sys

host, targets = sys.argv[1], sys.argv[2:]
with socket.create_connection((host, 80), timeout=10) as sock:
    for target in targets:
        sock.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nTE: gzip\r\nConnection: TE\r\n\r\n".encode())
        data = b""
        while part := sock.recv(65536):
            data += part
            if b"chunked" in data and data.endswith(b"\r\n0\r\n\r\n"):
                break
