"""The echo service (RFC 862) with the bytes turned: opaque content for a tunnel."""
from rawserver import serve


def respond(connection):
    while connection.receive():
        connection.send(bytes(byte ^ 0x55 for byte in connection.buffer))
        connection.buffer = b""


serve(respond)
