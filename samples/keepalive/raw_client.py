"""What curl doesn't do: pipelining, leaving early, using one port twice. raw_client.py SCENARIO HOST"""
import http.client
import socket
import struct
import sys
import time

SECONDS = 10


def request(method, target, host, *fields):
    return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {host}", *fields, "", ""]).encode()


def read_to_end(sock):
    while sock.recv(65536):
        pass


def pipeline(host):
    """Four requests in one write, then five more, cut where no boundary is; the slow ones block all behind them."""
    with socket.create_connection((host, 80), timeout=SECONDS) as sock:
        sock.sendall(request("GET", "/slow?ms=400", host) + request("GET", "/item/1", host)
                     + request("HEAD", "/report", host) + request("GET", "/missing", host))
        time.sleep(0.6)
        more = (request("GET", "/item/2", host) + request("DELETE", "/customers/1", host)
                + request("GET", "/slow?ms=200", host) + request("GET", "/report", host)
                + request("GET", "/item/3", host, "Connection: close"))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(more), 37):
            sock.sendall(more[start:start + 37])
            time.sleep(0.005)
        read_to_end(sock)


def idle(host):
    """Waits until the server ends the resting connection, then asks again on a new one."""
    for target in ("/item/1", "/item/2"):
        connection = http.client.HTTPConnection(host, 82, timeout=SECONDS)
        for suffix in ("", "?again"):
            connection.request("GET", target + suffix)
            connection.getresponse().read()
        read_to_end(connection.sock)
        connection.close()


def leave_early(host):
    """One client leaves while its response is being made, another aborts (RST) in the same place."""
    for reset in (False, True):
        sock = socket.create_connection((host, 80), timeout=SECONDS)
        sock.sendall(request("GET", "/item/1", host))
        sock.recv(65536)
        sock.sendall(request("GET", "/slow?ms=500", host))
        time.sleep(0.2)
        if reset:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
    time.sleep(0.8)


def half_close(host):
    """The client ends its direction right behind its request, and still gets the response."""
    with socket.create_connection((host, 83), timeout=SECONDS) as sock:
        sock.sendall(request("GET", "/report", host, "Connection: close"))
        sock.shutdown(socket.SHUT_WR)
        read_to_end(sock)


def port_reuse(host):
    """Three connections with the same two addresses and ports; the first two end in a reset, so no TIME_WAIT."""
    port = 0
    for turn in range(3):
        sock = socket.socket()
        sock.settimeout(SECONDS)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("0.0.0.0", port))
        sock.connect((host, 80))
        port = sock.getsockname()[1]
        for number in range(2):
            sock.sendall(request("GET", f"/item/{turn}{number}", host))
            sock.recv(65536)
        if turn < 2:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
        time.sleep(0.05)


SCENARIOS = {"pipeline": pipeline, "idle": idle, "leave-early": leave_early, "half-close": half_close,
             "port-reuse": port_reuse}
SCENARIOS[sys.argv[1]](sys.argv[2])
