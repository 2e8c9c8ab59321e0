"""What a site shouldn't do: ids that count up, ids chosen by the client are accepted, a login keeps the id, and a
logout only forgets the cookie in the browser. One session lives until the server forgets it, which it never does."""
from flask import Flask, Response, g, redirect, request

from account_log import AccountLog, peer

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key"}
app = Flask(__name__)
account = AccountLog()
sessions, count = {}, 0     # id: {"number", "user", "owner", "clients", "told"}


def event(name, **more):
    g.events.append({"event": name, "session": g.truth, **more})


def start(key):
    global count
    count += 1
    sessions[key] = {"number": count, "user": None, "owner": None, "clients": set(), "told": set()}
    g.session, g.truth = sessions[key], count
    event("minted")


@app.before_request
def recognise():
    g.events, g.truth, g.set, g.user = [], None, None, None
    # An id in a link becomes the cookie: how an attacker plants one.
    key = request.args.get("sid") or request.cookies.get("sid")
    if key not in sessions:
        key = str(100000 + count + 1)
        start(key)
        g.set = key
    elif request.args.get("sid"):
        g.set = key
    g.session = sessions[key]
    g.truth, g.user = g.session["number"], g.session["user"]
    g.others = g.session["clients"] - {peer()}
    # Once per client, and only of a logged-in session: the one who logged in is its rightful client.
    owner = g.session["owner"]
    if owner and peer() not in g.session["told"] and all(mine != his for mine, his in zip(peer(), owner)):
        g.session["told"].add(peer())
        event("second-client")
    g.session["clients"].add(peer())


@app.after_request
def write_account(response):
    if g.set:
        response.headers["Set-Cookie"] = f"sid={g.set}; Path=/"
    if getattr(g, "forget", False):
        response.headers["Set-Cookie"] = "sid=; Path=/; Max-Age=0"
    account.write(response, g.truth, g.user, g.events)
    return response


def page(text):
    return Response(f"<!doctype html><title>{text}</title><p>{text}\n", mimetype="text/html")


@app.get("/")
def home():
    return page("Home")


@app.get("/account")
def my_account():
    return page(f"Hello, {g.user}") if g.user else redirect("/login", 302)


@app.get("/login")
def form():
    return page('<form method="post"><input name="user"><input name="password" type="password"></form>')


@app.post("/login")
def login():
    name = request.form.get("user", "")
    if PASSWORDS.get(name) != request.form.get("password"):
        event("login-failed", user=name)
        return page("Wrong password")
    g.session["user"] = g.user = name
    g.session["owner"] = peer()
    event("login", user=name)
    if g.others:
        event("fixated")
    return redirect("/account", 303)


@app.post("/logout")
def logout():
    g.forget = True
    event("logout")
    return redirect("/", 303)
