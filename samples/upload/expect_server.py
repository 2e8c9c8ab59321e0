"""What a server may answer to Expect, beyond what nginx does: 417, a late refusal, 103 before the response."""
from rawserver import serve


def respond(connection):
    while request := connection.read_head():
        expects = request.get("expect").lower() == "100-continue"
        interim = []
        if request.target == "/refuse" and expects:
            content = b"no expectations, please\n"
            connection.send(f"HTTP/1.1 417 Expectation Failed\r\nContent-Length: {len(content)}\r\n"
                            "Connection: close\r\n\r\n", content)
            connection.done(request, 417, len(content), request_content_bytes=0)
            return
        if expects:
            connection.send("HTTP/1.1 100 Continue\r\n\r\n")
            interim.append(100)
        connection.read_content(request)
        if request.target == "/hints":
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: </shop.css>; rel=preload; as=style\r\n\r\n",
                            "HTTP/1.1 103 Early Hints\r\nLink: </shop.js>; rel=preload; as=script\r\n\r\n")
            interim += [103, 103]
        status, reason = (422, "Unprocessable Content") if request.target == "/wrong" else (200, "OK")
        content = f"{len(request.content)} bytes\n".encode()
        connection.send(f"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain\r\n"
                        f"Content-Length: {len(content)}\r\n\r\n", content)
        connection.done(request, status, len(content), interim=interim or None,
                        request_content_bytes=len(request.content))


serve(respond)
