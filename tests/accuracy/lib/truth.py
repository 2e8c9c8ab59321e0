"""Ground truth: joins the clients' log with the applications' own logs and applies the rules of user sessions.

What an application tells of a request (a row of its log; see README.md): which credentials it was shown, which of them
its store took for a living session, which it gave out, who was logged in before and after, and what its code did. What
belongs together follows from that alone, never from packets."""
import collections
import json

EXCHANGE = ("client_ip", "client_port", "ordinal", "method", "target")
TOLD = {"login", "login-failed", "logout", "expired", "deleted", "privilege-change"}


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def numbered(rows):
    """Gives rows without an ordinal their place on their connection, by the time at which they began."""
    count = collections.Counter()
    for row in sorted(rows, key=lambda row: row["time"]):
        connection = row["client_ip"], row["client_port"], row["server_port"]
        row.setdefault("ordinal", count[connection])
        count[connection] += 1


def join(clients, apps, proxy=None):
    """Rows of the clients' log, each with "app": the application's row of it, or None where the application was not
    asked (a web server's files). Behind a proxy its access log says which request is which."""
    numbered(apps)
    keys = collections.Counter((row["client_ip"], row["client_port"], row["ordinal"]) for row in clients)
    if len(keys) != len(clients):
        raise ValueError("a client used a port twice: make the case again")
    if proxy is None:
        by_key = {(row["client_ip"], row["client_port"], row["server_port"], row["ordinal"]): row for row in apps}
        find = lambda row: (row["client_ip"], row["client_port"], row["server_port"], row["ordinal"])
    else:
        by_key = {row["request_id"]: row for row in apps}
        ids = {(row["client_ip"], row["client_port"], row["ordinal"]): row["request_id"] for row in proxy}
        find = lambda row: ids.get((row["client_ip"], row["client_port"], row["ordinal"]))
    for row in clients:
        row["app"] = by_key.pop(find(row), None)
        if row["app"] and (row["app"]["method"], row["app"]["target"]) != (row["method"], row["target"]):
            raise ValueError(f"logs differ: {row} {row['app']}")
        if row["app"] and row["status"] not in (None, row["app"]["status"]):
            raise ValueError(f"logs differ in the status: {row} {row['app']}")
    if by_key:
        raise ValueError(f"the application saw requests that nobody sent: {list(by_key.values())[:3]}")
    return clients


class Sessions:
    """The rules, over joined rows in the order in which they were begun."""

    def __init__(self, session_cookies):
        self.names = session_cookies
        self.of = {}                                    # (service's port, credential): session
        self.count = 0
        self.events = collections.defaultdict(list)     # session: [(event, row, more)]
        self.set_by = {}                                # (session, credential): its rotated event
        self.ended = set()
        self.holders = collections.defaultdict(list)    # session: clients that held it
        self.owner = {}                                 # session: client that logged in
        self.second = set()

    def take(self, row):
        app = row["app"] or self.unasked(row)
        # What another service minted is none of this one's; a value that is set again unchanged is no change.
        shown, live, issued = ([(row["server_port"], value) for value in app[name]]
                               for name in ("presented", "live", "issued"))
        given = [value for value in issued if value not in shown]
        row["known"] = [value for value in shown if value in self.of]
        old = next((self.of[value] for value in live if value in self.of),
                   next((self.of[value] for value in row["known"]), None))
        alive = bool(live)
        facts = app["facts"]
        row["boundary"] = False
        if alive and old is None:       # not minted here, and accepted; a name with its password is a login and no more
            old = self.begin(live[0], None if "login" in facts else "adopted", row)
        for value in live:
            self.of.setdefault(value, old)
        if alive:
            self.holds(row, old, app)
        row["session"] = old
        if given and alive and "logout" not in facts:
            self.rotate(row, old, given)
        elif given:
            new = self.of.get(given[0])
            if new is None:
                new = self.begin(given[0], "minted", row)
            for value in given:
                self.of[value] = new
            if not alive:
                row["session"], row["boundary"] = new, old is not None
                self.holds(row, new, app)
        if old is not None and not alive:
            row["boundary"] = True
            if "expired" not in facts and old in self.ended:
                self.event(old, "used-after-end", row)
        self.tell(row, old, facts, app)

    def unasked(self, row):
        """A file that the web server gave out by itself: the application knows nothing of it."""
        shown = [value for name, value in row["cookies"] if name in self.names]
        live = [value for value in shown if self.of.get((row["server_port"], value), None) not in {None, *self.ended}]
        return {"presented": shown, "live": live, "issued": [], "user_before": None, "user_after": None, "facts": []}

    def begin(self, value, event, row):
        self.count += 1
        self.of[value] = self.count
        if event:
            self.event(self.count, event, row)
        return self.count

    def event(self, session, name, row, **more):
        self.events[session].append((name, row, more))

    def rotate(self, row, session, given):
        fresh = [value for value in given if value not in self.of]
        for value in fresh:
            self.of[value] = session
        if fresh:
            self.event(session, "rotated", row, also=[])
            for value in fresh:
                self.set_by[session, value] = self.events[session][-1]
        elif (session, given[0]) in self.set_by:        # a concurrent response set the same value before
            self.set_by[session, given[0]][2]["also"].append(row)

    def holds(self, row, session, app):
        """Who held the id: a thief differs in address and user agent from the one who logged in."""
        client = row["client_ip"], row["agent"]
        owner = self.owner.get(session)
        if owner and app["user_before"] and client not in self.holders[session, "told"] and \
                all(mine != theirs for mine, theirs in zip(client, owner)):
            self.holders[session, "told"].append(client)
            self.event(session, "second-client", row)
        if client not in self.holders[session]:
            self.holders[session].append(client)

    def tell(self, row, old, facts, app):
        session = row["session"]
        for fact in facts:
            if fact not in TOLD:
                raise ValueError(f"unknown fact {fact}")
            if fact == "expired":
                if old in self.ended:
                    continue    # only the first exchange so answered
                self.ended.add(old)
                self.event(old, "expired", row)
            elif session is not None:
                self.event(session if fact != "logout" else old, fact, row)
            if fact == "login":
                kept = not [value for value in app["issued"] if value not in app["presented"]]
                client = row["client_ip"], row["agent"]
                if kept and any(holder != client for holder in self.holders[session]):
                    self.event(session, "fixated", row)
                self.owner[session] = client
            if fact == "logout" and not app.get("kept"):
                self.ended.add(old)


def make(rows, session_cookies):
    """(rows of exchanges, rows of sessions), as a scorer reads them, of joined rows."""
    rows.sort(key=lambda row: row["time"])
    sessions = Sessions(session_cookies)
    for number, row in enumerate(rows):
        row["n"] = number
        sessions.take(row)
    return [outward(row) for row in rows], [life(sessions, rows, session) for session in range(1, sessions.count + 1)]


def outward(row):
    kept = {name: row[name] for name in (*EXCHANGE[:3], "time", *EXCHANGE[3:], "user", "session", "boundary", "status",
                                         "action", "n")}
    if row["status"] is None or row.get("lost"):
        kept["noresp"] = True
    return kept


def place(row):
    return {"n": row["n"], **{name: row[name] for name in EXCHANGE}}


def life(sessions, rows, session):
    mine = [row for row in rows if row["session"] == session]
    events = []
    for name, row, more in sessions.events[session]:
        event = {"event": name, **place(row)}
        if more.get("also"):
            event["also"] = [place(other) for other in more["also"]]
        events.append(event)
    return {"session": session, "users": sorted({row["user"] for row in mine}), "requests": len(mine),
            "distinct_ids": sum(home == session for home in sessions.of.values()),
            "first_n": mine[0]["n"] if mine else None, "last_n": mine[-1]["n"] if mine else None, "events": events}


def seen_by_server(rows, sessions, apps):
    """The same truth as a capture behind the proxy has it: the proxy's connections instead of the clients'."""
    by_n = {n: app for n, app in apps.items()}
    def moved(row):
        app = by_n.get(row["n"])
        return app and {**row, "client_ip": app["client_ip"], "client_port": app["client_port"], "ordinal": app["ordinal"]}
    inner = [moved(row) for row in rows if moved(row)]
    lives = []
    for life_of in sessions:
        events = [dict(moved(event), also=[moved(other) for other in event["also"]]) if "also" in event else moved(event)
                  for event in life_of["events"] if moved(event)]
        lives.append({**life_of, "events": events})
    return inner, lives
