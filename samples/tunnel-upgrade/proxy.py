"""A forward proxy for the samples: CONNECT to the origin or the echo port, GET in absolute form, refusals.

It logs its own exchanges. Of a tunnel it logs also the port that it used towards the origin, which is the "client"
in the origin's log: so the inner exchanges find their outer connection.
"""
import select
import socket

from rawserver import serve

TUNNELS = {"origin.example.test:80": ("127.0.0.1", 8000), "echo.example.test:7": ("127.0.0.1", 7)}
SECONDS = 10


def relay(connection, upstream):
    if connection.buffer:   # what came behind the head of CONNECT is already the tunnel's
        upstream.sendall(connection.buffer)
    total = 0
    pairs = {connection.sock: upstream, upstream: connection.sock}
    while ready := select.select(list(pairs), [], [], SECONDS)[0]:
        for end in ready:
            data = end.recv(65536)
            if not data:
                return total
            total += len(data)
            pairs[end].sendall(data)
    return total


def refuse(connection, request, status, reason):
    content = f"{reason}\n".encode()
    connection.send(f"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain\r\nContent-Length: {len(content)}\r\n\r\n",
                    content)
    connection.done(request, status, len(content))


def forward(connection, request):
    """One request in absolute form, passed on alone; the response with its own length."""
    target = request.target.removeprefix("http://origin.example.test")
    with socket.create_connection(TUNNELS["origin.example.test:80"], timeout=SECONDS) as upstream:
        upstream.sendall(f"{request.method} {target} HTTP/1.1\r\nHost: origin.example.test\r\nVia: 1.1 sample\r\n"
                         "Connection: close\r\n\r\n".encode("latin-1"))
        answer = b""
        while part := upstream.recv(65536):
            answer += part
    head, _, content = answer.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    connection.send(b"\r\n".join(lines + [b"Via: 1.1 sample", b"", b""]), content)
    connection.done(request, int(head.split(b" ")[1]), len(content))


def respond(connection):
    while request := connection.read():
        if request.method != "CONNECT":
            if request.target.startswith("http://origin.example.test/"):
                forward(connection, request)
            else:
                refuse(connection, request, 400, "Bad Request")
            continue
        if request.target not in TUNNELS:
            refuse(connection, request, 403, "Forbidden")
            continue
        with socket.create_connection(TUNNELS[request.target], timeout=SECONDS) as upstream:
            connection.send("HTTP/1.1 200 Connection established\r\nVia: 1.1 sample\r\n\r\n")
            connection.done(request, 200, 0, became="tunnel", upstream_port=upstream.getsockname()[1])
            relay(connection, upstream)
        return


serve(respond)
