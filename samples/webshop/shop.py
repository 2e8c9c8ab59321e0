"""The web shop: sessions kept on the server under an opaque random id, and a true account of them.

Every request becomes one row of $WORK/sessions.ndjson: the exchange (client address, port, ordinal on its
connection) and the number of the user session that it belongs to, with the events that it caused. The rules for
"belongs to" are SESSIONS.md's; what decides is the shop's own table of sessions, never the traffic.
"""
import hashlib
import hmac
import secrets
import struct
import threading
import time
import zlib

from flask import Flask, Response, g, jsonify, redirect, render_template_string, request

from account_log import AccountLog, peer

IDLE_SECONDS = 4.0
PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat"}
PRODUCTS = {1: ("Teapot", 2490), 2: ("Paper lamp", 1800), 3: ("Wool blanket", 5900), 4: ("Garden spade", 3250),
            5: ("Notebook", 690), 6: ("Bicycle bell", 1120)}
STEPS = ("address", "shipping", "payment", "review")
LONG = 365 * 24 * 3600

app = Flask(__name__, static_folder=None)
lock = threading.Lock()
sessions = {}   # id: Session, the ids that the shop accepts
ended = {}      # id: number of the session that it once named
numbers = 0
orders = 1000
account = AccountLog()


class Session:
    def __init__(self):
        global numbers
        numbers += 1
        self.number = numbers
        self.id = secrets.token_urlsafe(24)
        self.csrf = secrets.token_hex(16)
        self.user = None
        self.cart = {}
        self.form = {}
        self.used = time.monotonic()
        self.clients = set()    # (address, user agent) that have presented a live id


def event(name, session_number, **more):
    g.events.append({"event": name, "session": session_number, **more})


def mint():
    session = Session()
    sessions[session.id] = session
    g.session, g.truth, g.set_sid = session, session.number, session.id
    event("minted", session.number)


def renew_id(session):
    """A new id for the same session; the old one is no longer accepted."""
    del sessions[session.id]
    ended[session.id] = session.number
    session.id, session.csrf = secrets.token_urlsafe(24), secrets.token_hex(16)
    sessions[session.id] = session
    g.set_sid = session.id
    event("rotated", session.number)


def end(session):
    sessions.pop(session.id, None)
    ended[session.id] = session.number


def is_page():
    return not request.path.startswith(("/static/", "/api/", "/robots.txt", "/favicon.ico"))


@app.before_request
def recognise():
    g.events, g.session, g.truth, g.set_sid = [], None, None, None
    lock.acquire()
    g.locked = True
    presented = request.cookies.get("sid")
    session = sessions.get(presented)
    if session and time.monotonic() - session.used > IDLE_SECONDS:
        end(session)
        event("expired", session.number)
        g.truth, session = session.number, None
    elif session:
        g.session, g.truth = session, session.number
        session.used = time.monotonic()
        who = peer()
        others = session.clients - {who}
        if session.user and others and who not in session.clients and all(
                who[0] != address and who[1] != agent for address, agent in others):
            event("second-client", session.number)
        session.clients.add(who)
    elif presented in ended:
        g.truth = ended[presented]
        event("used-after-end", g.truth)
    if not g.session and is_page():
        known = request.url_rule is not None  # an unknown page doesn't start a visit
        if known:
            mint()
            g.session.clients.add(peer())


@app.after_request
def write_account(response):
    if g.set_sid is not None:
        response.set_cookie("sid", g.set_sid, httponly=True, samesite="Lax", path="/",
                            **({} if g.set_sid else {"max_age": 0}))
    if is_page() or request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    user = g.session.user if g.session else None
    account.write(response, g.truth, user or getattr(g, "left", None), g.events)
    return response


@app.teardown_request
def release(_):
    if g.pop("locked", False):
        lock.release()


FRAME = """<!doctype html><html lang="{{ lang }}"><head><meta charset="utf-8"><title>{{ title }} - Example Shop</title>
<link rel="stylesheet" href="/static/shop.css"><script src="/static/shop.js" defer></script></head>
<body class="{{ theme }}"><header><img src="/static/logo.png" alt="Example Shop" width="48" height="48">
<nav><a href="/">Home</a> <a href="/cart">Cart ({{ count }})</a>
{% if user %}<a href="/account">{{ user }}</a>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="{{ csrf }}"><button>Log out</button></form>
{% else %}<a href="/login">Log in</a>{% endif %}</nav></header><main><h1>{{ title }}</h1>
{{ body|safe }}</main><footer><form method="post" action="/preferences">
<input type="hidden" name="csrf" value="{{ csrf }}"><select name="theme"><option>light<option>dark</select>
<select name="lang"><option>en<option>de<option>fr</select><button>Save</button></form>
<p>Example Shop sells nothing. Prices in cents of no currency.</p></footer></body></html>
"""


def page(title, body, status=200):
    session = g.session
    html = render_template_string(
        FRAME, title=title, body=body, user=session.user, csrf=session.csrf, count=sum(session.cart.values()),
        theme=request.cookies.get("theme", "light"), lang=request.cookies.get("lang", "en"))
    return Response(html, status, mimetype="text/html")


def form(action, fields, button):
    inputs = "".join(f'<label>{name} <input name="{name}" type="{kind}"></label>\n' for name, kind in fields)
    return (f'<form method="post" action="{action}">{inputs}'
            f'<input type="hidden" name="csrf" value="{g.session.csrf}"><button>{button}</button></form>')


def forged():
    given = request.form.get("csrf") or request.headers.get("X-CSRF-Token", "")
    return not hmac.compare_digest(given, g.session.csrf)


def see(target):
    return redirect(target, 303)


@app.get("/")
def home():
    items = "".join(f'<li><a href="/product/{n}"><img src="/static/product-{n}.png" alt=""> {name}</a> {price}</li>\n'
                    for n, (name, price) in PRODUCTS.items())
    return page("Welcome", f"<ul>{items}</ul>")


@app.get("/product/<int:number>")
def product(number):
    if number not in PRODUCTS:
        return page("No such product", "<p>It may have been sold.</p>", 404)
    name, price = PRODUCTS[number]
    text = f"<p>{name}, made with care and shipped with patience. Price {price}.</p>" * 6
    return page(name, f'<img src="/static/product-{number}.png" alt="">' + text + form(
        "/cart/add", [("product", "number"), ("quantity", "number")], "Add to cart"))


@app.get("/search")
def search():
    word = request.args.get("q", "").lower()
    found = [f'<li><a href="/product/{n}">{name}</a>' for n, (name, _) in PRODUCTS.items() if word in name.lower()]
    return page("Search", f"<ul>{''.join(found) or '<li>Nothing.'}</ul>")


@app.get("/login")
def login_form():
    return page("Log in", form("/login", [("user", "text"), ("password", "password")], "Log in"))


def check(name, password):
    return name in PASSWORDS and hmac.compare_digest(PASSWORDS[name].encode(), password.encode())


def enter(name):
    session = g.session
    session.user = name
    renew_id(session)
    event("login", session.number, user=name)


@app.post("/login")
def login():
    if forged():
        return page("Forbidden", "<p>This form has expired.</p>", 403)
    name = request.form.get("user", "")
    if not check(name, request.form.get("password", "")):
        event("login-failed", g.session.number, user=name)
        return page("Log in", "<p class=error>Unknown user or wrong password.</p>" + form(
            "/login", [("user", "text"), ("password", "password")], "Log in"))
    enter(name)
    return see("/account")


@app.post("/api/login")
def api_login():
    given = request.get_json()
    if not g.session:
        return jsonify(error="no session"), 401
    if not check(given.get("user", ""), given.get("password", "")):
        event("login-failed", g.session.number, user=given.get("user", ""))
        return jsonify(error="unknown user or wrong password"), 401
    enter(given["user"])
    return jsonify(user=g.session.user, csrf=g.session.csrf)


@app.post("/logout")
def logout():
    session = g.session
    if not session.user or forged():
        return see("/")
    end(session)
    g.left, g.set_sid = session.user, ""
    event("logout", session.number)
    return see("/")


@app.get("/account")
def my_account():
    if not g.session.user:
        return redirect("/login?next=/account", 302)
    return page("Your account", f"<p>Hello, {g.session.user}.</p>")


@app.post("/preferences")
def preferences():
    response = see("/")
    for name, values in (("theme", ("light", "dark")), ("lang", ("en", "de", "fr"))):
        if request.form.get(name) in values:
            response.set_cookie(name, request.form[name], max_age=LONG, path="/")
    return response


def cart_dict():
    lines = [{"product": n, "name": PRODUCTS[n][0], "quantity": quantity, "price": PRODUCTS[n][1]}
             for n, quantity in g.session.cart.items()]
    return {"lines": lines, "total": sum(line["quantity"] * line["price"] for line in lines)}


@app.get("/cart")
def cart():
    lines = "".join(f"<li>{line['quantity']} x {line['name']}</li>" for line in cart_dict()["lines"])
    return page("Cart", f'<ul>{lines}</ul><a href="/checkout/address">Check out</a>')


@app.post("/cart/add")
def cart_add():
    if forged():
        return page("Forbidden", "<p>This form has expired.</p>", 403)
    number = int(request.form.get("product", 0))
    if number not in PRODUCTS:
        return page("No such product", "<p>It may have been sold.</p>", 404)
    g.session.cart[number] = g.session.cart.get(number, 0) + max(1, int(request.form.get("quantity", 1)))
    return see("/cart")


@app.route("/api/cart", methods=["GET", "POST"])
def api_cart():
    if not g.session:
        return jsonify(error="no session"), 401
    if request.method == "POST":
        if forged():
            return jsonify(error="csrf"), 403
        given = request.get_json()
        if given.get("product") not in PRODUCTS:
            return jsonify(error="no such product"), 404
        g.session.cart[given["product"]] = max(1, int(given.get("quantity", 1)))
    return jsonify(cart_dict())


@app.route("/checkout/<step>", methods=["GET", "POST"])
def checkout(step):
    global orders
    session = g.session
    if step not in STEPS:
        return page("Not found", "<p>No such step.</p>", 404)
    if not session.user:
        return redirect("/login?next=/checkout/address", 302)
    missing = next((earlier for earlier in STEPS[:STEPS.index(step)] if earlier not in session.form), None)
    if missing:
        return redirect(f"/checkout/{missing}", 302)
    if request.method == "GET":
        fields = {"address": [("name", "text"), ("street", "text"), ("town", "text")],
                  "shipping": [("speed", "text")], "payment": [("card", "text"), ("expires", "text")], "review": []}
        return page(f"Checkout: {step}", form(f"/checkout/{step}", fields[step], "Continue"))
    if forged():
        return page("Forbidden", "<p>This form has expired.</p>", 403)
    session.form[step] = {key: value for key, value in request.form.items() if key != "csrf"}
    if step != STEPS[-1]:
        return see(f"/checkout/{STEPS[STEPS.index(step) + 1]}")
    orders += 1
    session.cart, session.form = {}, {}
    return see(f"/orders/{orders}")


@app.get("/orders/<int:number>")
def order(number):
    if not g.session.user:
        return redirect(f"/login?next=/orders/{number}", 302)
    return page(f"Order {number}", "<p>Thank you. Nothing will be sent.</p>")


def png(shade):
    """A 48 by 48 picture without any library."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    pixels = b"".join(b"\0" + bytes((x * y * shade + x) % 256 for x in range(48)) for y in range(48))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 48, 48, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b""))


CSS = "body{font:16px/1.5 sans-serif;margin:0 auto;max-width:60rem}body.dark{background:#222;color:#eee}\n" + "".join(
    f".w{n}{{width:{n}%}}.m{n}{{margin:{n / 4}rem}}\n" for n in range(0, 101, 5))
SCRIPT = ("'use strict';\nasync function refreshCart() {\n  const answer = await fetch('/api/cart');\n"
          "  if (answer.ok) show(await answer.json());\n}\nfunction show(cart) {\n  for (const line of cart.lines)"
          " console.log(line.quantity, line.name);\n}\ndocument.addEventListener('DOMContentLoaded', refreshCart);\n")
STATIC = {"shop.css": ("text/css", CSS.encode()), "shop.js": ("application/javascript", SCRIPT.encode()),
          "logo.png": ("image/png", png(1)), **{f"product-{n}.png": ("image/png", png(n + 2)) for n in PRODUCTS}}


@app.get("/static/<name>")
def static_file(name):
    if name not in STATIC:
        return Response("not found\n", 404, mimetype="text/plain")
    kind, content = STATIC[name]
    response = Response(content, mimetype=kind, headers={"Cache-Control": "max-age=3600"})
    response.set_etag(hashlib.sha256(content).hexdigest()[:16], weak=kind != "image/png")
    return response.make_conditional(request)


@app.get("/robots.txt")
def robots():
    return Response("User-agent: *\nDisallow: /account\n", mimetype="text/plain")


@app.errorhandler(404)
def not_found(_):
    return Response("<!doctype html><title>Not found</title><p>No such page.\n", 404, mimetype="text/html")
