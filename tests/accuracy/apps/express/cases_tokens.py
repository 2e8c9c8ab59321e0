"""The JSON API on express: tokens, in fields and in cookies."""
import base64

from cases import CHROME, ELSEWHERE, FIREFOX, PHONE, case
from people import PASSWORDS, at_once


def orders(browser):
    return browser.api("GET", "/api/orders")[0]


def token(browser, password=None):
    """Logs in for a signed access token and a refresh token."""
    status, answer = browser.api("POST", "/auth/token", {"username": browser.user,
                                                         "password": password or PASSWORDS[browser.user]})
    if status == 200:
        browser.bearer, browser.refresh = answer["access_token"], answer["refresh_token"]


def refresh(browser, with_access=True):
    send = {} if with_access else {"Authorization": None}
    status, answer = browser.api("POST", "/auth/refresh", {"refresh_token": browser.refresh}, send)
    if status == 200:
        browser.bearer, browser.refresh = answer["access_token"], answer["refresh_token"]


@case("express-jwt", app="express", settings={"access": 2})
def signed_tokens(world):
    """Signed access tokens that run out, and refresh tokens used once: 401, refresh, and on in the same session."""
    def patient(browser):
        browser.api("GET", "/api/status")
        orders(browser)                     # 401: nobody yet
        token(browser, "wrong")
        token(browser)
        orders(browser)
        world.pause(2.3)
        orders(browser)                     # 401
        refresh(browser, with_access=browser.user == "ada")
        orders(browser)
        browser.api("POST", "/auth/logout")
        orders(browser)                     # 401: used after the end

    def early(browser):
        token(browser)
        for number in range(3):
            browser.api("GET", f"/api/orders/{number}")
            refresh(browser)
        orders(browser)
        browser.together(*[lambda: orders(browser)] * 3)

    def tabs(browser):
        token(browser)
        world.pause(2.3)
        browser.together(*[lambda: orders(browser)] * 2)    # both refused
        old = browser.refresh
        refresh(browser)
        orders(browser)
        browser.refresh = old
        refresh(browser)                    # used twice: refused
        orders(browser)
    at_once(world, ("ada", FIREFOX, patient), ("ben", FIREFOX, patient), ("eve", FIREFOX, early), ("dan", CHROME, tabs))


@case("express-opaque-token", app="express")
def opaque_tokens(world):
    """Opaque bearer tokens from a JSON login; a token used after its logout; a token used by somebody else elsewhere."""
    def log_in(browser, password=None):
        status, answer = browser.api("POST", "/api/session", {"username": browser.user,
                                                              "password": password or PASSWORDS[browser.user]})
        browser.bearer = answer["token"] if status == 201 else None

    def user(browser):
        browser.api("GET", "/api/status")
        log_in(browser, "wrong")
        log_in(browser)
        for number in range(3):
            browser.api("GET", f"/api/orders/{number}")
        if browser.user == "eve":
            thief = world.browser("thief", PHONE, ELSEWHERE)
            thief.bearer = browser.bearer
            orders(thief)
            orders(thief)
        browser.api("DELETE", "/api/session")
        orders(browser)
        browser.bearer = None
        log_in(browser)
        orders(browser)
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve")), ("dan", CHROME, user))


@case("express-field-token", app="express")
def field_tokens(world):
    """Opaque tokens in a field of their own, X-Auth-Token: two users behind one address, a third who comes twice."""
    def user(browser):
        for _ in range(2 if browser.user == "eve" else 1):
            _, answer = browser.api("POST", "/api/session", {"username": browser.user, "password": PASSWORDS[browser.user]})
            browser.fields["X-Auth-Token"] = answer["token"]
            for number in range(4):
                browser.api("GET", f"/api/orders/{number}")
            browser.together(*[lambda: orders(browser)] * 2)
            if browser.user != "ben":
                browser.api("DELETE", "/api/session")
            del browser.fields["X-Auth-Token"]
    at_once(world, ("ada", FIREFOX, user), ("ben", FIREFOX, user), ("eve", CHROME, user))


@case("express-jwt-cookies", app="express", settings={"access": 2}, cookies=["access_token", "refresh_token"])
def token_cookies(world):
    """The same tokens in cookies, the refresh token below /auth only: both are one session, through every refresh."""
    def user(browser):
        def log_in(password):
            browser.api("POST", "/auth/token", {"username": browser.user, "password": password, "cookies": True})
        browser.api("GET", "/api/status")
        log_in("wrong")
        log_in(PASSWORDS[browser.user])
        orders(browser)
        for _ in range(2 if browser.user == "ada" else 1):
            world.pause(2.3)
            orders(browser)                     # 401
            browser.api("POST", "/auth/refresh")
            browser.together(*[lambda: orders(browser)] * 2)
        if browser.user != "eve":
            browser.api("POST", "/auth/logout")
            orders(browser)                     # 401, with nothing to show
            log_in(PASSWORDS[browser.user])
            orders(browser)
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-spa", app="express", settings={"idle": 2}, cookies=["connect.sid"])
def single_page(world):
    """A page that logs in by JSON and gets a session cookie; refusals are 401, also for an id whose time is over."""
    def user(browser):
        def log_in(password):
            return browser.api("POST", "/api/login", {"user": browser.user, "password": password})
        browser.open("/")
        browser.api("GET", "/api/me")           # 401
        if browser.user in ("ada", "eve"):
            log_in("wrong")
        log_in(PASSWORDS[browser.user])
        browser.together(*[lambda: browser.api("GET", "/api/me")] * 3)
        if browser.user in ("ada", "dan"):
            world.pause(2.6)
            browser.api("GET", "/api/me")       # 401, and a fresh id
            log_in(PASSWORDS[browser.user])
            browser.api("GET", "/api/me")
        browser.api("POST", "/api/logout")
        browser.open("/", assets=False)
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan", "fay")))


@case("express-basic", app="express")
def basic(world):
    """HTTP Basic: a session is a user's at the service; refused names and passwords link nothing."""
    def user(browser):
        def credentials(password):
            value = base64.b64encode(f"{browser.user}:{password}".encode()).decode()
            browser.fields["Authorization"] = f"Basic {value}"
        browser.open("/admin")                  # 401: the browser asks its user
        if browser.user == "ben":
            credentials("wrong")
            browser.open("/admin")
        credentials(PASSWORDS[browser.user])
        for number in range(4):
            browser.open(f"/admin/{number}")
        browser.together(*(lambda number=number: browser.open(f"/admin/{number}") for number in range(4, 7)))
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))
