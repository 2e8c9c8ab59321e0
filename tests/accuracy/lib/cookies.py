"""A browser's cookie jar (RFC 6265): cookies know hosts and paths, and nothing of ports."""
import email.utils
import itertools
import threading
import time


class Cookie:
    def __init__(self, name, value, domain, host_only, path, expires, order):
        self.name, self.value, self.domain, self.host_only = name, value, domain, host_only
        self.path, self.expires, self.order = path, expires, order

    def goes_to(self, host, path):
        domain = host == self.domain or (not self.host_only and host.endswith("." + self.domain))
        below = path == self.path or (path.startswith(self.path) and
                                      (self.path.endswith("/") or path[len(self.path):].startswith("/")))
        return domain and below


def default_path(path):
    """RFC 6265, 5.1.4"""
    return path[:path.rfind("/")] or "/"


def expiry(attributes):
    """When the cookie ends, None at the end of the browser session; Max-Age wins (5.3)."""
    if attributes.get("max-age", "").lstrip("-").isdigit():
        return time.time() + int(attributes["max-age"])
    if "expires" in attributes:
        try:
            return email.utils.parsedate_to_datetime(attributes["expires"]).timestamp()
        except (TypeError, ValueError):
            return None
    return None


class Jar:
    def __init__(self):
        self.cookies, self.lock, self.order = {}, threading.Lock(), itertools.count()

    def store(self, line, host, path):
        """Takes what one Set-Cookie line says."""
        pair, *rest = line.split(";")
        name, separator, value = pair.partition("=")
        if not separator or not name.strip():
            return
        attributes = {key.strip().lower(): text.strip()
                      for key, _, text in (attribute.partition("=") for attribute in rest)}
        domain = attributes.get("domain", "").lstrip(".").lower()
        if domain and host != domain and not host.endswith("." + domain):
            return
        where = attributes.get("path", "")
        where = where if where.startswith("/") else default_path(path)
        cookie = Cookie(name.strip(), value.strip(), domain or host, not domain, where, expiry(attributes),
                        next(self.order))
        key = cookie.name, cookie.domain, cookie.path
        with self.lock:
            if key in self.cookies:
                cookie.order = self.cookies[key].order
            self.cookies[key] = cookie
            if cookie.expires is not None and cookie.expires <= time.time():
                del self.cookies[key]

    def pairs(self, host, path):
        """[(name, value)] for a request, longest paths first, then oldest first (5.4)."""
        now = time.time()
        with self.lock:
            sent = [cookie for cookie in self.cookies.values()
                    if cookie.goes_to(host, path) and (cookie.expires is None or cookie.expires > now)]
        sent.sort(key=lambda cookie: (-len(cookie.path), cookie.order))
        return [(cookie.name, cookie.value) for cookie in sent]

    def put(self, name, value, host, path="/"):
        """What a script on a page, or an attacker, plants."""
        self.store(f"{name}={value}; Path={path}", host, path)

    def value(self, name):
        return next((cookie.value for cookie in self.cookies.values() if cookie.name == name), None)

    def forget(self, name=None):
        """Removes the cookies of one name, or all of them."""
        with self.lock:
            self.cookies = {key: cookie for key, cookie in self.cookies.items()
                            if name is not None and cookie.name != name}

    def end_browser_session(self):
        """The browser is closed: only cookies with a date stay."""
        with self.lock:
            self.cookies = {key: cookie for key, cookie in self.cookies.items() if cookie.expires is not None}

    def copy(self):
        jar = Jar()
        with self.lock:
            jar.cookies = dict(self.cookies)
        jar.order = itertools.count(len(jar.cookies) + 1000)
        return jar


class NoJar(Jar):
    """A browser that refuses cookies."""

    def store(self, line, host, path):
        pass
