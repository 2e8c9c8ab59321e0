"""A site of the old kind: no cookies, the session's id travels in links, forms and redirects as ?sid=."""
import secrets

from flask import Flask, Response, g, redirect, request

from account_log import AccountLog

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key"}
app = Flask(__name__)
account = AccountLog()
sessions, ended = {}, {}    # id: {"number", "user"}, id: number
count = 0


def event(name, number, **more):
    g.events.append({"event": name, "session": number, **more})


def mint():
    global count
    count += 1
    key = secrets.token_hex(16)
    sessions[key] = {"number": count, "user": None}
    g.truth = count
    event("minted", count)
    return key


@app.before_request
def recognise():
    g.events, g.truth, g.user = [], None, None
    g.key = request.args.get("sid") or request.form.get("sid")
    g.session = sessions.get(g.key)
    if g.session:
        g.truth, g.user = g.session["number"], g.session["user"]
    elif g.key in ended:
        g.truth = ended[g.key]
        event("used-after-end", g.truth)


@app.after_request
def write_account(response):
    account.write(response, g.truth, g.user, g.events)
    return response


def page(title, body=""):
    links = " ".join(f'<a href="/{name}?sid={g.key}">{name}</a>' for name in ("news", "account", "logout"))
    return Response(f'<!doctype html><title>{title}</title><img src="/logo.svg"><nav>{links}</nav>'
                    f'<h1>{title}</h1>{body}\n', mimetype="text/html")


@app.get("/logo.svg")
def logo():
    return Response('<svg xmlns="http://www.w3.org/2000/svg"/>', mimetype="image/svg+xml")


@app.get("/")
@app.get("/news")
@app.get("/account")
def content():
    if not g.session:
        return redirect(f"/?sid={mint()}", 302)
    if request.path == "/account" and not g.session["user"]:
        return page("Log in", '<form method="post" action="/login"><input name="user">'
                    '<input name="password" type="password">'
                    f'<input type="hidden" name="sid" value="{g.key}"></form>')
    return page(request.path[1:] or "Home", f"<p>{g.session['user'] or 'Guest'}</p>")


@app.post("/login")
def login():
    if not g.session:
        return redirect(f"/?sid={mint()}", 302)
    name = request.form.get("user", "")
    if PASSWORDS.get(name) != request.form.get("password"):
        event("login-failed", g.truth, user=name)
        return redirect(f"/account?sid={g.key}", 303)
    fresh = secrets.token_hex(16)
    ended[g.key] = g.truth
    sessions[fresh] = sessions.pop(g.key)
    g.session["user"] = g.user = name
    event("rotated", g.truth)
    event("login", g.truth, user=name)
    return redirect(f"/account?sid={fresh}", 303)


@app.get("/logout")
def logout():
    if g.session:
        ended[g.key] = g.truth
        del sessions[g.key]
        event("logout", g.truth)
    return redirect("/goodbye", 303)


@app.get("/goodbye")
def goodbye():
    return Response("<!doctype html><title>Goodbye</title>\n", mimetype="text/html")
