"""A scripted user agent that behaves as browsers do: jar, Referer, redirects, several kept connections, the assets
of a page in parallel. Every request is written into the client's log, outside of the traffic."""
import concurrent.futures
import html.parser
import json
import threading
import time
import urllib.parse

from cookies import Jar
from wire import Closed, Connection

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          "Chrome/126.0.0.0 Safari/537.36")
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.5 Mobile/15E148 Safari/604.1")
REDIRECTS = 6


class Page(html.parser.HTMLParser):
    """What a browser takes from a page: forms with their hidden fields, and what is embedded."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.assets, self.links = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action"), "method": given.get("method", "get").upper(), "fields": {}})
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1]["fields"][given["name"]] = given.get("value") if given.get("type") == "hidden" else None
        elif tag in ("script", "img") and given.get("src"):
            self.assets.append(given["src"])
        elif tag == "link" and given.get("href"):
            self.assets.append(given["href"])
        elif tag == "a" and given.get("href"):
            self.links.append(given["href"])


class Browser:
    """One user agent. `origin` is "http://host" or "http://host:port"; `world` knows where hosts are."""

    def __init__(self, world, user, agent, address, origin, connections=6, jar=None):
        self.world, self.user, self.agent, self.address = world, user, agent, address
        self.origin, self.most = origin, connections
        self.jar = jar or Jar()
        self.bearer = None      # access token, sent as Authorization: Bearer
        self.fields = {}        # fields sent with every request
        self.referer = None
        self.page = Page("")
        self.action = None      # what the script says it is doing, for the log
        self.free, self.busy, self.lock = [], 0, threading.Condition()
        self.loaded = set()

    # Exchanges

    def exchange(self, method, target, body=None, fields=None, origin=None):
        """One exchange on a kept connection; the server may have closed it meanwhile, then on another."""
        for _ in range(3):
            connection = self._take(origin or self.origin)
            try:
                return self._on(connection, [(method, target, body, fields)], origin or self.origin)[0]
            except Closed:
                connection.close()
            finally:
                self._give(connection, origin or self.origin)
        raise OSError(f"{method} {target}: no response")

    def pipeline(self, requests, origin=None):
        """Requests (method, target[, body[, fields]]) in one write on one connection, then their responses."""
        connection = self._take(origin or self.origin)
        try:
            return self._on(connection, [(*request, None, None)[:4] for request in requests], origin or self.origin)
        finally:
            self._give(connection, origin or self.origin)

    def _on(self, connection, requests, origin):
        rows, data = [], b""
        for method, target, body, fields in requests:
            head, sent = self._head(method, target, body, fields or {}, origin)
            rows.append({"client_ip": connection.client_ip, "client_port": connection.client_port,
                         "server_port": connection.server_port, "ordinal": connection.ordinal,
                         "time": round(time.time(), 6), "method": method, "target": target, "user": self.user,
                         "agent": self.fields.get("User-Agent", self.agent), "action": self.action, "status": None,
                         "cookies": sent, "request": [connection.sent + len(data), 0], "response": None, "set": []})
            data += head + (body or b"")
            rows[-1]["request"][1] = connection.sent + len(data)
            connection.ordinal += 1
        responses = []
        try:
            connection.write(data)
            for row in rows:
                begin = connection.received - len(connection.buffer)
                response = connection.read_response(row["method"])
                response.target = row["target"]
                row["status"], row["response"] = response.status, [begin, response.end]
                host = urllib.parse.urlsplit(origin).hostname
                for line in response.all("set-cookie"):
                    row["set"].append(line)
                    self.jar.store(line, host, row["target"].split("?")[0])
                responses.append(response)
        except (BrokenPipeError, ConnectionResetError) as error:
            if not responses:
                raise Closed() from error
            raise
        finally:
            for row in rows:
                self.world.record(row)
        return responses

    def _head(self, method, target, body, fields, origin):
        send = {"Host": urllib.parse.urlsplit(origin).netloc, "User-Agent": self.agent, "Accept": "*/*",
                "Accept-Language": "en-GB,en;q=0.5", "Accept-Encoding": "gzip", "Connection": "keep-alive", **self.fields}
        pairs = self.jar.pairs(urllib.parse.urlsplit(origin).hostname, target.split("?")[0])
        if self.referer and "Referer" not in fields:
            send["Referer"] = self.referer
        if self.bearer:
            send["Authorization"] = f"Bearer {self.bearer}"
        if pairs:
            send["Cookie"] = "; ".join(f"{name}={value}" for name, value in pairs)
        if body is not None:
            send["Content-Length"] = str(len(body))
        send.update(fields)
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in send.items() if value is not None)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), [list(pair) for pair in pairs]

    # What users do

    def open(self, target, assets=True, fields=None, origin=None):
        """A page, at the end of its redirects, with what it embeds."""
        return self._arrive(self.exchange("GET", target, None, fields, origin), assets, origin)

    def submit(self, values, action=None, assets=True):
        """Fills in and sends the form that has these fields (or goes to `action`), hidden fields included."""
        form = next((form for form in self.page.forms if (form["action"] == action if action else
                                                          all(name in form["fields"] for name in values))), None)
        hidden = {name: value for name, value in form["fields"].items() if value is not None} if form else {}
        target = action or form["action"] or urllib.parse.urlsplit(self.referer).path
        return self.post(target, {**hidden, **values}, assets)

    def post(self, target, values, assets=True, fields=None):
        body = urllib.parse.urlencode(values).encode()
        send = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, **(fields or {})}
        return self._arrive(self.exchange("POST", target, body, send), assets, None)

    def api(self, method, target, value=None, fields=None):
        """A call by a script of the page: JSON there and back; (status, value)."""
        send = {"Accept": "application/json", **(fields or {})}
        body = None
        if value is not None:
            body = json.dumps(value).encode()
            send["Content-Type"] = "application/json"
        response = self.exchange(method, target, body, send)
        is_json = "json" in (response.field("content-type") or "")
        return response.status, json.loads(response.content) if is_json and response.content else None

    def together(self, *calls):
        """Calls of this user agent at the same time, each on a connection of its own."""
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return [future.result(timeout=60) for future in [pool.submit(call) for call in calls]]

    def roam(self, address):
        """The same user agent with another address: new connections."""
        self.close()
        self.address = address

    def restart(self):
        """The browser is closed and opened again."""
        self.close()
        self.jar.end_browser_session()
        self.referer, self.loaded = None, set()

    def close(self):
        with self.lock:
            for _, connection in self.free:
                connection.close()
            self.free = []

    def _arrive(self, response, assets, origin):
        for _ in range(REDIRECTS):
            if response.status not in (301, 302, 303):
                break
            target = urllib.parse.urljoin(response.target, response.field("location"))
            parts = urllib.parse.urlsplit(target)
            if parts.netloc:
                origin = f"{parts.scheme}://{parts.netloc}"
            target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
            response = self.exchange("GET", target, None, None, origin)
        if "html" in (response.field("content-type") or ""):
            self.page = Page(response.content.decode("utf-8", "replace"))
            self.referer = (origin or self.origin) + response.target
            if assets:
                self._embed(origin)
        return response

    def _embed(self, origin):
        wanted = [asset for asset in dict.fromkeys(self.page.assets) if asset not in self.loaded]
        self.loaded.update(wanted)
        if wanted:
            self.together(*(lambda asset=asset: self.exchange("GET", asset, origin=origin) for asset in wanted))

    # The pool

    def _take(self, origin):
        with self.lock:
            while True:
                for index in reversed(range(len(self.free))):
                    if self.free[index][0] == origin:
                        connection = self.free.pop(index)[1]
                        if connection.socket.fileno() >= 0 and connection.usable():
                            self.busy += 1
                            return connection
                        connection.close()
                        break
                else:
                    if self.busy < self.most:
                        self.busy += 1
                        break
                    self.lock.wait(20)
        parts = urllib.parse.urlsplit(origin)
        try:
            return Connection(self.address, self.world.resolve(parts.hostname, self.address), parts.port or 80)
        except OSError:
            with self.lock:
                self.busy -= 1
            raise

    def _give(self, connection, origin):
        with self.lock:
            self.busy -= 1
            if connection.socket.fileno() >= 0:
                self.free.append((origin, connection))
            self.lock.notify()
