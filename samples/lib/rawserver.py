"""A bare HTTP/1 server for behaviour that nginx can't be made to show.

It never looks at packets: every request that it answers becomes one row of its own access log, with the names
that nginx's log has, plus what only the sender knows (content_bytes without framing, interim responses, ...).
"""
import argparse
import json
import signal
import socket
import sys
import threading
import time

IDLE_SECONDS = 20          # no connection of a sample rests longer than this
HEAD_BYTES = 65536         # request heads are ours and small
CONTENT_BYTES = 4_000_000  # no upload of a sample is larger


class Request:
    def __init__(self, method, target, protocol, fields):
        self.method, self.target, self.protocol, self.fields = method, target, protocol, fields
        self.content = b""          # framing removed
        self.trailers = []

    def get(self, name, default=""):
        return next((value for key, value in self.fields if key.lower() == name), default)


class Connection:
    def __init__(self, server, sock, peer, number):
        self.server, self.sock, self.number = server, sock, number
        self.address, self.port = peer[0], peer[1]
        self.local = sock.getsockname()
        self.requests = 0
        self.buffer = b""
        sock.settimeout(IDLE_SECONDS)

    def receive(self):
        data = self.sock.recv(65536)
        self.buffer += data
        return bool(data)

    def take(self, size):
        while len(self.buffer) < size:
            if not self.receive():
                raise ConnectionError("closed inside content")
        out, self.buffer = self.buffer[:size], self.buffer[size:]
        return out

    def take_line(self):
        while b"\r\n" not in self.buffer:
            if len(self.buffer) > HEAD_BYTES or not self.receive():
                raise ConnectionError("closed inside a line")
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def read_head(self):
        """The next request without its content, or None at the end of the connection."""
        while b"\r\n\r\n" not in self.buffer:
            if len(self.buffer) > HEAD_BYTES or not self.receive():
                return None
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        start, *lines = head.decode("latin-1").split("\r\n")
        method, target, protocol = start.split(" ")
        fields = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        self.requests += 1
        self.started = time.time()
        return Request(method, target, protocol, fields)

    def read_content(self, request):
        if "chunked" in request.get("transfer-encoding").lower():
            parts = []
            while size := int(self.take_line().split(b";")[0], 16):
                parts.append(self.take(size))
                self.take_line()
            while line := self.take_line():
                request.trailers.append(line.decode("latin-1"))
            request.content = b"".join(parts)
        else:
            request.content = self.take(min(int(request.get("content-length") or 0), CONTENT_BYTES))

    def read(self):
        request = self.read_head()
        if request:
            self.read_content(request)
        return request

    def send(self, *parts):
        for part in parts:
            self.sock.sendall(part if isinstance(part, bytes) else part.encode("latin-1"))

    def row(self, **fields):
        self.server.write({"msec": round(time.time(), 3), "remote_addr": self.address,
                           "remote_port": self.port, "server_addr": self.local[0],
                           "server_port": self.local[1], "connection": self.number, **fields})

    def done(self, request, status, content_bytes, **known):
        self.row(connection_requests=self.requests, request_method=request.method,
                 request_uri=request.target, status=str(status), server_protocol=request.protocol,
                 content_bytes=content_bytes, request_time=round(time.time() - self.started, 3),
                 http_host=request.get("host"), content_length=request.get("content-length"), **known)


class Server:
    def __init__(self, log):
        self.log = open(log, "a", encoding="utf-8", buffering=1)
        self.lock = threading.Lock()
        self.numbers = 0

    def write(self, row):
        with self.lock:
            self.log.write(json.dumps(row) + "\n")

    def one(self, respond, sock, peer, number):
        # Small writes stay the segments that they were meant to be.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(self, sock, peer, number)
        try:
            respond(connection)
        except (OSError, ConnectionError) as error:
            print(f"{peer}: {error!r}", file=sys.stderr, flush=True)
        finally:
            sock.close()

    def run(self, respond, port, address=""):
        listener = socket.create_server((address, port), backlog=64)
        while True:
            sock, peer = listener.accept()
            self.numbers += 1
            threading.Thread(target=self.one, args=(respond, sock, peer, self.numbers), daemon=True).start()


def serve(respond, *more):
    """Runs respond(connection) for every connection until SIGTERM. `more` are extra option names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", required=True)
    for name in more:
        parser.add_argument(name)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    respond_with = respond if not more else lambda connection: respond(connection, options)
    Server(options.log).run(respond_with, options.port)
