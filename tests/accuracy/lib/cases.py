"""What a case is, and the world its users live in.

    @case("express-login", app="express", settings={"idle": 2})
    def login(world):
        '''One line that says what the case shows.'''
        ada = world.browser("ada")
        ada.open("/")
        ...
"""
import concurrent.futures
import dataclasses
import importlib.util
import json
import pathlib
import sys
import threading
import time

from browser import CHROME, FIREFOX, PHONE, Browser     # noqa: F401  (for the cases)
from net import (ELSEWHERE, ELSEWHERE6, HOME, HOME6, MOBILE, OFFICE, OFFICE6, ROAMING, SERVER, SERVER6)  # noqa: F401

ROOT = pathlib.Path(__file__).resolve().parents[1]
HOST = "shop.example.test"
SECONDS = 90    # the longest a case may take


@dataclasses.dataclass
class Case:
    name: str
    run: object
    folder: pathlib.Path
    apps: list          # [(folder under apps, port, settings)]
    proxy: bool         # nginx in front; captured on both of its sides
    cookies: list       # names of the session cookies: what the truth is made with, and what transform.py renames
    lose: float         # share of packets left out of the capture

    @property
    def shows(self):
        return " ".join((self.run.__doc__ or "").split())


CASES = {}


def case(name, app=None, settings=None, apps=None, proxy=False, cookies=(), lose=0.0):
    """Registers a case. `apps` where there are several servers: [(app, port, settings)]."""
    def register(function):
        if name in CASES:
            raise ValueError(f"two cases named {name}")
        CASES[name] = Case(name, function, pathlib.Path(function.__code__.co_filename).parent,
                           list(apps or [(app, 80, settings or {})]), proxy, list(cookies), lose)
        return function
    return register


def load():
    """All cases of apps/*/cases*.py; what these share is in modules beside them."""
    for path in sorted(ROOT.glob("apps/*/cases*.py")):
        if str(path.parent) not in sys.path:
            sys.path.append(str(path.parent))
        specification = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
        specification.loader.exec_module(importlib.util.module_from_spec(specification))
    return CASES


class World:
    """What scripts are given: browsers, and a log of what these did."""

    def __init__(self, log):
        self.log, self.lock, self.browsers = log, threading.Lock(), []

    def resolve(self, _host, source):
        return SERVER6 if ":" in source else SERVER

    def browser(self, user, agent=FIREFOX, address=OFFICE, port=80, host=HOST, **more):
        browser = Browser(self, user, agent, address, f"http://{host}" + (f":{port}" if port != 80 else ""), **more)
        self.browsers.append(browser)
        return browser

    def record(self, row):
        with self.lock:
            self.log.write(json.dumps(row) + "\n")
            self.log.flush()

    def begin_capture(self):
        """What was before isn't in the capture. Only while no exchange is under way."""
        time.sleep(0.2)
        with self.lock:
            self.log.write(json.dumps({"capture_from": time.time()}) + "\n")
        time.sleep(0.2)

    def together(self, *users):
        """Scripts of users at the same time; the first failure is raised."""
        with concurrent.futures.ThreadPoolExecutor(len(users)) as pool:
            for future in [pool.submit(user) for user in users]:
                future.result(timeout=SECONDS)

    @staticmethod
    def pause(seconds=0.05):
        time.sleep(seconds)

    def close(self):
        for browser in self.browsers:
            browser.close()
