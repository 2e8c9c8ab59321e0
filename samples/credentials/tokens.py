"""An API with bearer tokens (a short-lived signed access token and an opaque refresh token), and a corner of it
under HTTP Basic. A grant is a session: from the token request to its revocation, through every refresh."""
import base64
import hashlib
import hmac
import json
import secrets
import time

from flask import Flask, g, jsonify, request

from account_log import AccountLog

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in"}
ACCESS_SECONDS = 1
KEY = b"a key of this sample and of nothing else"
app = Flask(__name__)
account = AccountLog()
grants, basic, count = {}, {}, 0    # refresh token: grant; user: number; sessions so far
issued = {}                         # access token: grant


def event(name, number, **more):
    g.events.append({"event": name, "session": number, **more})


def encode(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def access_token(grant):
    claims = {"sub": grant["user"], "exp": int(time.time()) + ACCESS_SECONDS, "jti": secrets.token_hex(8)}
    signed = ".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    token = f"{signed}.{encode(hmac.new(KEY, signed.encode(), hashlib.sha256).digest())}"
    issued[token] = grant
    grant["until"] = time.time() + ACCESS_SECONDS
    grant["access"] = token
    return token


def tokens(grant):
    grants[grant["refresh"]] = grant
    return jsonify(access_token=access_token(grant), token_type="Bearer", expires_in=ACCESS_SECONDS,
                   refresh_token=grant["refresh"])


@app.before_request
def start():
    g.events, g.truth, g.user = [], None, None


@app.after_request
def write_account(response):
    account.write(response, g.truth, g.user, g.events)
    return response


def belongs(grant):
    g.truth, g.user = grant["number"], grant["user"]
    if grant["revoked"]:
        event("used-after-end", g.truth)


@app.post("/token")
def token():
    global count
    given = request.get_json()
    if "refresh_token" in given:
        grant = grants.pop(given["refresh_token"], None)
        if not grant:
            return jsonify(error="invalid_grant"), 400
        belongs(grant)
        if grant["revoked"]:
            grants[given["refresh_token"]] = grant
            return jsonify(error="invalid_grant"), 400
        grant["refresh"] = secrets.token_urlsafe(32)
        event("rotated", g.truth)
        return tokens(grant)
    name = given.get("username", "")
    if PASSWORDS.get(name) != given.get("password"):
        g.events.append({"event": "login-failed", "session": None, "user": name})
        return jsonify(error="invalid_grant"), 400
    count += 1
    grant = {"number": count, "user": name, "refresh": secrets.token_urlsafe(32), "revoked": False}
    belongs(grant)
    event("minted", count)
    event("login", count, user=name)
    return tokens(grant)


def bearer():
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    grant = issued.get(value) if kind == "Bearer" else None
    if grant:
        belongs(grant)
    valid = grant and not grant["revoked"] and grant["access"] == value and time.time() < grant["until"]
    return grant if valid else None


@app.get("/orders")
@app.get("/orders/<int:number>")
def orders(number=0):
    grant = bearer()
    if not grant:
        return jsonify(error="invalid_token"), 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return jsonify(owner=grant["user"], orders=[number] if number else [7, 12])


@app.post("/revoke")
def revoke():
    grant = bearer()
    if not grant:
        return jsonify(error="invalid_token"), 401
    grant["revoked"] = True
    event("logout", g.truth)
    return "", 204


@app.get("/status")
def status():
    return jsonify(status="fine")


@app.get("/admin")
@app.get("/admin/<name>")
def admin(name="index"):
    global count
    given = request.authorization
    if not given or PASSWORDS.get(given.username) != given.password:
        if given:
            g.events.append({"event": "login-failed", "session": None, "user": given.username})
        return jsonify(error="who are you?"), 401, {"WWW-Authenticate": 'Basic realm="admin"'}
    if given.username not in basic:
        count += 1
        basic[given.username] = count
        event("login", count, user=given.username)
    g.truth, g.user = basic[given.username], given.username
    return jsonify(page=name)
