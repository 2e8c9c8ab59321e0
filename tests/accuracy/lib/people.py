"""What visitors of the shops on express and Flask do, whatever the case."""
PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "fay": "over-the-hills", "gus": "red-red-robin", "hal": "open-the-doors", "ivy": "up-the-wall",
             "joe": "paper-and-ink", "kim": "river-of-stone", "lou": "salt-and-bread", "may": "seven-small-bells"}


def enter(browser, password=None, assets=True, **more):
    """Opens the login and sends it, with the right password unless another is given."""
    browser.open("/login", assets)
    return enter_here(browser, password, assets, **more)


def enter_here(browser, password=None, assets=True, **more):
    """Sends the login that a redirect has led to."""
    return browser.submit({"user": browser.user, "password": password or PASSWORDS[browser.user], **more}, "/login", assets)


def leave(browser, assets=True):
    browser.open("/account", assets)
    return browser.submit({}, "/logout", assets)


def at_once(world, *users):
    """Users at the same time: each what a browser is made from, then what is done with it."""
    world.together(*(lambda user=user: user[-1](world.browser(*user[:-1])) for user in users))
