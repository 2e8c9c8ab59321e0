"""A shop on Flask with its usual sessions: signed cookies that hold everything, and change with nearly every response.
Flask-Login knows who is who, and remembers browsers. SETTINGS:
    name      session cookie ("session")        idle      seconds without use after which the shop forgets (600)
    logout    "clear": the cookie is deleted;   lifetime  seconds that a cookie is good for, with a date for the
              "flash": its answer begins another          browser; 0: none (0)
"""
import datetime
import html
import json
import os
import secrets
import time

import flask_login
from flask import Flask, flash, get_flashed_messages, jsonify, redirect, request, session

from account import Account

SETTINGS = {"name": "session", "idle": 600, "logout": "clear", "lifetime": 0, **json.loads(os.environ.get("SETTINGS", "{}"))}
PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "fay": "over-the-hills", "gus": "red-red-robin"}
ASSETS = {"shop.css": ("text/css", "body { font: 16px serif }\n" * 8), "logo.svg": ("image/svg+xml", "<svg/>\n" * 9)}

app = Flask(__name__, static_folder=None)
app.config.update(SECRET_KEY="a key of this suite and of nothing else", SESSION_COOKIE_NAME=SETTINGS["name"],
                  SESSION_COOKIE_SAMESITE="Lax")
if SETTINGS["lifetime"]:
    app.config["PERMANENT_SESSION_LIFETIME"] = datetime.timedelta(seconds=SETTINGS["lifetime"])
users = flask_login.LoginManager(app)
users.login_view = "login_form"
served = Account(app, SETTINGS["idle"])


class User(flask_login.UserMixin):
    def __init__(self, name):
        self.id = name


@users.user_loader
def load_user(name):
    return User(name) if name in PASSWORDS else None


def facts():
    return request.environ["accuracy.row"]["facts"]


@app.before_request
def recognise():
    if request.endpoint == "asset":
        return
    if request.environ.get("accuracy.over"):
        facts().append("expired")
        session.clear()
    session.permanent = bool(SETTINGS["lifetime"])
    session.setdefault("csrf", secrets.token_hex(12))
    session["seen"] = time.time()


def page(title, content=""):
    told = "".join(f"<p>{html.escape(text)}" for text in get_flashed_messages())
    return (f'<!doctype html><html><head><title>{title}</title><link rel="stylesheet" href="/static/shop.css"></head><body>'
            f'<img src="/static/logo.svg" alt=""><h1>{title}</h1>{told}{content}</body></html>\n')


def form(action, *fields):
    inputs = "".join(f'<input name="{name}" type="{kind}">' for name, kind in fields)
    return (f'<form method="post" action="{action}"><input type="hidden" name="csrf" value="{session["csrf"]}">{inputs}'
            "<button>Send</button></form>")


@app.before_request
def check_token():
    if request.method == "POST" and not request.is_json and request.form.get("csrf") != session.get("csrf"):
        return page("Refused"), 403


@app.get("/static/<name>")
def asset(name):
    kind, text = ASSETS[name]
    return text, {"Content-Type": kind, "Cache-Control": "max-age=600"}


@app.get("/")
def home():
    return page("Shop", form("/prefs", ("theme", "text"), ("lang", "text")))


@app.post("/prefs")
def preferences():
    response = redirect("/", 303)
    for name in ("theme", "lang"):
        response.set_cookie(name, request.form[name], max_age=31536000)
    return response


@app.get("/product/<int:number>")
def product(number):
    time.sleep(min(int(request.args.get("wait", 0)), 200) / 1000)
    return page(f"Product {number}", form("/cart", ("product", "text")))


@app.post("/cart")
def add():
    session["cart"] = session.get("cart", []) + [request.form["product"]]
    return redirect("/cart", 303)


@app.get("/cart")
def cart():
    return page("Cart", f"<p>{len(session.get('cart', []))} things")


@app.get("/login")
def login_form():
    return page("Log in", form("/login", ("user", "text"), ("password", "password"), ("remember", "checkbox")))


@app.post("/login")
def login():
    name = request.form["user"]
    if PASSWORDS.get(name) != request.form["password"]:
        facts().append("login-failed")
        flash("Wrong name or password.")
        return redirect("/login", 303)
    flask_login.login_user(User(name), remember="remember" in request.form)
    facts().append("login")
    return redirect("/account", 303)


@app.get("/account")
@flask_login.login_required
def account():
    return page(f"Account of {flask_login.current_user.id}", form("/logout"))


@app.get("/api/me")
def me():
    if not flask_login.current_user.is_authenticated:
        return jsonify(error="who are you?"), 401
    return jsonify(user=flask_login.current_user.id, cart=session.get("cart", []))


@app.post("/logout")
@flask_login.login_required
def logout():
    facts().append("logout")
    flask_login.logout_user()
    forget = session.get("_remember")
    session.clear()
    if forget:
        session["_remember"] = forget       # Flask-Login's word for its own cookie: takes it away
    if SETTINGS["logout"] == "flash":
        session.update(csrf=secrets.token_hex(12), seen=time.time())
        flash("You are logged out.")
    return redirect("/goodbye", 303)


@app.get("/goodbye")
def goodbye():
    return page("Goodbye")
