"""Users of the bookshop whose sessions end on the server by time, or don't end there at all."""
import threading

from bookshop import COOKIE, add, log_in, log_out, order, speak
from cases import CHROME, ELSEWHERE, FIREFOX, HOME, HOME6, OFFICE, PHONE, case


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
    """Sessions that run out in silence: an empty cart whose cookie is deleted, and a file whose answer has a fresh id since
    every response saves the session, as a rotation would; only the page after it sends the user to the login."""
    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        add(one, 1)
        world.pause(3.6)
        one.open("/cart/")              # empty; the cookie is deleted
        add(one, 2)

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

    world.together(ben, lou, kim)


@case("django-expired-unseen", app="django", settings={"sessions": "short"}, cookies=COOKIE)
def expired_unseen(world):
    """Carts that run out just before something is put in or the user logs in: the fresh id looks like a rotation, and only
    what the pages say afterwards tells that the old content is gone."""
    def eve():
        one = world.browser("eve", FIREFOX, OFFICE)
        add(one, 1)
        one.open("/books/3/")
        world.pause(3.6)
        one.submit({}, action="/cart/add/")     # a new id
        one.open("/cart/")

    def joe():
        one = world.browser("joe", CHROME, OFFICE)
        add(one, 1)
        one.open("/login/")
        world.pause(3.6)
        log_in(one, "joe", page=None)   # the login finds no session: a new one, not a renewed one
        one.open("/cart/")

    def kim():
        one = world.browser("kim", CHROME, HOME)
        add(one, 2)
        world.pause(1.5)
        log_in(one, "kim")              # in time: renewed
        one.open("/cart/")

    world.together(eve, joe, kim)


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
