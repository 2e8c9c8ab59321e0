"""Users of a notice board that ends sessions by time, and remembers users beyond them."""
import threading

from board import COOKIE, log_in, log_out, pin
from cases import CHROME, ELSEWHERE, FIREFOX, HOME, HOST, OFFICE, PHONE, case


@case("php-expiry", app="php", settings={"kind": "expiry"}, cookies=COOKIE)
def expiry(world):
    """Two seconds at rest end a login and a fresh id takes the old one's place. Remember-me tokens (selector:validator)
    open a new session, after a restart of the browser and after the time-out, and are replaced; one is stolen first."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        log_in(one, "ada", stay=True)
        pin(one, 1)
        one.restart()                   # PHPSESSID goes, the token stays
        one.open("/profile")
        one.open("/topic/1")
        log_out(one)
        one.open("/profile")

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "ben")
        pin(one, 2)
        world.pause(2.6)
        one.open("/profile")            # expired: a fresh id, and to the login
        log_in(one, "ben", page=None)
        pin(one, 2)

    def eve():
        one = world.browser("eve", CHROME, OFFICE)
        log_in(one, "eve", stay=True)
        one.open("/topic/3")
        world.pause(2.6)
        one.open("/topic/3")            # expired, and the token opens another session at once
        one.open("/profile")

    def kim():
        one = world.browser("kim", FIREFOX, HOME)
        log_in(one, "kim")
        for topic in (0, 1, 2, 3):
            world.pause(1.0)
            one.open(f"/topic/{topic}")
        log_out(one)

    def joe():
        one = world.browser("joe", FIREFOX, HOME)
        log_in(one, "joe", stay=True)
        stolen["token"] = one.jar.value("remember")
        one.restart()
        taken.set()
        done.wait(20)
        one.open("/profile")            # his token has been used: nobody knows him
        log_in(one, "joe", page=None)

    def thief():
        taken.wait(20)
        one = world.browser("thief", PHONE, ELSEWHERE)
        one.jar.put("remember", stolen["token"], HOST)
        one.open("/profile")
        one.open("/topic/0")
        done.set()

    world.together(ada, ben, eve, kim, joe, thief)


@case("php-renamed", app="php", settings={"kind": "renamed", "server": "cli"}, cookies=["q7"])
def renamed(world):
    """A session cookie named q7 with short ids, on PHP's own server, which closes every connection. Two seconds at rest:
    the cookie is deleted and the user sent to the login. Remember-me tokens in a longer-lived cookie."""
    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        one.open("/")
        log_in(one, "ada")
        world.pause(2.6)
        one.open("/topic/1")
        log_in(one, "ada", page=None)
        log_out(one)

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "ben", stay=True)
        pin(one, 0)
        one.restart()
        one.open("/profile")
        log_out(one)
        log_in(one, "ben")

    def eve():
        one = world.browser("eve", CHROME, OFFICE)
        one.together(lambda: one.exchange("GET", "/search?q=cat"), lambda: one.exchange("GET", "/topic/2"))
        log_in(one, "eve", "wrong")
        log_in(one, "eve", page=None)
        one.together(*(lambda target=target: one.exchange("GET", target) for target in ("/", "/topic/2", "/profile")))

    def looker():
        one = world.browser("looker", CHROME, HOME)
        one.open("/")
        world.pause(2.6)
        one.open("/topic/3")            # also nobody's sessions end
        one.open("/")

    world.together(ada, ben, eve, looker)


@case("php-late", app="php", settings={"kind": "renamed"}, cookies=["q7"])
def late(world):
    """The capture begins when everybody is there: ids that nobody is seen to mint, under a name that tells nothing, beside
    remember-me tokens of the same standing; they go on, change, end by logout and by time, and new ones come."""
    people = {name: world.browser(name, agent, OFFICE) for name, agent in
              (("ada", FIREFOX), ("ben", FIREFOX), ("eve", CHROME), ("dan", FIREFOX), ("joe", CHROME))}
    for name, one in people.items():
        one.open("/")
        if name != "dan":
            log_in(one, name, stay=name in ("ben", "joe"))
    world.begin_capture()

    def ada():
        one = people["ada"]
        pin(one, 1)
        log_out(one)
        one.open("/topic/1")

    def ben():
        one = people["ben"]
        pin(one, 2)
        one.open("/profile")
        one.restart()
        one.open("/profile")            # the token, itself from before the capture, opens a new session

    def eve():
        one = people["eve"]
        one.open("/topic/0")
        world.pause(2.6)
        one.open("/profile")            # expired: the cookie is deleted, and to the login
        log_in(one, "eve", page=None)

    def dan():
        one = people["dan"]
        one.open("/topic/3")
        log_in(one, "dan")              # an adopted id is renewed
        one.open("/profile")

    def joe():
        one = people["joe"]
        for topic in (0, 1, 2):
            one.open(f"/topic/{topic}")

    def kim():
        one = world.browser("kim", FIREFOX, HOME)
        one.open("/")
        log_in(one, "kim")
        log_out(one)

    world.together(ada, ben, eve, dan, joe, kim)
