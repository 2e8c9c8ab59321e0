"""What the bookshop itself knows of each request, one row each in $LOG: what its store held of the session when the
request arrived, what it handed out with the response, and what its code did."""
import collections
import importlib
import json
import os
import threading
import time

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.utils.crypto import constant_time_compare

lock = threading.Lock()
log = open(os.environ["LOG"], "a", encoding="utf-8", buffering=1)
requests_on = collections.Counter()     # requests so far, by the client's address and port
basic_users = set()                     # users that Basic has let in
told_expired = set()                    # keys whose end by time has been seen
engine = importlib.import_module(settings.SESSION_ENGINE)
is_stored = hasattr(engine.SessionStore, "get_model_class")


@receiver(user_logged_in)
def logged_in(request, user, **_):
    request.facts.append("login")
    request.user_after = user.username


@receiver(user_login_failed)
def login_failed(request, credentials, **_):
    if request is not None and request.path == "/login/":
        request.facts.append("login-failed")


@receiver(user_logged_out)
def logged_out(request, user, **_):
    if user is not None:
        request.facts.append("logout")
    request.user_after = None


def held(key):
    """(the store has a living session of this key, its user, the session was thrown out by a new password)"""
    store = engine.SessionStore(key)
    data = store.load() if key else {}
    user = User.objects.filter(pk=data.get("_auth_user_id")).first() if data.get("_auth_user_id") else None
    thrown = bool(user) and not constant_time_compare(data.get("_auth_user_hash", ""), user.get_session_auth_hash())
    living = store.session_key is not None if is_stored else bool(data)     # load() forgets a key that isn't in the table
    return living, user.username if user and not thrown else None, thrown


def has_run_out(key):
    """The table still has the session, and its time is over; said once."""
    return is_stored and key not in told_expired and Session.objects.filter(session_key=key).exists()


class Account:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        peer = request.META["REMOTE_ADDR"].removeprefix("::ffff:"), int(request.META["REMOTE_PORT"])
        with lock:
            ordinal, requests_on[peer] = requests_on[peer], requests_on[peer] + 1
        arrived, request.facts, request.basic_user = time.time(), [], None
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME) or None
        living, user, thrown = held(key)
        request.user_after = user
        run_out = key is not None and not living and has_run_out(key)
        response = self.get_response(request)
        answer = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if run_out and not request.session.accessed:
            living = True                   # nobody asked the store: a file of the site
        elif run_out:
            told_expired.add(key)
            request.facts.insert(0, "expired")
        if request.method == "POST" and request.path == "/login/" and not request.facts and response.status_code == 403:
            request.facts.append("login-failed")    # refused before anybody looked at the password
        if thrown and answer is not None:   # seen, and thrown out, when the page asked who this is
            living = False
            request.facts.append("expired")
        row = {"client_ip": peer[0], "client_port": peer[1], "ordinal": ordinal, "time": round(arrived, 6),
               "request_id": request.headers.get("X-Request-Id"), "method": request.method,
               "target": request.META["RAW_URI"], "status": response.status_code,
               "presented": [key] if key else [], "live": [key] if living else [],
               "issued": [answer.value] if answer is not None and answer.value else [],
               "user_before": user, "user_after": request.user_after, "facts": request.facts,
               "kept": not is_stored}   # a signed cookie is good until its date, whoever has logged out
        self.write(row, request.basic_user)
        return response

    @staticmethod
    def write(row, basic_user):
        with lock:
            if basic_user:
                if basic_user not in basic_users:
                    basic_users.add(basic_user)
                    row["facts"].append("login")
                row["presented"] = row["live"] = [f"Basic {basic_user}"]    # on the wire in base64
                row["user_before"] = row["user_after"] = basic_user
            log.write(json.dumps(row) + "\n")
