"""A server that answers in HTTP/1.0, as the old ones did: the end of the connection ends the content,
unless the client asked for Connection: keep-alive and the length is known."""
from rawserver import serve


def respond(connection):
    while request := connection.read():
        content = f"<p>{request.target}</p>\n".encode() * 40
        keep = request.get("connection").lower() == "keep-alive" and request.target != "/unknown-length"
        if keep:
            connection.send("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nConnection: Keep-Alive\r\n"
                            f"Content-Length: {len(content)}\r\n\r\n", content)
        else:
            connection.send("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", content)
        connection.done(request, 200, len(content), response_protocol="HTTP/1.0")
        if not keep:
            return


serve(respond)
