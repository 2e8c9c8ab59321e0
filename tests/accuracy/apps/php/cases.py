"""Users of the notice board."""
import threading

from board import COOKIE, follow, log_in, log_out, pin
from cases import CHROME, ELSEWHERE, FIREFOX, HOME, HOST, MOBILE, OFFICE, OFFICE6, PHONE, ROAMING, case
from cookies import NoJar


@case("php-board", app="php", settings={"kind": "board"}, cookies=COOKIE)
def board(world):
    """PHPSESSID in a cookie, renewed at login, deleted at logout: parallel first requests that mint one each, a stolen
    id, roaming, two browsers of one user, a dead id that is not taken again, CSRF tokens in hidden fields."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        first = lambda: one.exchange("GET", "/search?q=cat")    # takes its time
        one.together(first, lambda: one.pipeline([("GET", "/"), ("GET", "/topic/1")]))
        one.open("/")                   # goes on with the id that came last
        log_in(one, "ada")
        pin(one, 1)
        log_out(one)
        one.open("/topic/1")

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        one.open("/")
        log_in(one, "ben", "kite-and-kex")
        log_in(one, "ben", page=None)
        stolen["jar"] = one.jar.copy()
        taken.set()
        pin(one, 2)
        done.wait(20)
        one.roam(MOBILE)                # he only changes the address: no thief
        one.open("/profile")
        log_out(one)

    def thief():
        taken.wait(20)
        one = world.browser("thief", CHROME, ELSEWHERE, connections=1, jar=stolen["jar"])
        one.open("/profile")
        one.post("/topic/0", {"text": "Buy!", "token": "0" * 32})   # 403
        one.open("/topic/0")
        done.set()

    def eve():
        desk, phone = world.browser("eve", FIREFOX, HOME), world.browser("eve", PHONE, HOME)
        log_in(desk, "eve")
        log_in(phone, "eve")
        pin(phone, 3)
        desk.open("/profile")
        window = world.browser("eve", FIREFOX, HOME, jar=desk.jar.copy())
        log_out(desk)
        window.open("/profile")         # the dead id: a new one, and to the login
        phone.open("/profile")
        phone.roam(ROAMING)
        phone.open("/")

    def looker():
        one = world.browser("looker", FIREFOX, OFFICE6)
        one.open("/")
        one.open("/topic/2")
        one.open("/profile")            # to the login, and no further
        one.open("/topic/9")

    world.together(ada, ben, thief, eve, looker)


@case("php-urlid", app="php", settings={"kind": "urlid"}, cookies=COOKIE)
def urlid(world):
    """Browsers without cookies: PHP writes PHPSESSID into links and forms (use_trans_sid), the board into redirects. One
    browser keeps cookies; pictures tell an id in Referer only; a link with a living id is passed on; a dead one is
    looked up again, which PHP takes for a new and empty session of that id."""
    sent, passed_on = {}, threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE, jar=NoJar())
        one.open("/")
        follow(one, "/topic/0")
        one.submit({"text": "Seen on Monday."})
        follow(one, "/login")
        log_in(one, "ada", page=None)
        bookmark = one.referer.split(HOST)[1]
        follow(one, "/")
        follow(one, "/topic/1")
        one.submit({"text": "Mine is blue."})
        log_out(one)
        follow(one, "/topic/2")
        one.open(bookmark)              # the id that was logged out

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE, jar=NoJar())
        one.open("/")
        follow(one, "/login")
        log_in(one, "ben", "wrong", page=None)
        log_in(one, "ben", page=None)
        sent["link"] = one.referer.split(HOST)[1]
        passed_on.set()
        follow(one, "/")
        follow(one, "/topic/3")

    def friend():
        passed_on.wait(20)
        one = world.browser("friend", CHROME, ELSEWHERE, jar=NoJar())
        one.open("/")                   # a session of her own
        one.open(sent["link"])          # and ben's
        follow(one, "/")
        follow(one, "/topic/2")

    def dan():
        one = world.browser("dan", FIREFOX, OFFICE)
        one.open("/")
        follow(one, "/topic/1")         # id in the link and in the cookie; from now on the cookie alone
        one.open("/topic/2")
        log_in(one, "dan")
        pin(one, 0)
        log_out(one)
        one.open("/")

    def crawler():
        one = world.browser("crawler", "ExampleCrawler/1.0", ELSEWHERE, connections=1, jar=NoJar())
        for target in ("/", "/topic/0", "/static/pin.svg", "/topic/7"):
            one.open(target, assets=False)

    world.together(ada, ben, friend, dan, crawler)


@case("php-urlid-late", app="php", settings={"kind": "urlid"}, cookies=COOKIE)
def urlid_late(world):
    """The same from the middle on: the capture begins when ids are in the addresses already."""
    people = {name: world.browser(name, FIREFOX, OFFICE, jar=NoJar()) for name in ("ada", "ben", "eve")}
    for name, one in people.items():
        one.open("/")
        follow(one, "/login")
        if name != "eve":
            log_in(one, name, page=None)
    world.begin_capture()

    def ada():
        one = people["ada"]
        follow(one, "/")
        follow(one, "/topic/0")
        one.submit({"text": "Still missing."})
        log_out(one)
        follow(one, "/topic/2")

    def ben():
        one = people["ben"]
        follow(one, "/")
        one.exchange("GET", "/static/pin.svg")      # the id in Referer only
        follow(one, "/topic/1")

    def eve():
        one = people["eve"]
        log_in(one, "eve", "wrong", page=None)
        log_in(one, "eve", page=None)               # a new id
        follow(one, "/")

    world.together(ada, ben, eve)


@case("php-fixation", app="php", settings={"kind": "fixation"}, cookies=COOKIE)
def fixation(world):
    """Any id is taken and kept at login: one that an attacker made up and one that he was given are planted on users; a
    user who comes with an id of his own; ids that go on to be used after the logout has destroyed what they named."""
    def planted(user, attacker, address, value=None):
        """The attacker opens a session, the user logs in under its id, the attacker is in."""
        evil = world.browser(attacker, CHROME, address, connections=1)
        if value:
            evil.jar.put("PHPSESSID", value, HOST)
        evil.open("/")
        victim = world.browser(user, FIREFOX, OFFICE)
        victim.jar.put("PHPSESSID", evil.jar.value("PHPSESSID"), HOST)
        log_in(victim, user)
        evil.open("/profile")
        pin(victim, 1)
        return victim

    def ada():
        log_out(planted("ada", "mallory", ELSEWHERE, "chosen-by-mallory-000001"))

    def dan():
        planted("dan", "oscar", MOBILE)

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        one.open("/")
        log_in(one, "ben")
        pin(one, 2)
        log_out(one)                    # destroyed on the server, still in the jar
        one.open("/topic/2")
        log_in(one, "ben")              # under the same id again
        one.open("/profile")

    def eve():
        one = world.browser("eve", CHROME, HOME)
        one.jar.put("PHPSESSID", "k5p0vj1q8m3f6t2r9s4c7b0n1d", HOST)    # from a server that has forgotten it
        one.open("/")
        log_in(one, "eve", "wrong")
        log_in(one, "eve", page=None)
        pin(one, 0)

    def looker():
        one = world.browser("looker", FIREFOX, OFFICE)
        one.open("/")
        one.open("/topic/3")
        one.open("/profile")

    world.together(ada, dan, ben, eve, looker)


@case("php-two-sites", apps=[("django", 80, {}), ("php", 8080, {"kind": "board"})], cookies=["sessionid", "PHPSESSID"])
def two_sites(world):
    """Two applications on one host: cookies know nothing of ports, so each is sent the other's as well and neither takes
    them; a session at the one is no session at the other, though the user agent and often the user is the same."""
    django_passwords = {"ada": "difference-engine", "ben": "kite-and-key"}

    def both(user, agent, address, is_board_first):
        shop = world.browser(user, agent, address)
        notices = world.browser(user, agent, address, port=8080, jar=shop.jar)

        def enter_shop():
            shop.open("/books/1/")
            shop.submit({}, action="/cart/add/")
            shop.open("/login/")
            shop.submit({"username": user, "password": django_passwords[user]})

        def enter_board():
            notices.open("/")
            log_in(notices, user)
        for enter in (enter_board, enter_shop) if is_board_first else (enter_shop, enter_board):
            enter()
        shop.open("/cart/")
        pin(notices, 1)
        log_out(notices)
        shop.open("/account/")          # goes on
        notices.open("/topic/1")
        shop.submit({}, action="/logout/")
        notices.open("/")

    def looker():
        one = world.browser("looker", PHONE, MOBILE)
        other = world.browser("looker", PHONE, MOBILE, port=8080, jar=one.jar)
        other.open("/")
        one.open("/")                   # shows the board's cookie to the shop, which mints nothing
        one.open("/books/2/")
        other.open("/topic/0")

    world.together(lambda: both("ada", FIREFOX, OFFICE, False), lambda: both("ben", FIREFOX, OFFICE, True), looker)
