"""Users of the bookshop."""
import base64
import threading

from bookshop import COOKIE, PASSWORDS, add, log_in, log_out, order, speak
from cases import CHROME, ELSEWHERE, FIREFOX, HOME, MOBILE, OFFICE, OFFICE6, PHONE, ROAMING, case

SCRIPT = "example-sync/2.1"


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
