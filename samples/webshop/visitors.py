"""The visitors of the shop, at the same time and each with a cookie jar and keep-alive connections of its own.

visitors.py HOST ADDRESS: ADDRESS is where HOST is. Every thread is bounded by the timeouts of its connections.
"""
import concurrent.futures
import gzip
import http.client
import json
import random
import re
import sys
import threading
import time
import urllib.parse

HOST, ADDRESS = sys.argv[1:3]
OFFICE, HOME, HOME_ROAMING, ELSEWHERE, CRAWLER = (
    "192.0.2.10", "192.0.2.11", "192.0.2.12", "198.51.100.66", "198.51.100.67")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          "Chrome/126.0.0.0 Safari/537.36")
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.5 Mobile/15E148 Safari/604.1")
SECONDS = 15
PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat"}


class Browser:
    def __init__(self, address, agent, connections=3, jar=None):
        self.address, self.agent = address, agent
        self.jar = {} if jar is None else jar
        self.cache = {}     # target: ETag
        self.csrf = ""
        self.referer = ""
        self.random = random.Random(f"{address} {agent}")
        self.connections = [http.client.HTTPConnection(ADDRESS, 80, timeout=SECONDS, source_address=(address, 0))
                            for _ in range(connections)]

    def pause(self, most=0.12):
        time.sleep(self.random.uniform(0.02, most))

    def exchange(self, method, target, body=None, fields=None, lane=0, cookies=None):
        """One exchange on connection `lane`; http.client opens it again when the server has closed it."""
        send = {"Host": HOST, "User-Agent": self.agent, "Accept-Encoding": "gzip", "Accept": "*/*", **(fields or {})}
        jar = self.jar if cookies is None else cookies
        if jar:
            send["Cookie"] = "; ".join(f"{name}={value}" for name, value in list(jar.items()))
        if self.referer:
            send["Referer"] = f"http://{HOST}{self.referer}"
        if target in self.cache:
            send["If-None-Match"] = self.cache[target]
        connection = self.connections[lane]
        connection.request(method, target, body, send)
        response = connection.getresponse()
        content = response.read()
        if response.getheader("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for line in response.msg.get_all("Set-Cookie", []):
            pair, *attributes = line.split("; ")
            name, _, value = pair.partition("=")
            if cookies is None:
                if "Max-Age=0" in attributes:
                    self.jar.pop(name, None)
                else:
                    self.jar[name] = value
        if response.getheader("ETag") and target.startswith("/static/"):
            self.cache[target] = response.getheader("ETag")
        return response, content

    def open(self, target, assets=True):
        """A page with its redirects, and what it embeds on the other connections, in parallel."""
        for _ in range(5):
            response, content = self.exchange("GET", target)
            if response.status not in (301, 302, 303):
                break
            target = urllib.parse.urljoin(target, response.getheader("Location"))
        self.arrived(target, content)
        if assets:
            self.embed(content)
        self.pause()
        return response

    def arrived(self, target, content):
        self.referer = target
        found = re.search(rb'name="csrf" value="([0-9a-f]+)"', content)
        if found:
            self.csrf = found.group(1).decode()

    def embed(self, content):
        wanted = list(dict.fromkeys(re.findall(rb'(?:src|href)="(/static/[^"]+)"', content)))
        lanes = [wanted[start::len(self.connections)] for start in range(len(self.connections))]
        def fetch(lane):
            for target in lanes[lane]:
                self.exchange("GET", target.decode(), lane=lane)
        with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
            list(pool.map(fetch, range(len(lanes))))

    def submit(self, target, **values):
        body = urllib.parse.urlencode({**values, "csrf": values.get("csrf", self.csrf)})
        response, content = self.exchange("POST", target, body, {"Content-Type": "application/x-www-form-urlencoded",
                                                                 "Origin": f"http://{HOST}"})
        if response.status in (302, 303):
            self.pause(0.04)
            return self.open(urllib.parse.urljoin(target, response.getheader("Location")))
        self.arrived(target, content)
        self.pause()
        return response

    def api(self, method, target, value=None, lane=1, **more):
        fields = {"X-Requested-With": "fetch"}
        if value is not None:
            fields.update({"Content-Type": "application/json", "X-CSRF-Token": self.csrf})
        response, content = self.exchange(method, target, value and json.dumps(value), fields, lane, **more)
        self.pause(0.05)
        return response, json.loads(content)

    def login(self, name, password=None):
        self.open("/login")
        return self.submit("/login", user=name, password=password or PASSWORDS[name])

    def close(self):
        for connection in self.connections:
            connection.close()


stolen = {}
sid_is_known, thief_is_done = threading.Event(), threading.Event()


def ada():
    """The whole way: browse, log in, buy, log out; someone else uses her id meanwhile; an old tab asks once more."""
    browser = Browser(OFFICE, FIREFOX)
    browser.open("/")
    browser.submit("/preferences", theme="dark", lang="en")
    browser.open("/product/1")
    browser.submit("/cart/add", product=1, quantity=2)
    browser.login("ada")
    stolen.update(browser.jar)
    sid_is_known.set()
    browser.api("GET", "/api/cart")
    browser.open("/checkout/payment")   # too early: sent back to the first step
    browser.submit("/checkout/address", name="Ada Example", street="1 Sample Street", town="Testville")
    browser.submit("/checkout/shipping", speed="slow")
    thief_is_done.wait(SECONDS)
    browser.submit("/checkout/payment", card="4000 0000 0000 0000", expires="01/30")
    browser.submit("/checkout/review")
    old = dict(browser.jar)
    browser.submit("/logout")
    browser.api("GET", "/api/cart", cookies=old)
    browser.api("GET", "/api/cart", lane=2)
    browser.close()


def thief():
    """Ada's id from another place in another browser."""
    sid_is_known.wait(SECONDS)
    browser = Browser(ELSEWHERE, CHROME, connections=1, jar={"sid": stolen["sid"]})
    browser.open("/account", assets=False)
    browser.submit("/cart/add", product=3, quantity=9, csrf="0" * 32)   # without her token: refused
    browser.open("/cart", assets=False)
    thief_is_done.set()
    browser.close()


def ben():
    """Behind ada's address, with her browser: fails to log in, succeeds, leaves, comes back."""
    browser = Browser(OFFICE, FIREFOX)
    browser.open("/")
    browser.login("ben", "kite-and-kex")
    browser.submit("/login", user="ben", password=PASSWORDS["ben"])
    for number in (2, 5):
        browser.open(f"/product/{number}")
        browser.api("POST", "/api/cart", {"product": number, "quantity": 1})
    browser.open("/cart")
    browser.open("/no-such-page", assets=False)
    old = dict(browser.jar)
    browser.submit("/logout")
    browser.login("ben")
    browser.open("/account")
    # A page asked for with the id from before the logout: the shop starts a new session for it.
    browser.exchange("GET", "/cart", cookies=old)
    browser.open("/search?q=bell")
    browser.close()


def eve():
    """Third behind the same address; idles until her session has expired, then logs in again."""
    browser = Browser(OFFICE, CHROME)
    browser.open("/")
    browser.submit("/preferences", theme="dark", lang="de")
    browser.login("eve")
    browser.open("/product/3")
    browser.submit("/cart/add", product=3, quantity=1)
    time.sleep(4.6)
    browser.open("/account")
    browser.submit("/login", user="eve", password=PASSWORDS["eve"])
    browser.open("/cart")
    browser.submit("/logout")
    browser.close()


def dan():
    """At home, logs in by JSON, moves to another address with the same browser, never logs out."""
    browser = Browser(HOME, FIREFOX)
    browser.open("/")
    browser.api("POST", "/api/login", {"user": "dan", "password": "tiny-little-dog"})
    _, answer = browser.api("POST", "/api/login", {"user": "dan", "password": PASSWORDS["dan"]})
    browser.csrf = answer["csrf"]
    browser.api("POST", "/api/cart", {"product": 4, "quantity": 3})
    browser.api("POST", "/api/cart", {"product": 44, "quantity": 1})
    browser.open("/account")
    browser.close()
    moved = Browser(HOME_ROAMING, FIREFOX, connections=2, jar=browser.jar)
    moved.cache = browser.cache
    moved.open("/account")
    moved.submit("/checkout/address", name="Dan Example", street="2 Sample Street", town="Testville")
    moved.open("/cart")
    moved.close()


def looker():
    """Never logs in; same preferences as others; on the office's address, with a phone."""
    browser = Browser(OFFICE, PHONE, connections=2)
    browser.open("/")
    browser.submit("/preferences", theme="dark", lang="de")
    for number in (6, 4, 2, 99):
        browser.open(f"/product/{number}")
    browser.submit("/cart/add", product=6, quantity=1)
    browser.open("/checkout/address")   # has to log in first, and doesn't
    browser.close()


def crawler():
    """Keeps no cookies: pages mint a session each, the rest belongs to none."""
    browser = Browser(CRAWLER, "ExampleCrawler/1.0", connections=1)
    for target in ("/robots.txt", "/", "/static/shop.css", "/product/1", "/no-such-page", "/static/none.png"):
        browser.jar.clear()
        browser.exchange("GET", target)
        browser.pause()
    browser.close()


VISITORS = (ada, ben, eve, dan, thief, looker, crawler)
with concurrent.futures.ThreadPoolExecutor(len(VISITORS)) as everyone:
    for future in [everyone.submit(visitor) for visitor in VISITORS]:
        future.result(timeout=60)
