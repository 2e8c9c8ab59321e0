"""What users of the notice board do, whatever the case."""

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "joe": "over-the-hills", "kim": "paper-and-ink"}
COOKIE = ["PHPSESSID"]


def log_in(browser, name, password=None, stay=False, page="/login"):
    if page:
        browser.open(page)
    values = {"user": name, "password": password or PASSWORDS[name]}
    return browser.submit({**values, "stay": "1"} if stay else values)


def log_out(browser):
    return browser.submit({}, action="/logout")


def pin(browser, topic, text="Two for joy."):
    browser.open(f"/topic/{topic}")
    return browser.submit({"text": text})


def follow(browser, path):
    """The link of this page that leads to `path`, as it is written there."""
    return browser.open(next(link for link in browser.page.links if link.split("?")[0] == path))
