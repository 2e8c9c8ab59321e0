"""A shop on express with express-session, and its JSON API with tokens."""
from cases import CHROME, ELSEWHERE, ELSEWHERE6, FIREFOX, HOME, HOME6, OFFICE6, PHONE, ROAMING, case

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "fay": "over-the-hills", "gus": "red-red-robin", "hal": "open-the-doors", "ivy": "up-the-wall"}
SID = "connect.sid"


def enter(browser, password=None, assets=True, **more):
    browser.open("/login", assets)
    return browser.submit({"user": browser.user, "password": password or PASSWORDS[browser.user], **more}, "/login", assets)


def leave(browser, assets=True):
    browser.open("/account", assets)
    return browser.submit({}, "/logout", assets)


def at_once(world, *users):
    """Users at the same time; each a name with what it does with its browser."""
    world.together(*(lambda user=user: user[-1](world.browser(*user[:-1])) for user in users))


@case("express-login", app="express", cookies=[SID])
def login(world):
    """Five users behind one address: ids regenerated at login, wrong passwords first, logout deletes the cookie."""
    def act(mistakes):
        def user(browser):
            browser.open("/")
            browser.open("/product/1")
            for _ in range(mistakes):
                enter(browser, "wrong")
            enter(browser)
            world.pause(0.1)
            browser.open("/product/2")
            browser.submit({"product": "2"}, "/cart")
            leave(browser)
            browser.open("/product/3")
        return user
    at_once(world, ("ada", FIREFOX, act(0)), ("ben", FIREFOX, act(1)), ("eve", CHROME, act(0)), ("dan", CHROME, act(2)),
            ("fay", FIREFOX, act(0)))


@case("express-logout-keeps-cookie", app="express", settings={"logout": "destroy"}, cookies=[SID])
def logout_keeps_cookie(world):
    """Logout ends the session and leaves the cookie: the dead id is presented again and answered by a new session."""
    def user(browser):
        browser.open("/")
        enter(browser)
        browser.open("/product/1")
        leave(browser)          # its redirect goes to / with the dead id
        browser.open("/product/2")
        if browser.user in ("ada", "ben"):
            enter(browser)
            browser.open("/cart")
            leave(browser)
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-logout-mints", app="express", settings={"logout": "regenerate"}, cookies=[SID])
def logout_mints(world):
    """The answer to a logout gives out a new anonymous id at once, with which the same browser logs in again."""
    def user(browser):
        browser.open("/")
        enter(browser)
        browser.open("/product/1")
        leave(browser)
        browser.open("/product/2")
        if browser.user != "ben":
            enter(browser)
            browser.open("/product/3")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-logout-forgets", app="express", settings={"logout": "forget", "regenerate": False}, cookies=[SID])
def logout_forgets(world):
    """A shop that keeps one id through login, logout and the next login: one session with several logins."""
    def user(browser):
        browser.open("/")
        for _ in range(2):
            enter(browser)
            browser.open("/product/1")
            leave(browser)
            browser.open("/product/2")
    at_once(world, *((name, CHROME, user) for name in ("ada", "ben", "eve")))


@case("express-expiry", app="express", settings={"idle": 2}, cookies=[SID])
def expiry(world):
    """Two seconds at rest end a session: the answer to its id has a fresh one, as a rotation would. Who keeps on stays."""
    def sleeper(browser):
        browser.open("/")
        enter(browser)
        browser.open("/product/1")
        world.pause(2.6)
        browser.open("/account")    # sent to the login, with a fresh id
        browser.submit({"user": browser.user, "password": PASSWORDS[browser.user]}, "/login")
        browser.open("/product/2")
        leave(browser)

    def awake(browser):
        browser.open("/")
        enter(browser)
        for number in range(4):
            world.pause(0.9)
            browser.open(f"/product/{number}")
        leave(browser)
    at_once(world, *((name, FIREFOX, sleeper) for name in ("ada", "ben", "eve")),
            *((name, FIREFOX, awake) for name in ("dan", "fay")))


@case("express-expiry-unanswered", app="express", settings={"idle": 2, "anonymous": False}, cookies=[SID])
def expiry_unanswered(world):
    """Sessions begin at login or with a first thing in the cart; an expired id is refused and nothing given in its place."""
    def buyer(browser):
        browser.open("/")
        browser.open("/product/1")
        browser.submit({"product": "1"}, "/cart")
        enter(browser)
        browser.open("/product/2")
        world.pause(2.6)
        browser.api("GET", "/api/me")   # 401
        browser.open("/account")        # to the login, without an id
        browser.submit({"user": browser.user, "password": PASSWORDS[browser.user]}, "/login")
        leave(browser)

    def straight(browser):
        browser.open("/")
        enter(browser)
        browser.api("GET", "/api/me")
        browser.open("/product/2")
        leave(browser)
        browser.open("/product/3")
    at_once(world, ("ada", FIREFOX, buyer), ("ben", FIREFOX, buyer), ("eve", FIREFOX, straight), ("dan", CHROME, straight),
            ("looker", FIREFOX, lambda browser: [browser.open(f"/product/{number}") for number in range(4)]))


@case("express-parallel", app="express", cookies=[SID])
def parallel(world):
    """First requests in parallel and pipelined, all without a cookie: each answer mints; one id is used further on, the
    others are sessions of one exchange."""
    def tabs(browser):
        browser.together(*(lambda page=page: browser.open(page, assets=False)
                           for page in ("/", "/product/1?wait=60", "/product/2?wait=30")))
        world.pause(0.1)
        browser.open("/product/3")
        enter(browser)
        browser.together(*(lambda number=number: browser.open(f"/product/{number}?wait={40 - 10 * number}")
                           for number in range(1, 4)))
        leave(browser)

    def pipe(browser):
        browser.pipeline([("GET", "/product/1?wait=80"), ("GET", "/"), ("GET", "/product/2?wait=20")])
        browser.open("/")
        enter(browser)
    at_once(world, ("ada", FIREFOX, tabs), ("ben", FIREFOX, tabs), ("eve", CHROME, tabs), ("dan", CHROME, pipe),
            ("fay", FIREFOX, pipe))


@case("express-pipelined", app="express", cookies=[SID])
def pipelined(world):
    """Requests in one write on one connection, logins and logouts among them; answers are computed in another order."""
    def user(browser):
        browser.open("/")
        browser.pipeline([("GET", f"/product/{number}?wait={number * 37 % 90}") for number in range(5)])
        enter(browser)
        body = b"product=1"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        browser.pipeline([("GET", "/product/7?wait=50"), ("POST", "/cart", body, form), ("GET", "/account"), ("GET", "/cart")])
        browser.pipeline([("GET", "/product/8?wait=60"), ("POST", "/logout", b"", form)])
        browser.open("/")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-theft", app="express", cookies=[SID])
def theft(world):
    """Ids used by somebody else elsewhere; beside it honest roaming, a changed user agent, and a look at an id without login."""
    ada, ben = world.browser("ada", FIREFOX), world.browser("ben", FIREFOX)
    eve, dan = world.browser("eve", CHROME, HOME), world.browser("dan", CHROME)
    for browser in (ada, ben, eve, dan):
        browser.open("/")
    thief = world.browser("thief", PHONE, ELSEWHERE, jar=dan.jar.copy())
    thief.open("/product/1", assets=False)      # dan isn't logged in: nothing stolen yet
    for browser in (ada, ben, eve, dan):
        enter(browser)
    for victim in (ada, ben):
        thief = world.browser("thief", CHROME, ELSEWHERE, jar=victim.jar.copy())
        thief.open("/account", assets=False)
        thief.submit({"product": "9"}, "/cart", assets=False)
        victim.open("/product/1")
        thief.open("/cart", assets=False)
    eve.roam(ROAMING)
    eve.open("/account")
    dan.agent = PHONE
    dan.open("/account")
    for browser in (ada, eve, dan):
        leave(browser)


@case("express-fixation", app="express", settings={"regenerate": False}, cookies=[SID])
def fixation(world):
    """A shop that keeps ids at login: an attacker plants the id it was given, and uses it once the victim has logged in."""
    ada, ben, eve = (world.browser(name, FIREFOX) for name in ("ada", "ben", "eve"))
    for victim in (ada, ben):
        attacker = world.browser("attacker", CHROME, ELSEWHERE)
        attacker.open("/", assets=False)
        victim.jar.put(SID, attacker.jar.value(SID), "shop.example.test")
        victim.open("/product/1")
        enter(victim)
        attacker.open("/account", assets=False)
        attacker.open("/cart", assets=False)
        victim.open("/product/2")
    eve.open("/")
    enter(eve)
    for browser in (ada, eve):
        leave(browser)


@case("express-remember", app="express", cookies=[SID])
def remember(world):
    """A remember-me token brings a new session after the browser was closed; without it nobody is known again."""
    def user(browser):
        browser.open("/")
        enter(browser, **({"remember": "on"} if browser.user != "eve" else {}))
        browser.open("/product/1")
        browser.restart()
        browser.open("/account")
        browser.open("/product/2")
        if browser.user != "eve":
            leave(browser)
            browser.open("/")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


def plant(browser, number):
    """What scripts of advertisers and meters put into every jar."""
    host = "shop.example.test"
    browser.jar.put("_ga", f"GA1.2.{1000003 * number}.1795{number:06d}", host)
    browser.jar.put("_fbp", f"fb.1.1795{number:09d}.{7919 * number}", host)


NOISE = {"anonymous": False, "device": "did", "csrf": "XSRF-TOKEN"}


def shop_around(world, number):
    def user(browser):
        plant(browser, number)
        browser.open(f"/?campaign={'ab'[number % 2]}")
        browser.post("/prefs", {"theme": "dark", "lang": "en", "consent": "1", "csrf": browser.jar.value("XSRF-TOKEN") or
                                browser.jar.value("m4")})
        browser.open("/product/1")
        browser.submit({"product": "1"}, "/cart")
        if browser.user == "looker":
            return
        enter(browser)
        browser.open("/product/2")
        leave(browser)
        browser.open("/")
        enter(browser)
        browser.open("/cart")
    return user


@case("express-noise", app="express", settings=NOISE, cookies=[SID])
def noise(world):
    """Preferences and test groups with equal values at many users, _ga and _fbp, a browser's id, a double-submit token:
    none of them is a session."""
    at_once(world, *((name, FIREFOX, shop_around(world, number))
                     for number, name in enumerate(("ada", "ben", "eve", "dan", "looker"), 3)))


@case("express-meaningless", app="express", settings={"name": "q7", "device": "w2", "csrf": "m4"}, cookies=["q7"])
def meaningless(world):
    """The session is in q7, the browser's id in w2, the double-submit token in m4: names tell nothing."""
    at_once(world, *((name, FIREFOX, shop_around(world, number))
                     for number, name in enumerate(("ada", "ben", "eve", "looker"), 3)))


def both_shops(world, user):
    browser = world.browser(user, FIREFOX)
    return browser, world.browser(user, FIREFOX, port=8080, jar=browser.jar)


@case("express-two-ports", apps=[("express", 80, {"name": "front.sid"}), ("express", 8080, {"name": "back.sid"})],
      cookies=["front.sid", "back.sid"])
def two_ports(world):
    """Two applications on one host at two ports: each is shown the other's cookie, and has sessions of its own."""
    def user(name):
        browser, other = both_shops(world, name)
        browser.open("/")
        other.open("/")
        enter(browser)
        other.open("/product/1")
        if name != "ben":
            enter(other)
        browser.open("/product/2")
        other.open("/product/3")
        leave(browser)
        other.open("/product/4")
    world.together(*(lambda name=name: user(name) for name in ("ada", "ben", "eve")))


@case("express-two-ports-one-name", apps=[("express", 80, {}), ("express", 8080, {})], cookies=[SID])
def two_ports_one_name(world):
    """The same with one name for both cookies: going to one application loses the session at the other. Each takes
    the other's id for none."""
    def user(name):
        browser, other = both_shops(world, name)
        browser.open("/")
        other.open("/")                 # shows the first one's id, and is given another
        enter(browser)                  # shows the second one's
        browser.open("/product/1")
        other.open("/product/2")
        enter(other)
        if name == "eve":
            leave(other)
        browser.open("/product/3")
        enter(browser)
        leave(browser)
    world.together(*(lambda name=name: user(name) for name in ("ada", "ben", "eve")))


@case("express-ipv6", app="express", cookies=[SID])
def ipv6(world):
    """Clients with IPv6 addresses, two of them with one; one is robbed of its id."""
    ada, ben, eve = (world.browser(name, agent, address) for name, agent, address in
                     (("ada", FIREFOX, OFFICE6), ("ben", FIREFOX, OFFICE6), ("eve", CHROME, HOME6)))
    world.together(*(lambda browser=browser: (browser.open("/"), enter(browser), browser.open("/product/1"))
                     for browser in (ada, ben, eve)))
    thief = world.browser("thief", PHONE, ELSEWHERE6, jar=eve.jar.copy())
    thief.open("/account", assets=False)
    for browser in (ada, ben, eve):
        leave(browser)


@case("express-proxy", app="express", settings={"idle": 2}, cookies=[SID], proxy=True)
def proxy(world):
    """nginx in front: one kept connection carries all users, a thief among them; X-Forwarded-For tells who is who."""
    people = [world.browser(name, agent, address) for name, agent, address in (
        ("ada", FIREFOX, HOME), ("ben", FIREFOX, OFFICE6), ("eve", CHROME, ROAMING), ("dan", FIREFOX, HOME))]
    for number in range(2):
        for browser in people:
            browser.open(f"/product/{number}", assets=False)
    for browser in people:
        enter(browser, assets=False)
    thief = world.browser("thief", PHONE, ELSEWHERE, jar=people[0].jar.copy())
    thief.open("/account", assets=False)
    for browser in people:
        browser.open("/product/3", assets=False)
    leave(people[0], assets=False)
    leave(people[1], assets=False)
    world.pause(2.6)
    for browser in people[2:]:
        browser.open("/account", assets=False)
        browser.submit({"user": browser.user, "password": PASSWORDS[browser.user]}, "/login", assets=False)
    for browser in people[2:]:
        browser.open("/cart", assets=False)


@case("express-lossy", app="express", settings={"device": "did"}, cookies=[SID], lose=0.06)
def lossy(world):
    """Packets that the capture lost, none of which began, changed or ended a session."""
    def user(browser):
        browser.open("/")
        for number in range(4):
            browser.open(f"/product/{number}")
        enter(browser)
        for number in range(5):
            browser.open(f"/product/{number}")
        leave(browser)
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


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
