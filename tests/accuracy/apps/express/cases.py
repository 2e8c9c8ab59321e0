"""The shop on express with express-session: how sessions begin, change and end."""
from cases import CHROME, ELSEWHERE, ELSEWHERE6, FIREFOX, HOME, HOME6, OFFICE6, PHONE, ROAMING, case
from people import PASSWORDS, at_once, enter, enter_here, leave

SID = "connect.sid"


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
        enter_here(browser)
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
        enter_here(browser)
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
        browser.pipeline([("GET", "/product/7?wait=50"), ("POST", "/cart", body, form), ("GET", "/account"),
                          ("GET", "/cart")])
        browser.pipeline([("GET", "/product/8?wait=60"), ("POST", "/logout", b"", form)])
        browser.open("/")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-theft", app="express", cookies=[SID])
def theft(world):
    """Ids used by somebody else elsewhere; beside it roaming, a changed user agent, and an id copied before its login."""
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
        enter_here(browser, assets=False)
    for browser in people[2:]:
        browser.open("/cart", assets=False)


@case("express-crowd", app="express", cookies=[SID])
def crowd(world):
    """Twelve users with one browser behind one address at the same time: some look, some buy, most log in, some leave."""
    def user(number):
        def act(browser):
            browser.open("/", assets=False)
            for product in range(number % 3 + 1):
                browser.open(f"/product/{product}?wait={number * 13 % 50}", assets=False)
            if number % 4 == 3:
                return
            if number % 5 == 0:
                enter(browser, "wrong", assets=False)
            enter(browser, assets=False)
            browser.together(*(lambda product=product: browser.open(f"/product/{product}", assets=False)
                               for product in range(number % 4)), lambda: browser.open("/cart", assets=False))
            if number % 2:
                leave(browser, assets=False)
        return act
    at_once(world, *((name, FIREFOX, user(number)) for number, name in enumerate(PASSWORDS)))


@case("express-rolling", app="express", settings={"rolling": 600}, cookies=[SID])
def rolling(world):
    """Every response sets the cookie again, with the same id and a later date: no rotation."""
    def user(browser):
        browser.open("/")
        browser.open("/product/1")
        enter(browser)
        browser.together(*(lambda number=number: browser.open(f"/product/{number}", assets=False) for number in range(3)))
        if browser.user != "eve":
            leave(browser)
            browser.open("/product/2")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-renewal", app="express", settings={"renew": 3}, cookies=[SID])
def renewal(world):
    """Every third page of a logged-in user changes the id, on any page and without a login: rotations of one session."""
    def user(browser):
        browser.open("/")
        enter(browser)
        for number in range(7):
            browser.open(f"/product/{number}")
        browser.api("GET", "/api/me")
        leave(browser)
        browser.open("/product/1")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve", "dan")))


@case("express-late", app="express", settings={"idle": 4}, cookies=[SID])
def late(world):
    """The capture is begun when everybody is already there: sessions are adopted, then end, change or go on."""
    people = [world.browser(name, FIREFOX) for name in ("ada", "ben", "eve", "dan", "fay")]
    for browser in people:
        browser.open("/")
        if browser.user not in ("dan", "fay"):
            enter(browser)
    world.begin_capture()

    def user(browser):
        browser.open("/product/1")
        browser.open("/cart")
        if browser.user == "dan":
            enter(browser)
        if browser.user == "fay":
            return
        browser.open("/account")
        if browser.user == "eve":
            world.pause(4.6)
            browser.open("/account")
            enter_here(browser)
        if browser.user != "ben":
            leave(browser)
            browser.open("/product/2")
    world.together(*(lambda browser=browser: user(browser) for browser in people))


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
