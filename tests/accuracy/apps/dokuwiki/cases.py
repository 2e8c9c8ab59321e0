"""Users of DokuWiki, an application that none of us wrote."""
import threading

from cases import (CHROME, ELSEWHERE, FIREFOX, HOME, MOBILE, OFFICE, OFFICE6, PHONE, case)

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "joe": "over-the-hills",
             "kim": "paper-and-ink"}
BUTTON = "/lib/tpl/dokuwiki/images/button-php.gif"      # nginx gives it out by itself


def show(browser, page="start", what=""):
    """A page, and what looks after its index."""
    answer = browser.open(f"/doku.php?id={page}" + (f"&do={what}" if what else ""), assets=False)
    for asset in browser.page.assets:
        if "taskrunner" in asset:
            browser.exchange("GET", asset)
    return answer


def log_in(browser, name, password=None, stay=False, form=True):
    if form:
        show(browser, what="login")
    values = {"u": name, "p": password or PASSWORDS[name]}
    return browser.submit({**values, "r": "1"} if stay else values, assets=False)


def log_out(browser):
    return browser.open(next(link for link in browser.page.links if "do=logout" in link), assets=False)


def write(browser, page, text):
    show(browser, page, "edit")
    return browser.submit({"wikitext": text, "do[save]": "1"}, f"/doku.php?id={page}&do=edit", assets=False)


@case("dokuwiki-wiki", app="dokuwiki", cookies=["DokuWiki"])
def wiki(world):
    """DokuWiki as packaged: the id is kept at login and at logout, a second cookie with the login comes and goes and is
    deleted again for everybody who has none. An id stolen from a user who is logged in."""
    stolen, taken, done = {}, threading.Event(), threading.Event()

    def ada():
        one = world.browser("ada", FIREFOX, OFFICE)
        show(one)
        log_in(one, "ada")
        write(one, "water", "The tap is next to plot seven.")
        one.exchange("GET", BUTTON)
        stolen["jar"] = one.jar.copy()
        taken.set()
        done.wait(20)
        show(one, "water")
        log_out(one)

    def thief():
        taken.wait(20)
        one = world.browser("thief", CHROME, ELSEWHERE, connections=1, jar=stolen["jar"])
        show(one, "water")
        show(one, "start", "edit")
        done.set()

    def ben():
        one = world.browser("ben", FIREFOX, OFFICE)
        show(one)
        log_in(one, "ben", "kite-and-kex")
        log_in(one, "ben", form=False)
        write(one, "compost", "No eggshells, please.")
        log_out(one)
        show(one, "water")              # under the same id
        log_in(one, "ben")
        show(one, "compost")

    def kim():
        desk, phone = world.browser("kim", FIREFOX, OFFICE), world.browser("kim", PHONE, MOBILE)
        log_in(desk, "kim")
        log_in(phone, "kim")
        show(phone, "seeds")
        log_out(desk)
        show(phone, "start")

    def looker():
        one = world.browser("looker", FIREFOX, OFFICE6)
        show(one)
        one.exchange("GET", BUTTON)
        show(one, "water")
        show(one, "nowhere", "edit")

    def crawler():
        one = world.browser("crawler", "ExampleCrawler/1.0", ELSEWHERE, connections=1)
        for target in ("/doku.php?id=start", BUTTON, "/doku.php?id=water&do=revisions", "/feed.php"):
            one.jar.forget()
            one.open(target, assets=False)

    world.together(ada, thief, ben, kim, looker, crawler)


@case("dokuwiki-stay", app="dokuwiki", cookies=["DokuWiki"])
def stay(world):
    """DokuWiki's cookie of the login, kept for a year: it opens a new session after each restart of the browser, beside a
    user who logs in anew each time."""
    def joe():
        one = world.browser("joe", FIREFOX, HOME)
        show(one)
        log_in(one, "joe", stay=True)
        show(one, "seeds")
        one.restart()
        show(one, "seeds")
        write(one, "seeds", "Beans: two packets left.")
        one.restart()
        show(one)
        log_out(one)
        one.restart()
        show(one)

    def eve():
        one = world.browser("eve", FIREFOX, HOME)
        for page in ("start", "seeds"):
            log_in(one, "eve")
            show(one, page)
            one.restart()
        show(one)

    world.together(joe, eve)
