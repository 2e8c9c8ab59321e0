"""HTTP/1.1 on one socket, byte by byte: what was sent and received is known without any capture."""
import gzip
import select
import socket
import threading

SECONDS = 20        # longest wait for a byte: longer than any time-out of the servers
MOST = 4 << 20      # longest response


class Closed(Exception):
    """The peer ended the connection before the response began."""


class Response:
    def __init__(self, status, fields, content, end):
        self.status, self.fields, self.raw, self.end = status, fields, content, end
        self.target = None

    def field(self, name):
        return next((value for key, value in self.fields if key == name.lower()), None)

    def all(self, name):
        return [value for key, value in self.fields if key == name.lower()]

    @property
    def content(self):
        return gzip.decompress(self.raw) if self.field("content-encoding") == "gzip" else self.raw


class Connection:
    def __init__(self, source, address, port):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.bind((source, 0))
        self.socket.connect((address, port))
        self.client_ip, self.client_port = self.socket.getsockname()[:2]
        self.server_port = port
        self.ordinal, self.sent, self.received = 0, 0, 0
        self.buffer, self.lock = b"", threading.Lock()

    def usable(self):
        """False once the server has closed it, or has sent what nobody asked for."""
        return not select.select([self.socket], [], [], 0)[0]

    def write(self, data):
        """The requests' place in the client's stream: (first byte, byte after the last)."""
        self.socket.sendall(data)
        self.sent += len(data)
        return self.sent - len(data), self.sent

    def close(self):
        self.socket.close()

    def read_response(self, method):
        """The final response; its place in the server's stream ends at .end."""
        while True:
            head = self._until(b"\r\n\r\n", first=True)
            start, *lines = head.decode("latin-1").split("\r\n")
            status = int(start.split(" ")[1])
            fields = [(name.lower(), value.strip()) for name, _, value in
                      (line.partition(":") for line in lines)]
            if status >= 200:
                break
        response = Response(status, fields, b"", 0)
        response.raw = self._content(response, method)
        response.end = self.received - len(self.buffer)
        if (response.field("connection") or "").lower() == "close":
            self.socket.close()
        return response

    def _content(self, response, method):
        if method == "HEAD" or response.status in (204, 304):
            return b""
        if (response.field("transfer-encoding") or "").lower() == "chunked":
            content = b""
            while True:
                size = int(self._until(b"\r\n").split(b";")[0], 16)
                content += self._exactly(size)
                self._until(b"\r\n")
                if size == 0:
                    return content
        length = response.field("content-length")
        return self._rest() if length is None else self._exactly(int(length))

    def _more(self):
        data = self.socket.recv(65536)
        self.received += len(data)
        self.buffer += data
        if len(self.buffer) > MOST:
            raise OSError("the response is too long")
        return data

    def _until(self, mark, first=False):
        while mark not in self.buffer:
            if not self._more():
                raise Closed() if first and not self.buffer else OSError("the connection ended inside a response")
        taken, _, self.buffer = self.buffer.partition(mark)
        return taken

    def _exactly(self, size):
        while len(self.buffer) < size:
            if not self._more():
                raise OSError("the connection ended inside the content")
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def _rest(self):
        while self._more():
            pass
        taken, self.buffer = self.buffer, b""
        return taken
