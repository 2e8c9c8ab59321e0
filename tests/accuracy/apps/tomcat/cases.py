"""Users of Tomcat's examples, an application that none of us wrote."""
import threading
import urllib.parse

from cases import CHROME, ELSEWHERE, FIREFOX, HOME, HOST, MOBILE, OFFICE, OFFICE6, PHONE, ROAMING, case
from cookies import NoJar

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "joe": "over-the-hills"}
COOKIE = ["JSESSIONID"]
DATA = "/examples/servlets/servlet/SessionExample"
CLOSED = "/examples/jsp/security/protected/index.jsp"


def send(browser, form, values):
    """A form of the page, whose action is relative and may carry an id."""
    here = browser.referer.split(HOST)[1]
    return browser.post(urllib.parse.urljoin(here, form["action"]), values, assets=False)


def log_in(browser, name, password=None, page=CLOSED):
    if page:
        browser.open(page, assets=False)
    return send(browser, browser.page.forms[0], {"j_username": name, "j_password": password or PASSWORDS[name]})


def log_out(browser, id_in_url=""):
    return browser.open(f"{CLOSED}{id_in_url}?logoff=true", assets=False)


def keep(browser, name, value, id_in_url=""):
    browser.open(DATA + id_in_url, assets=False)
    return send(browser, browser.page.forms[0], {"dataname": name, "datavalue": value})


@case("tomcat-forms", app="tomcat", cookies=COOKIE)
def forms(world):
    """FORM login of Tomcat: the id changes when the login page is shown and again at the login; a logout is answered by
    another login page and its id. A user without the right role, a stolen id, a window with a dead id."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        one.open("/examples/index.html", assets=False)
        keep(one, "colour", "green")
        log_in(one, "ada")
        stolen["jar"] = one.jar.copy()
        taken.set()
        one.open(CLOSED + "?role=role1", assets=False)
        done.wait(20)
        keep(one, "size", "small")
        log_out(one)                    # dead already where the redirect leads: a login page, a new id
        log_in(one, "ada", page=None)

    def thief():
        taken.wait(20)
        one = world.browser("thief", CHROME, ELSEWHERE, connections=1, jar=stolen["jar"])
        one.open(CLOSED, assets=False)
        one.open(DATA, assets=False)
        done.set()

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "ben", "kite-and-kex")
        log_in(one, "ben")
        one.open(DATA, assets=False)
        one.exchange("GET", "/examples/servlets/images/code.gif")

    def eve():
        one = world.browser("eve", CHROME, HOME)
        log_in(one, "eve")
        one.roam(ROAMING)
        one.open(CLOSED + "?role=tomcat", assets=False)
        window = world.browser("eve", CHROME, ROAMING, jar=one.jar.copy())
        log_out(one)
        window.open(DATA, assets=False)     # with the dead id: a new one
        window.open(DATA, assets=False)

    def dan():
        desk, phone = world.browser("dan", FIREFOX, OFFICE6), world.browser("dan", PHONE, MOBILE)
        log_in(desk, "dan")
        log_in(phone, "dan")
        keep(phone, "colour", "red")
        log_out(desk)
        phone.open(CLOSED, assets=False)

    def joe():
        one = world.browser("joe", FIREFOX, OFFICE)
        one.open(DATA, assets=False)
        log_in(one, "joe")              # known, and refused what he asked for
        one.open(CLOSED, assets=False)
        one.open(DATA, assets=False)

    def looker():
        one = world.browser("looker", PHONE, OFFICE)
        one.open("/examples/servlets/index.html", assets=False)
        one.open("/examples/servlets/servlet/HelloWorldExample", assets=False)
        one.open(CLOSED, assets=False)
        one.exchange("GET", "/examples/servlets/images/return.gif")

    world.together(ada, thief, ben, eve, dan, joe, looker)


@case("tomcat-urlid", app="tomcat", cookies=COOKIE)
def urlid(world):
    """Browsers without cookies: ids as ;jsessionid= in the paths of forms, links and redirects, changed like the others; one
    browser begins without and then keeps cookies; a bookmark with a dead id; Referer tells ids to files."""
    def id_of(browser):
        """;jsessionid=…, from the first form of the page."""
        return ";" + browser.page.forms[0]["action"].partition(";")[2].split("?")[0]

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE, jar=NoJar())
        one.open(DATA, assets=False)
        keep(one, "colour", "blue", id_of(one))
        one.exchange("GET", "/examples/servlets/images/code.gif")       # the id is in Referer only
        one.open(CLOSED + id_of(one), assets=False)
        log_in(one, "ada", page=None)
        bookmark = CLOSED + id_of(one)
        keep(one, "size", "large", id_of(one))
        one.open(bookmark + "?role=role1", assets=False)
        log_out(one, id_of(one))
        one.open(bookmark, assets=False)

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE, jar=NoJar())
        log_in(one, "ben", "wrong")
        again = urllib.parse.urljoin(one.referer.split(HOST)[1], one.page.links[0])
        one.open(again, assets=False)
        log_in(one, "ben", page=None)
        keep(one, "colour", "white", id_of(one))

    def dan():
        one = world.browser("dan", FIREFOX, HOME)
        one.open(DATA, assets=False)
        one.open(DATA + id_of(one), assets=False)       # by the link that was there before his cookie was known
        log_in(one, "dan")
        one.open(DATA, assets=False)
        log_out(one)

    def crawler():
        one = world.browser("crawler", "ExampleCrawler/1.0", ELSEWHERE, connections=1, jar=NoJar())
        for target in ("/examples/index.html", DATA, CLOSED, "/examples/nowhere.html"):
            one.open(target, assets=False)

    world.together(ada, ben, dan, crawler)


@case("tomcat-expiry", app="tomcat", settings={"idle": 2}, cookies=COOKIE)
def expiry(world):
    """Two seconds at rest end a session: a login page with a fresh id; beside it users who keep on, and a login page that
    was left open for too long."""
    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        log_in(one, "ada")
        keep(one, "colour", "green")
        world.pause(3.2)
        one.open(CLOSED, assets=False)
        log_in(one, "ada", page=None)
        log_out(one)

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "ben")
        for role in ("role1", "tomcat", "role1", "tomcat", "role1"):
            world.pause(0.9)
            one.open(f"{CLOSED}?role={role}", assets=False)
        log_out(one)

    def eve():
        one = world.browser("eve", CHROME, HOME, jar=NoJar())
        log_in(one, "eve")
        here = one.referer.split(HOST)[1]
        world.pause(3.2)
        one.open(here, assets=False)    # ;jsessionid= of a session that has run out
        log_in(one, "eve", page=None)

    def dan():
        one = world.browser("dan", PHONE, OFFICE)
        one.open(CLOSED, assets=False)
        world.pause(3.2)
        log_in(one, "dan", page=None)   # the login page's session is gone: refused
        log_in(one, "dan")

    world.together(ada, ben, eve, dan)
