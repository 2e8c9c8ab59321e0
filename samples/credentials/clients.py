"""clients.py SCENARIO ADDRESS: the users of the three applications, one keep-alive connection each."""
import base64
import http.client
import json
import re
import sys
import time
import urllib.parse

SCENARIO, ADDRESS = sys.argv[1:3]
OFFICE, HOME, ELSEWHERE = "192.0.2.10", "192.0.2.11", "198.51.100.66"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          "Chrome/126.0.0.0 Safari/537.36")


class Client:
    def __init__(self, host, address=OFFICE, agent=FIREFOX):
        self.connection = http.client.HTTPConnection(ADDRESS, 80, timeout=10, source_address=(address, 0))
        self.fields = {"Host": host, "User-Agent": agent}
        self.cookie = None

    def ask(self, method, target, body=None, **fields):
        send = {**self.fields, **fields}
        if self.cookie:
            send["Cookie"] = f"sid={self.cookie}"
        self.connection.request(method, target, body, send)
        response = self.connection.getresponse()
        response.content = response.read().decode()
        for line in response.msg.get_all("Set-Cookie", []):
            self.cookie = re.match("sid=([^;]*)", line).group(1)
        time.sleep(0.01)
        return response

    def form(self, target, **values):
        return self.ask("POST", target, urllib.parse.urlencode(values),
                        **{"Content-Type": "application/x-www-form-urlencoded"})

    def json(self, target, **values):
        return self.ask("POST", target, json.dumps(values), **{"Content-Type": "application/json"})


def url_id():
    def follow(client, response):
        while location := response.getheader("Location"):
            response = client.ask("GET", location)
            target = location
        client.ask("GET", "/logo.svg", Referer=f"http://old.example.test{target}")
        found = re.search("sid=([0-9a-f]+)", response.content)
        client.sid = found and found.group(1)

    ada, ben = Client("old.example.test"), Client("old.example.test")
    for client in (ada, ben):
        follow(client, client.ask("GET", "/"))
        client.ask("GET", f"/news?sid={client.sid}")
    for client, name, password in ((ada, "ada", "difference-engine"), (ben, "ben", "wrong"),
                                   (ben, "ben", "kite-and-key")):
        client.ask("GET", f"/account?sid={client.sid}")
        follow(client, client.form("/login", user=name, password=password, sid=client.sid))
    for client in (ben, ada, ben):
        client.ask("GET", f"/news?sid={client.sid}")
    dead = ada.sid
    follow(ada, ada.ask("GET", f"/logout?sid={ada.sid}"))
    follow(ada, ada.ask("GET", f"/account?sid={dead}"))     # a bookmark with a dead id: a new session
    ada.ask("GET", f"/news?sid={ada.sid}")


def tokens():
    def grant(client, response):
        given = json.loads(response.content)
        client.refresh, client.auth = given["refresh_token"], {"Authorization": f"Bearer {given['access_token']}"}

    ada, ben = Client("api.example.test"), Client("api.example.test", HOME)
    ada.ask("GET", "/status")
    ada.ask("GET", "/orders")
    ada.json("/token", username="ada", password="wrong")
    for client, name, password in ((ada, "ada", "difference-engine"), (ben, "ben", "kite-and-key")):
        grant(client, client.json("/token", username=name, password=password))
        client.ask("GET", "/orders", **client.auth)
    # One connection, two users: the connection says nothing about who it is. (Same user agent, so no theft.)
    ada.ask("GET", "/orders/7", **ben.auth)
    ada.ask("GET", "/orders/12", **ada.auth)
    time.sleep(1.1)
    for client in (ada, ben):
        client.ask("GET", "/orders", **client.auth)             # too old: 401, then refreshed
        grant(client, client.json("/token", refresh_token=client.refresh))
        client.ask("GET", "/orders", **client.auth)
    ada.ask("POST", "/revoke", **ada.auth)
    ada.ask("GET", "/orders", **ada.auth)
    ada.json("/token", refresh_token=ada.refresh)
    ben.ask("GET", "/orders/7", **ben.auth)


def basic():
    def auth(name, password):
        return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}

    eve, ada = Client("api.example.test"), Client("api.example.test")
    eve.ask("GET", "/admin")
    eve.ask("GET", "/admin", **auth("eve", "guessed"))
    for client, who in ((eve, auth("eve", "listening-in")), (ada, auth("ada", "difference-engine")),
                        (eve, auth("eve", "listening-in"))):
        client.ask("GET", "/admin", **who)
        client.ask("GET", "/admin/users", **who)
    ada.ask("GET", "/status")


def fixation():
    attacker = Client("weak.example.test", ELSEWHERE, CHROME)
    ada, ben = Client("weak.example.test"), Client("weak.example.test")
    attacker.ask("GET", "/")
    ben.ask("GET", "/")
    ada.ask("GET", f"/?sid={attacker.cookie}")                  # the planted link
    ada.ask("GET", "/login")
    ada.form("/login", user="ada", password="difference-engine")
    ada.ask("GET", "/account")
    attacker.ask("GET", "/account")                             # is now ada
    attacker.ask("GET", "/account")
    ben.form("/login", user="ben", password="kite-and-key")
    ben.ask("GET", "/account")
    kept = ben.cookie
    ben.form("/logout")
    ben.cookie = kept
    ben.ask("GET", "/account")                                  # still welcome: the session goes on


{"url-id": url_id, "tokens": tokens, "basic": basic, "fixation": fixation}[SCENARIO]()
