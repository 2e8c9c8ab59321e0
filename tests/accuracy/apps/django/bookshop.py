"""What users of the bookshop do, whatever the case."""

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "joe": "over-the-hills", "kim": "paper-and-ink", "lou": "river-of-stone"}
COOKIE = ["sessionid"]


def log_in(browser, name, password=None, remember=False, page="/login/"):
    if page:
        browser.open(page)
    values = {"username": name, "password": password or PASSWORDS[name]}
    return browser.submit({**values, "remember": "on"} if remember else values)


def log_out(browser):
    return browser.submit({}, action="/logout/")


def add(browser, number):
    browser.open(f"/books/{number}/")
    return browser.submit({}, action="/cart/add/")


def speak(browser, language):
    browser.open("/cart/")
    browser.submit({"language": language}, action="/i18n/setlang/")


def order(browser):
    browser.open("/order/review/")      # too early: sent back to the first step
    browser.submit({"street": "1 Sample Street", "town": "Testville"})
    browser.submit({"speed": "slow"})
    browser.submit({}, action="/order/review/")
