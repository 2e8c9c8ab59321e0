"""A line protocol that isn't HTTP (the server speaks first, as SMTP does), and on request one that looks a little
like it. One row a connection goes to the log."""
from rawserver import serve


def respond(connection):
    connection.row(opaque="line protocol")
    connection.send("220 lines.example.test ready\r\n")
    try:
        while line := connection.take_line():
            if line == b"QUIT":
                connection.send("221 bye\r\n")
                return
            # A GET of this protocol is no request of HTTP: no version, no field lines.
            connection.send(b"250 " + line[::-1] + b"\r\n")
    except ConnectionError:
        pass


serve(respond)
