"""The application's own account: a row a request, as tests/accuracy/README.md has it. Sessions are in signed cookies, so
the server's store is what it can read in one: whether the signature is its own, and when it was last used."""
import http.cookies
import json
import os
import threading
import time

import itsdangerous


class Account:
    """WSGI middleware: sees the response with the cookies that Flask adds last."""

    def __init__(self, app, idle):
        self.app, self.idle = app, idle
        self.serializer = app.session_interface.get_signing_serializer(app)
        self.lock, self.log = threading.Lock(), open(os.environ["LOG"], "a", encoding="utf-8", buffering=1)

    @property
    def name(self):
        return self.app.config["SESSION_COOKIE_NAME"]

    def load(self, raw):
        """What is in a cookie, None where its signature isn't ours or its time is over."""
        try:
            return self.serializer.loads(raw, max_age=int(self.app.permanent_session_lifetime.total_seconds()))
        except itsdangerous.BadSignature:
            return None

    def __call__(self, environ, start_response):
        pairs = [pair.strip().partition("=") for pair in environ.get("HTTP_COOKIE", "").split(";")]
        row = {"time": time.time(), "client_ip": environ["REMOTE_ADDR"].replace("::ffff:", ""),
               "client_port": int(environ["REMOTE_PORT"]), "method": environ["REQUEST_METHOD"], "target": environ["RAW_URI"],
               "status": 0, "request_id": environ.get("HTTP_X_REQUEST_ID"),
               "presented": [value for name, _, value in pairs if name == self.name], "live": [], "issued": [],
               "user_before": None, "user_after": None, "facts": []}
        environ["accuracy.row"] = row
        for raw in row["presented"]:
            held = self.load(raw)
            if held is None:
                continue
            if time.time() - held.get("seen", 0) > self.idle:
                environ["accuracy.over"] = True
                continue
            row["live"].append(raw)
            row["user_before"] = held.get("_user_id")

        def begin(status, headers, *more):
            row["status"], row["user_after"] = int(status.split(" ")[0]), row["user_before"]
            for field, line in headers:
                self.issue(row, line) if field.lower() == "set-cookie" else None
            with self.lock:
                self.log.write(json.dumps(row) + "\n")
            return start_response(status, headers, *more)
        return self.app.wsgi_app(environ, begin)

    def issue(self, row, line):
        cookie = http.cookies.SimpleCookie(line)
        if self.name not in cookie:
            return
        value = line.split(";")[0].partition("=")[2]
        row["user_after"] = (self.load(value) or {}).get("_user_id") if value else None
        if value:
            row["issued"].append(value)
