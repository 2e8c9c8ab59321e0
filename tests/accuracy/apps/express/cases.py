"""A shop on express with express-session, and its JSON API."""
from cases import CHROME, FIREFOX, case

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "fay": "over-the-hills", "gus": "red-red-robin", "hal": "open-the-doors", "ivy": "up-the-wall"}
SID = "connect.sid"


def enter(browser, password=None, **more):
    browser.open("/login")
    return browser.submit({"user": browser.user, "password": password or PASSWORDS[browser.user], **more}, "/login")


def leave(browser):
    browser.open("/account")
    return browser.submit({}, "/logout")


@case("express-login", app="express", cookies=[SID])
def login(world):
    """Six users behind one address: ids regenerated at login, wrong passwords first, logouts that delete the cookie."""
    def user(name, agent, mistakes):
        def act():
            browser = world.browser(name, agent)
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
        return act
    world.together(*(user(name, agent, mistakes) for name, agent, mistakes in (
        ("ada", FIREFOX, 0), ("ben", FIREFOX, 1), ("eve", CHROME, 0), ("dan", CHROME, 2), ("fay", FIREFOX, 0))))
