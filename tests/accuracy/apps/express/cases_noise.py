"""The shop on express: cookies that are no sessions, and sessions that are another application's."""
from cases import FIREFOX, case
from people import at_once, enter, leave

SID = "connect.sid"


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


@case("express-two-hosts", app="express", settings={"domain": "example.test", "name": "sid"}, cookies=["sid"])
def two_hosts(world):
    """One application under two names, its cookie for the domain above both: a session goes from host to host."""
    def user(name):
        shop = world.browser(name, FIREFOX)
        api = world.browser(name, FIREFOX, host="api.example.test", jar=shop.jar)
        shop.open("/")
        api.api("GET", "/api/me")           # 401
        enter(shop)
        api.api("GET", "/api/me")
        api.open("/product/1")
        shop.open("/product/2")
        if name != "ben":
            leave(api)
        shop.open("/product/3")
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
