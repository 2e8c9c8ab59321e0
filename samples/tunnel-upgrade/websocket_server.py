"""RFC 6455 from the server's side, enough for an echo; and refused upgrades. Frames are counted in the log."""
import base64
import hashlib
import struct

from rawserver import serve

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def frame(opcode, content):
    size = struct.pack("!B", len(content)) if len(content) < 126 else struct.pack("!BH", 126, len(content))
    return bytes([0x80 | opcode]) + size + content


def read_frame(connection):
    first, second = connection.take(2)
    size = second & 0x7F
    if size == 126:
        size, = struct.unpack("!H", connection.take(2))
    mask = connection.take(4)
    return first & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(connection.take(size)))


def websocket(connection, request):
    accept = base64.b64encode(hashlib.sha1((request.get("sec-websocket-key") + MAGIC).encode()).digest()).decode()
    connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    f"Sec-WebSocket-Accept: {accept}\r\n\r\n",
                    frame(1, b"welcome"))  # right behind the head, often in one segment with it
    connection.done(request, 101, 0, became="websocket")
    received, sent = 0, 1
    while True:
        opcode, content = read_frame(connection)
        received += 1
        connection.send(frame({8: 8, 9: 10}.get(opcode, opcode), content))
        sent += 1
        if opcode == 8:
            print(f"port {connection.port}: {received} frames received, {sent} sent", flush=True)
            return


def respond(connection):
    while request := connection.read():
        if request.get("upgrade").lower() == "websocket" and request.target == "/chat":
            return websocket(connection, request)
        # Any other upgrade is ignored, as RFC 9110 section 7.8 lets a server do: the response is a normal one.
        content = b"plain\n"
        status = "403 Forbidden" if request.target == "/private" else "200 OK"
        connection.send(f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n"
                        f"Content-Length: {len(content)}\r\n\r\n", content)
        connection.done(request, int(status[:3]), len(content))


serve(respond)
