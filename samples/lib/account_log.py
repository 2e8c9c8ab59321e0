"""The application's own account of user sessions: one row an exchange, named by what the proxy told of it."""
import json
import os
import time

from flask import request


class AccountLog:
    def __init__(self):
        self.file = open(os.path.join(os.environ["WORK"], "sessions.ndjson"), "a", encoding="utf-8", buffering=1)

    def write(self, response, session, user, events):
        """session: number of the true session or None; events: [{"event", "session", ...}]"""
        self.file.write(json.dumps({
            "client_ip": request.headers["X-Peer-Address"], "client_port": int(request.headers["X-Peer-Port"]),
            "ordinal": int(request.headers["X-Peer-Request"]) - 1, "time": round(time.time(), 6),
            "method": request.method, "target": request.environ["RAW_URI"], "status": response.status_code,
            "session": session, "user": user, "events": events}) + "\n")


def peer():
    """(address, user agent) of the client in front of the proxy"""
    return request.headers["X-Peer-Address"], request.user_agent.string
