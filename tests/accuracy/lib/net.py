"""Network namespaces for one case: clients, servers, between them a wire or a proxy. Needs root; everything started
here is stopped by its own pid, whatever the reason of the end."""
import os
import pathlib
import signal
import subprocess
import time

OFFICE, HOME, ROAMING, ELSEWHERE, MOBILE = "192.0.2.10", "192.0.2.11", "192.0.2.12", "198.51.100.66", "198.51.100.67"
OFFICE6, HOME6, ELSEWHERE6 = "2001:db8::10", "2001:db8::11", "2001:db8:66::66"
SERVER, SERVER6 = "192.0.2.80", "2001:db8::80"
# Behind a proxy: its own address and the server's on the inner wire.
INNER_PROXY, INNER_SERVER = "203.0.113.1", "203.0.113.80"


def command(*words, **options):
    return subprocess.run(words, check=True, timeout=30, stdin=subprocess.DEVNULL, **options)


def wait_for(what, condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.03)


class Net:
    """with Net(work, proxy) as net: ..."""

    def __init__(self, work, proxy=False):
        self.work, self.proxy = pathlib.Path(work), proxy
        name = f"hark-acc-{os.getpid()}"
        self.client, self.middle, self.server = f"{name}-client", f"{name}-proxy", f"{name}-server"
        self.started, self.captures = [], []

    def __enter__(self):
        try:
            self._wires()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.started):
            self._stop(process)
        for name in (self.client, self.middle, self.server):
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL, timeout=30, check=False)

    @property
    def front(self):
        """The namespace that clients reach."""
        return self.middle if self.proxy else self.server

    def _wires(self):
        for name in (self.client, self.server, *([self.middle] if self.proxy else [])):
            command("ip", "netns", "add", name)
            command("ip", "-n", name, "link", "set", "lo", "up")
        self._wire(self.client, "client0", self.front, "outer0")
        for address in (OFFICE, HOME, ROAMING):
            command("ip", "-n", self.client, "addr", "add", address + "/24", "dev", "client0")
        for address in (ELSEWHERE, MOBILE):
            command("ip", "-n", self.client, "addr", "add", address + "/32", "dev", "client0")
        for address in (OFFICE6 + "/64", HOME6 + "/64", ELSEWHERE6 + "/128"):
            command("ip", "-n", self.client, "addr", "add", address, "dev", "client0", "nodad")
        command("ip", "-n", self.front, "addr", "add", SERVER + "/24", "dev", "outer0")
        command("ip", "-n", self.front, "addr", "add", SERVER6 + "/64", "dev", "outer0", "nodad")
        command("ip", "-n", self.front, "route", "add", "198.51.100.0/24", "dev", "outer0")
        command("ip", "-n", self.front, "-6", "route", "add", "2001:db8:66::/64", "dev", "outer0")
        if self.proxy:
            self._wire(self.middle, "inner0", self.server, "server0")
            command("ip", "-n", self.middle, "addr", "add", INNER_PROXY + "/24", "dev", "inner0")
            command("ip", "-n", self.server, "addr", "add", INNER_SERVER + "/24", "dev", "server0")

    def _wire(self, one, device, other, peer):
        """A veth pair without offload: frames of at most one MSS with right checksums, as on a wire."""
        command("ip", "-n", one, "link", "add", device, "type", "veth", "peer", "name", peer, "netns", other)
        for name, end in ((one, device), (other, peer)):
            command("ip", "netns", "exec", name, "ethtool", "-K", end, "tx", "off", "tso", "off", "gso", "off", "gro", "off",
                    stdout=subprocess.DEVNULL)
            command("ip", "-n", name, "link", "set", end, "up")

    def start(self, namespace, words, log, environment=None):
        """A process in a namespace and in a process group of its own; output goes to work/log."""
        with open(self.work / log, "ab") as out:
            process = subprocess.Popen(["ip", "netns", "exec", namespace, *map(str, words)], stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out, start_new_session=True,
                                       env={**os.environ, "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1",
                                            **(environment or {})})
        self.started.append(process)
        return process

    def serve(self, namespace, words, log, port, environment=None):
        """The same for a server: returns when it listens."""
        process = self.start(namespace, words, log, environment)

        def listens():
            if process.poll() is not None:
                raise RuntimeError(f"{words[0]} ended:\n" + (self.work / log).read_text(errors="replace")[-2000:])
            return command("ip", "netns", "exec", namespace, "ss", "-Hltn", f"sport = :{port}",
                           stdout=subprocess.PIPE).stdout.strip()
        wait_for(f"port {port}", listens)
        return process

    def capture(self, namespace, device, path):
        log = f"tcpdump-{len(self.captures)}.log"
        # Immediate mode: frames that the kernel still groups in its ring are lost when tcpdump ends.
        process = self.start(namespace, ["tcpdump", "-Z", "root", "-i", device, "-U", "-s", "0", "--immediate-mode",
                                         "-B", "16384", "-n", "-w", path, "tcp"], log)
        self.captures.append((process, path, log))
        wait_for("tcpdump", lambda: "listening on" in (self.work / log).read_text())

    def end_captures(self):
        for process, path, log in self.captures:
            size = -1
            for _ in range(20):     # written out when the size has rested for a while
                before, size = size, os.stat(path).st_size
                if before == size:
                    break
                time.sleep(0.25)
            self._stop(process, signal.SIGINT)
            if "\n0 packets dropped by kernel" not in "\n" + (self.work / log).read_text():
                raise RuntimeError("tcpdump lost packets")

    @staticmethod
    def _stop(process, first=signal.SIGTERM):
        for number in (first, signal.SIGKILL):
            if process.poll() is None:
                try:
                    os.killpg(process.pid, number)
                    process.wait(5)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    pass
