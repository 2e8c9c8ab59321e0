"""Every content coding and chunked form, and requests that are coded too. brotli and zstd content is made by the
tools of those names, so that no encoder of ours stands behind both sides of a test."""
import gzip
import hashlib
import subprocess
import time
import zlib

from rawserver import serve

PAGE = "".join(f"<p>Line {n}: the quick brown fox, again ({n * 7919 % 1000}).</p>\n" for n in range(150)).encode()


def tool(*command):
    return subprocess.run(command, input=PAGE, capture_output=True, check=True, timeout=20).stdout


def raw_deflate(content):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


half = len(PAGE) // 2
GZIP = gzip.compress(PAGE, 9, mtime=0)
CODED = {  # target: (Content-Encoding, content)
    "/identity": ("", PAGE),
    "/gzip": ("gzip", GZIP),
    "/x-gzip": ("x-gzip", GZIP),
    "/gzip-two-members": ("gzip", gzip.compress(PAGE[:half], mtime=0) + gzip.compress(PAGE[half:], mtime=0)),
    "/deflate": ("deflate", zlib.compress(PAGE, 9)),
    "/deflate-raw": ("deflate", raw_deflate(PAGE)),
    "/br": ("br", tool("brotli", "--stdout", "-")),
    "/zstd": ("zstd", tool("zstd", "--quiet", "--stdout", "-")),
}
CODED["/gzip-then-br"] = ("gzip, br", subprocess.run(
    ["brotli", "--stdout", "-"], input=GZIP, capture_output=True, check=True, timeout=20).stdout)
CODED["/gzip-cut"] = ("gzip", GZIP[:len(GZIP) // 2])


def chunked(content, size, extension=b"", trailers=()):
    """(bytes on the wire, chunks without the last)"""
    pieces = [content[at:at + size] for at in range(0, len(content), size)]
    wire = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)
    return wire + b"0\r\n" + b"".join(line + b"\r\n" for line in trailers) + b"\r\n", len(pieces)


def known(content):
    return {"decoded_bytes": len(content), "decoded_sha256": hashlib.sha256(content).hexdigest()}


def send_chunked(connection, request, content, decoded, coding="", segment=0, size=1000, extension=b"", trailers=()):
    wire, chunks = chunked(content, size, extension, trailers)
    fields = f"Content-Encoding: {coding}\r\n" if coding else ""
    if trailers:
        fields += "Trailer: " + ", ".join(line.decode().partition(":")[0] for line in trailers) + "\r\n"
    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", fields, "Transfer-Encoding: chunked\r\n\r\n")
    step = segment or len(wire)
    for at in range(0, len(wire), step):  # small steps put segment borders inside chunk sizes and CRLFs
        connection.send(wire[at:at + step])
        if segment:
            time.sleep(0.001)   # else TCP joins what it may not send yet
    connection.done(request, 200, len(content), chunks=chunks, sent_transfer_encoding="chunked",
                    trailer_fields=[line.decode() for line in trailers] or None,
                    sent_content_encoding=coding, **known(decoded))


def answer(connection, request):
    target = request.target
    if request.method == "POST":
        decoded = request.content
        if request.get("content-encoding") == "gzip":
            decoded = gzip.decompress(decoded)
        content = b"received\n"
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                        f"Content-Length: {len(content)}\r\n\r\n", content)
        connection.done(request, 200, len(content), request_content_bytes=len(request.content),
                        request_decoded_bytes=len(decoded),
                        request_decoded_sha256=hashlib.sha256(decoded).hexdigest(),
                        trailer_fields=request.trailers or None)
    elif target in CODED:
        coding, content = CODED[target]
        fields = f"Content-Encoding: {coding}\r\n" if coding else ""
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + fields
                        + f"Content-Length: {len(content)}\r\n\r\n", content)
        whole = {} if target == "/gzip-cut" else known(PAGE)  # the cut one has no right decoding
        connection.done(request, 200, len(content), sent_content_encoding=coding, **whole)
    elif target == "/chunked":
        send_chunked(connection, request, PAGE, PAGE)
    elif target == "/chunked-small":
        send_chunked(connection, request, PAGE[:300], PAGE[:300], size=1, segment=7)
    elif target == "/chunked-empty":
        send_chunked(connection, request, b"", b"")
    elif target == "/chunked-extensions":
        send_chunked(connection, request, PAGE, PAGE, extension=b';part="a;b";flag')
    elif target == "/chunked-trailers":
        checksum = b"X-Checksum: " + hashlib.sha256(PAGE).hexdigest().encode()
        send_chunked(connection, request, PAGE, PAGE, trailers=(checksum, b"X-Lines: 150"))
    elif target == "/chunked-gzip":
        send_chunked(connection, request, GZIP, PAGE, coding="gzip", size=100, segment=333)
    elif target == "/chunked-br":
        send_chunked(connection, request, CODED["/br"][1], PAGE, coding="br", size=64)
    elif target == "/chunked-zstd":
        send_chunked(connection, request, CODED["/zstd"][1], PAGE, coding="zstd", size=64)
    elif target == "/transfer-gzip":
        wire, chunks = chunked(GZIP, 200)
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", wire)
        connection.done(request, 200, len(GZIP), chunks=chunks, sent_transfer_encoding="gzip, chunked", **known(PAGE))
    elif target == "/until-close":
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n", PAGE)
        connection.done(request, 200, len(PAGE), **known(PAGE))
        return False
    else:
        connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        connection.done(request, 404, 0)
    return True


def respond(connection):
    while request := connection.read():
        if not answer(connection, request):
            return


serve(respond)
