"""Users of the bookshop."""
import base64
import threading

from cases import (CHROME, ELSEWHERE, FIREFOX, HOME, HOME6, MOBILE, OFFICE, OFFICE6, PHONE, ROAMING, case)

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "joe": "over-the-hills", "kim": "paper-and-ink", "lou": "river-of-stone"}
COOKIE = ["sessionid"]
SCRIPT = "example-sync/2.1"


def log_in(browser, name, password=None, remember=False, page="/login/"):
    if page:
        browser.open(page)
    values = {"username": name, "password": password or PASSWORDS[name]}
    return browser.submit({**values, "remember": "on"} if remember else values)


def log_out(browser):
    return browser.submit({}, action="/logout/")


def add(browser, number):
    browser.open(f"/books/{number}/")
    return browser.submit({}, action="/cart/add/")


def speak(browser, language):
    browser.open("/cart/")
    browser.submit({"language": language}, action="/i18n/setlang/")


def order(browser):
    browser.open("/order/review/")      # too early: sent back to the first step
    browser.submit({"street": "1 Sample Street", "town": "Testville"})
    browser.submit({"speed": "slow"})
    browser.submit({}, action="/order/review/")


def shoppers(world):
    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        one.open("/")
        add(one, 1)
        add(one, 2)
        log_in(one, "ada")
        order(one)
        log_out(one)
        one.open("/")

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        one.open("/")
        log_in(one, "ben", "kite-and-kex")
        log_in(one, "ben", page=None)
        add(one, 4)
        speak(one, "de")
        log_out(one)
        log_in(one, "ben")
        one.open("/cart/")

    def eve():
        one = world.browser("eve", CHROME, OFFICE)
        speak(one, "de")
        add(one, 3)
        one.open("/account/")           # sent to /login/?next=/account/
        log_in(one, "eve", page=None)
        world.pause(0.2)
        one.together(lambda: one.exchange("GET", "/cart/"), lambda: one.exchange("GET", "/account/"))

    def kim_at_two():
        desk, phone = world.browser("kim", FIREFOX, OFFICE), world.browser("kim", PHONE, MOBILE)
        log_in(desk, "kim")
        log_in(phone, "kim")
        add(desk, 0)
        phone.open("/cart/")
        log_out(desk)
        phone.open("/account/")

    def lou():
        one = world.browser("lou", FIREFOX, OFFICE6)
        add(one, 2)
        log_in(one, "lou", remember=True)
        one.restart()
        one.open("/account/")

    def looker():
        one = world.browser("looker", PHONE, OFFICE)
        one.open("/")
        speak(one, "de")
        one.open("/books/9/")
        one.open("/order/address/")     # has to log in first, and doesn't
        one.open("/cart/")

    def crawler():
        one = world.browser("crawler", "ExampleCrawler/1.0", ELSEWHERE, connections=1)
        for target in ("/", "/books/1/", "/books/2/", "/account/", "/robots.txt"):
            one.jar.forget()
            one.open(target, assets=False)

    return ada, ben, eve, kim_at_two, lou, looker, crawler


@case("django-shop", app="django", cookies=COOKIE)
def shop(world):
    """Django's login renews sessionid and the CSRF cookie; carts before it, a second browser, IPv6, a signed messages
    cookie and a language that many share; pages that mint nothing belong to no session."""
    world.together(*shoppers(world))


@case("django-proxy", app="django", cookies=COOKIE, proxy=True)
def proxied(world):
    """The bookshop behind nginx: its one kept connection carries everybody."""
    ada, ben, eve, kim, *_ = shoppers(world)
    world.together(ada, ben, eve, kim)


@case("django-expiry", app="django", settings={"sessions": "short"}, cookies=COOKIE)
def expiry(world):
    """Three seconds at rest end a session on the server: redirected to the login and the cookie deleted; a session that
    was to be remembered lives on, also over a restart of the browser. Every response sets the same id again."""
    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        log_in(one, "ada")
        add(one, 1)
        world.pause(3.6)
        one.open("/account/")           # expired: /login/?next=/account/
        log_in(one, "ada", page=None)
        log_out(one)

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "ben", remember=True)
        world.pause(3.6)
        one.open("/account/")
        one.restart()
        one.open("/account/")
        add(one, 2)

    def eve():
        one = world.browser("eve", FIREFOX, OFFICE)
        log_in(one, "eve")
        one.open("/account/")
        old = one.jar.copy()
        world.pause(3.6)
        one.open("/order/address/")     # expired
        tab = world.browser("eve", FIREFOX, OFFICE, jar=old)
        tab.open("/account/")           # another window of hers comes with the dead id
        log_in(one, "eve", page=None)
        one.open("/account/")

    def kim():
        one = world.browser("kim", CHROME, OFFICE)
        log_in(one, "kim")
        for _ in range(5):              # never at rest for long
            world.pause(1.1)
            one.open("/account/")
        log_out(one)

    def dan():
        one = world.browser("dan", PHONE, HOME)
        log_in(one, "dan")
        one.restart()                   # the cookie goes with the browser
        one.open("/account/")
        log_in(one, "dan", page=None)

    world.together(ada, ben, eve, kim, dan)


@case("django-expired-fresh", app="django", settings={"sessions": "short"}, cookies=COOKIE)
def expired_fresh(world):
    """Sessions that run out where a fresh id takes the old one's place at once, as a rotation would: a cart of nobody's
    begun anew, a login that finds no session, and a file whose answer mints since every response saves the session."""
    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        add(one, 1)
        world.pause(3.6)
        one.open("/cart/")              # empty; the cookie is deleted
        add(one, 2)

    def eve():
        one = world.browser("eve", FIREFOX, OFFICE)
        add(one, 1)
        one.open("/books/3/")
        form = one.page
        world.pause(3.6)
        one.page = form
        one.submit({}, action="/cart/add/")     # a new id
        one.open("/cart/")

    def joe():
        one = world.browser("joe", CHROME, OFFICE)
        add(one, 1)
        one.open("/login/")
        world.pause(3.6)
        log_in(one, "joe", page=None)   # the login finds no session: a new one, not a renewed one
        one.open("/cart/")

    def lou():
        one = world.browser("lou", PHONE, OFFICE)
        log_in(one, "lou")
        world.pause(3.6)
        one.exchange("GET", "/static/late.css")     # nobody looks into the session, and saving it makes a new one
        one.open("/order/address/")
        log_in(one, "lou", page=None)
        one.open("/account/")

    def kim():
        one = world.browser("kim", CHROME, HOME)
        for number in (0, 1, 2, 3):
            add(one, number)
            world.pause(1.0)
        log_in(one, "kim")              # in time: renewed
        one.open("/cart/")

    world.together(ben, eve, joe, lou, kim)


@case("django-signed", app="django", settings={"sessions": "signed"}, cookies=COOKIE)
def signed(world):
    """Sessions in a signed cookie: every change is a new value and old ones stay good, after the logout too. Parallel
    changes, a replay after the logout, a thief with a value from before."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        for number in (0, 1, 2):
            add(one, number)
        log_in(one, "ada")
        stolen["jar"] = one.jar.copy()
        taken.set()
        order(one)
        done.wait(20)
        one.open("/account/")
        log_out(one)

    def thief():
        taken.wait(20)
        one = world.browser("thief", CHROME, ELSEWHERE, jar=stolen["jar"])
        one.open("/account/")
        add(one, 4)
        done.set()

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        add(one, 3)
        token = one.page.forms[-1]["fields"]["csrfmiddlewaretoken"]
        one.together(*(lambda number=number: one.post("/cart/add/", {"book": number, "csrfmiddlewaretoken": token}, False)
                       for number in (0, 1, 2)))
        one.open("/cart/")
        log_in(one, "ben")
        one.open("/account/")

    def eve():
        one = world.browser("eve", CHROME, OFFICE)
        log_in(one, "eve")
        one.open("/account/")
        kept = one.jar.copy()
        log_out(one)
        one.open("/")
        again = world.browser("eve", CHROME, OFFICE, jar=kept)
        again.open("/account/")         # the old value: still good

    def dan():
        one = world.browser("dan", PHONE, HOME6)
        log_in(one, "dan", "wrong")
        log_in(one, "dan", page=None, remember=True)
        add(one, 4)
        speak(one, "fr")

    world.together(ada, thief, ben, eve, dan)


@case("django-accounts", app="django", cookies=COOKIE)
def accounts(world):
    """A new password renews this session and ends the user's others; staff confirm themselves for more rights; refusals
    (no rights, wrong CSRF token, no such page) that end nothing; registration; an interface with HTTP Basic."""
    def ada():
        desk, phone = world.browser("ada", FIREFOX, HOME), world.browser("ada", PHONE, MOBILE)
        log_in(desk, "ada")
        log_in(phone, "ada")
        desk.open("/account/password/")
        desk.submit({"old_password": "wrong", "new_password1": "an-engine-more", "new_password2": "an-engine-more"})
        desk.submit({"old_password": PASSWORDS["ada"], "new_password1": "an-engine-more",
                     "new_password2": "an-engine-more"})
        phone.open("/account/")         # thrown out
        log_in(phone, "ada", page=None)
        log_in(phone, "ada", "an-engine-more", page=None)
        desk.open("/account/")

    def kim():
        one = world.browser("kim", FIREFOX, OFFICE)
        log_in(one, "kim")
        one.open("/staff/")
        one.submit({"pin": "wrong"})
        one.open("/staff/")
        one.submit({"pin": PASSWORDS["kim"]})
        one.open("/staff/")
        one.open("/account/")
        log_out(one)

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "ben")
        one.open("/staff/")             # 403, and he stays logged in
        one.open("/account/")
        one.post("/cart/add/", {"book": 1, "csrfmiddlewaretoken": "0" * 64})
        one.open("/account/")
        one.open("/nowhere/")
        add(one, 2)

    def eve():
        one = world.browser("eve", CHROME, OFFICE)
        one.open("/login/")
        hidden = {"csrfmiddlewaretoken": one.page.forms[-1]["fields"]["csrfmiddlewaretoken"]}   # of a second window
        log_in(one, "eve", page=None)
        one.post("/login/", {**hidden, "username": "eve", "password": PASSWORDS["eve"]})     # its CSRF token is too old
        one.open("/account/")

    def may():
        one = world.browser("may", CHROME, HOME)
        one.open("/register/")
        one.submit({"username": "may", "password1": "short", "password2": "shorter"})
        one.submit({"username": "may", "password1": "over-the-rainbow", "password2": "over-the-rainbow"})
        add(one, 1)
        log_out(one)

    def dan():
        one = world.browser("dan", PHONE, OFFICE)
        log_in(one, "dan", "tiny-little-dog")
        log_in(one, "dan", "tiny-little-cow", page=None)
        one.open("/")                   # gives up

    def sync(name, address):
        one = world.browser(name, SCRIPT, address, connections=1)
        one.api("GET", "/api/orders/")
        for password in ("wrong", PASSWORDS[name], PASSWORDS[name], PASSWORDS[name]):
            value = base64.b64encode(f"{name}:{password}".encode()).decode()
            one.api("GET", "/api/orders/", fields={"Authorization": f"Basic {value}"})
        one.api("POST", "/api/orders/", {"book": 3}, fields={"Authorization": f"Basic {value}"})

    world.together(ada, kim, ben, eve, may, dan, lambda: sync("joe", MOBILE), lambda: sync("lou", OFFICE))


@case("django-renamed", app="django", settings={"names": "plain"}, cookies=["k3"])
def renamed(world):
    """Cookies whose names tell nothing: the session's is k3, and the CSRF cookie visit_id looks like one and lives for a
    year. A counter in a shop where one user follows another without a logout; a thief; a user who roams."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def counter():
        one = world.browser("counter", FIREFOX, OFFICE)
        add(one, 0)
        log_in(one, "ben")
        one.open("/account/")
        log_in(one, "joe")              # over ben's living session: its id is replaced, as at any login
        one.open("/cart/")
        log_out(one)
        log_in(one, "lou")

    def ada():
        one = world.browser("ada", CHROME, HOME)
        speak(one, "de")
        log_in(one, "ada")
        stolen["jar"] = one.jar.copy()
        taken.set()
        done.wait(20)
        add(one, 3)
        log_out(one)

    def thief():
        taken.wait(20)
        one = world.browser("thief", "Wget/1.21.3", ELSEWHERE, connections=1, jar=stolen["jar"])
        one.open("/account/")
        one.open("/cart/")
        done.set()

    def dan():
        one = world.browser("dan", PHONE, HOME)
        log_in(one, "dan")
        one.open("/account/")
        one.roam(ROAMING)
        one.open("/account/")
        add(one, 2)

    def looker():
        one = world.browser("looker", FIREFOX, OFFICE)
        one.open("/login/")
        one.open("/")
        one.open("/books/1/")
        speak(one, "de")
        one.open("/cart/")

    world.together(counter, ada, thief, dan, looker)
