"""Users of MediaWiki, an application that none of us wrote."""
import threading

from cases import CHROME, ELSEWHERE, FIREFOX, HOME, MOBILE, OFFICE, OFFICE6, PHONE, case

PASSWORDS = {"Ada": "difference-engine", "Ben": "kite-and-key-ring", "Eve": "listening-in-here", "Joe": "over-the-hills",
             "Kim": "paper-and-ink"}
COOKIE = ["wiki_session"]


def show(browser, page, what=""):
    return browser.open(f"/index.php?title={page}" + (f"&action={what}" if what else ""), assets=False)


def log_in(browser, name, password=None, stay=False, form=True):
    if form:
        show(browser, "Special:UserLogin")
    values = {"wpName": name, "wpPassword": password or PASSWORDS[name]}
    return browser.submit({**values, "wpRemember": "1"} if stay else values, assets=False)


def log_out(browser):
    show(browser, "Special:UserLogout")     # asks back
    form = next(form for form in browser.page.forms if form["method"] == "POST")
    hidden = {name: value for name, value in form["fields"].items() if value is not None}
    return browser.post(form["action"], hidden, assets=False)


def write(browser, page, text):
    show(browser, page, "edit")
    return browser.submit({"wpSummary": "news"} | {"wpTextbox1": text, "wpSave": "Save page"},
                          next(form["action"] for form in browser.page.forms if "wpSummary" in form["fields"]), assets=False)


@case("mediawiki-wiki", app="mediawiki", cookies=COOKIE)
def wiki(world):
    """MediaWiki as packaged: readers have no session, the login page mints one and the login renews it; names and ids of
    users in cookies for a month, marks of a saved page for minutes; a session that somebody else takes over."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        show(one, "Main_Page")
        log_in(one, "Ada")
        write(one, "Water", "The tap is next to plot seven.")
        stolen["jar"] = one.jar.copy()
        taken.set()
        done.wait(20)
        show(one, "Water")
        log_out(one)
        show(one, "Water")

    def thief():
        taken.wait(20)
        one = world.browser("thief", CHROME, ELSEWHERE, connections=1, jar=stolen["jar"])
        show(one, "Special:Preferences")
        done.set()

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        log_in(one, "Ben", "kite-and-kex")
        log_in(one, "Ben", form=False)
        show(one, "Main_Page", "history")
        log_out(one)
        log_in(one, "Ben")

    def kim():
        desk, phone = world.browser("kim", FIREFOX, OFFICE6), world.browser("kim", PHONE, MOBILE)
        log_in(desk, "Kim")
        log_in(phone, "Kim")
        log_out(desk)
        show(phone, "Special:Watchlist")

    def looker():
        one = world.browser("looker", FIREFOX, OFFICE)
        show(one, "Main_Page")
        show(one, "Special:UserLogin")      # from here on there is a session of nobody
        show(one, "Main_Page", "history")

    world.together(ada, thief, ben, kim, looker)


@case("mediawiki-stay", app="mediawiki", cookies=COOKIE)
def stay(world):
    """MediaWiki's wikiToken keeps a user for half a year: it opens a new session after each restart of the browser."""
    def joe():
        one = world.browser("joe", FIREFOX, HOME)
        log_in(one, "Joe", stay=True)
        show(one, "Seeds")
        one.restart()
        show(one, "Seeds")
        write(one, "Seeds", "Beans: two packets left.")
        one.restart()
        log_out(one)
        one.restart()
        show(one, "Seeds")

    def eve():
        one = world.browser("eve", FIREFOX, HOME)
        log_in(one, "Eve")
        show(one, "Seeds")
        one.restart()
        show(one, "Seeds")
        log_in(one, "Eve")

    world.together(joe, eve)
