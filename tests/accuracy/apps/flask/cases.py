"""A shop on Flask: everything is in a signed cookie, which changes with nearly every response."""
from cases import CHROME, ELSEWHERE, FIREFOX, HOME, OFFICE6, PHONE, ROAMING, case
from people import PASSWORDS, at_once, enter, enter_here, leave

SESSION = "session"


@case("flask-login", app="flask", cookies=[SESSION])
def login(world):
    """The signed cookie changes with every response, from the first page through failed logins to its deletion at logout."""
    def user(browser):
        browser.open("/")
        if browser.user in ("ben", "dan"):
            enter(browser, "wrong")
        enter(browser)
        browser.open("/product/1")
        browser.submit({"product": "1"}, "/cart")
        browser.api("GET", "/api/me")
        leave(browser)
        browser.open("/product/2")
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "eve")), ("dan", CHROME, user), ("fay", CHROME, user))


@case("flask-logout-flash", app="flask", settings={"logout": "flash"}, cookies=[SESSION])
def logout_flash(world):
    """The answer to a logout replaces the cookie by an anonymous one with a message in it: another session."""
    def user(browser):
        browser.open("/")
        for _ in range(2 if browser.user != "eve" else 1):
            enter(browser)
            browser.open("/product/1")
            leave(browser)
            browser.open("/product/2")
    at_once(world, ("ada", FIREFOX, user), ("ben", FIREFOX, user), ("eve", CHROME, user), ("dan", FIREFOX, user))


@case("flask-parallel", app="flask", cookies=[SESSION])
def parallel(world):
    """First requests in parallel mint a session each; later ones in parallel all replace the same value, one after the
    other, and stay one session."""
    def user(browser):
        browser.together(*(lambda page=page: browser.open(page, assets=False)
                           for page in ("/", "/product/1?wait=60", "/product/2?wait=30")))
        world.pause(0.1)
        enter(browser)
        for turn in range(3):
            browser.together(*(lambda number=number: browser.open(f"/product/{number}?wait={(number * 37 + turn) % 90}")
                               for number in range(4)))
        leave(browser)
    at_once(world, ("ada", FIREFOX, user), ("ben", FIREFOX, user), ("eve", FIREFOX, user), ("dan", CHROME, user))


@case("flask-expiry", app="flask", settings={"idle": 2}, cookies=[SESSION])
def expiry(world):
    """Two seconds at rest and the shop forgets what the cookie says: it is replaced as with every response, but its
    bearer is sent to the login. Who keeps on stays."""
    def user(browser):
        browser.open("/")
        enter(browser)
        if browser.user in ("dan", "fay"):
            for number in range(4):
                world.pause(0.9)
                browser.open(f"/product/{number}")
        else:
            world.pause(2.6)
            browser.open("/account")
            enter_here(browser)
        browser.open("/cart")
        leave(browser)
    at_once(world, *((name, FIREFOX, user) for name in ("ada", "ben", "dan", "fay")), ("eve", CHROME, user))


@case("flask-remember", app="flask", cookies=[SESSION])
def remember(world):
    """Flask-Login's remember_token brings a new session to a browser that was closed; it is no session itself."""
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
    at_once(world, ("ada", FIREFOX, user), ("ben", FIREFOX, user), ("eve", FIREFOX, user), ("dan", CHROME, user))


@case("flask-lapse", app="flask", settings={"lifetime": 3}, cookies=[SESSION])
def lapse(world):
    """Cookies with a date three seconds ahead: the browser itself drops them, nothing dead is ever presented; a remembered
    browser is known again, in a new session."""
    def user(browser):
        browser.open("/")
        enter(browser, **({"remember": "on"} if browser.user == "ada" else {}))
        browser.open("/product/1")
        world.pause(4.2)
        browser.open("/account")
        if browser.user == "ben":
            enter_here(browser)
        browser.open("/product/2")
    at_once(world, ("ada", FIREFOX, user), ("ben", FIREFOX, user), ("eve", FIREFOX, user))


@case("flask-replay", app="flask", cookies=[SESSION])
def replay(world):
    """A signed cookie can't be taken back: somebody else uses a copy before and after the logout, and is let in."""
    ada, ben, eve = world.browser("ada", FIREFOX), world.browser("ben", FIREFOX), world.browser("eve", FIREFOX, HOME)
    for browser in (ada, ben, eve):
        browser.open("/")
        enter(browser)
    early = world.browser("thief", CHROME, ELSEWHERE, jar=ada.jar.copy())
    late = world.browser("thief", PHONE, ELSEWHERE, jar=ben.jar.copy())
    early.open("/account", assets=False)
    ada.open("/product/1")
    eve.roam(ROAMING)
    eve.open("/product/2")
    for browser in (ada, ben, eve):
        leave(browser)
    late.open("/account", assets=False)
    late.open("/cart", assets=False)
    ada.open("/product/3")


@case("flask-meaningless", app="flask", settings={"name": "k"}, cookies=["k"])
def meaningless(world):
    """The session is in k; beside it preferences with equal values at all users, and identifiers of the browser."""
    def user(browser):
        number = list(PASSWORDS).index(browser.user) + 3
        browser.jar.put("_ga", f"GA1.2.{1000003 * number}.1795{number:06d}", "shop.example.test")
        browser.jar.put("u", f"{7919 * number:032x}", "shop.example.test")
        browser.open("/")
        browser.submit({"theme": "dark", "lang": "en"}, "/prefs")
        enter(browser)
        browser.open("/product/1")
        leave(browser)
        browser.open("/product/2")
    at_once(world, ("ada", FIREFOX, user), ("ben", FIREFOX, user), ("eve", FIREFOX, user), ("dan", FIREFOX, user))


@case("flask-and-express", apps=[("flask", 80, {}), ("express", 8080, {})], cookies=[SESSION, "connect.sid"])
def two_applications(world):
    """Flask on port 80, express on 8080 of the same host: one jar, two sessions at a time."""
    def user(name):
        front = world.browser(name, FIREFOX)
        back = world.browser(name, FIREFOX, port=8080, jar=front.jar)
        front.open("/")
        back.open("/")
        enter(front)
        back.open("/login")
        enter_here(back)
        front.open("/product/1")
        back.open("/product/2")
        if name != "ben":
            leave(front)
        back.open("/account")
        if name != "eve":
            back.submit({}, "/logout")
        front.open("/")
    world.together(*(lambda name=name: user(name) for name in ("ada", "ben", "eve")))


@case("flask-proxy", app="flask", settings={"idle": 2, "logout": "flash"}, cookies=[SESSION], proxy=True)
def proxy(world):
    """nginx in front of signed cookies that change with every response: all users on one kept connection."""
    people = [world.browser(name, agent, address, connections=1) for name, agent, address in (
        ("ada", FIREFOX, HOME), ("ben", FIREFOX, OFFICE6), ("eve", FIREFOX, HOME), ("dan", CHROME, ROAMING))]
    for browser in people:
        browser.open("/")
    for browser in people:
        enter(browser)
    for number in range(2):
        for browser in people:
            browser.open(f"/product/{number}")
    leave(people[0])
    world.pause(2.6)
    for browser in people[1:3]:
        browser.open("/account")
        enter_here(browser)
    people[1].open("/cart")
