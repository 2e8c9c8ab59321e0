"""Makes a case: servers, captures and users in network namespaces, then the truth from their logs."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import cases
import loss
import truth
from net import INNER_SERVER, Net

NGINX = """
worker_processes 1;
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx-error.log;
events {{ worker_connections 256; }}
http {{
    log_format rows escape=json '{{"client_ip":"$remote_addr","client_port":$remote_port,"requests":$connection_requests,'
                                '"request_id":"$request_id"}}';
    access_log {work}/proxy.ndjson rows;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    keepalive_timeout 60;
    gzip on;
    gzip_proxied any;
    gzip_min_length 100;
    upstream application {{ server {server}:80; keepalive 1; }}
    server {{
        listen 80;
        listen [::]:80;
        location / {{
            proxy_pass http://application;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Request-Id $request_id;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }}
    }}
}}
"""


def prepare(app, build):
    """What an application needs from a package registry, fetched once."""
    folder = build / "prepared" / app
    script = cases.ROOT / "apps" / app / "prepare"
    if script.exists() and not folder.exists():
        scratch = folder.with_name(app + ".unfinished")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        subprocess.run([script, scratch], check=True, timeout=300, stdout=subprocess.DEVNULL)
        scratch.rename(folder)
    return folder


def make(case, work):
    """The captures of a case; CAPTURE.ndjson and CAPTURE.sessions.ndjson are beside them."""
    work = pathlib.Path(work)
    prepared = [prepare(app, work.parent) for app, _, _ in case.apps]
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    outer, inner = work / f"{case.name}.pcap", work / f"{case.name}-upstream.pcap"
    with Net(work, case.proxy) as net:
        logs = start_apps(case, net, work, prepared)
        if case.proxy:
            (work / "nginx.conf").write_text(NGINX.format(work=work, server=INNER_SERVER))
            net.serve(net.middle, ["nginx", "-c", work / "nginx.conf"], "nginx.log", 80)
            net.capture(net.server, "server0", inner)
        net.capture(net.front, "outer0", outer)
        run_users(case, net, work)
        net.end_captures()
    write_truth(case, work, logs, outer, inner)
    return [outer, inner] if case.proxy else [outer]


def start_apps(case, net, work, prepared):
    logs = []
    for number, ((app, port, settings), folder) in enumerate(zip(case.apps, prepared)):
        log = work / f"app-{number}.ndjson"
        log.touch()
        net.serve(net.server, [cases.ROOT / "apps" / app / "start"], f"app-{number}.log", port,
                  {"PORT": str(port), "LOG": str(log), "SETTINGS": json.dumps(settings), "PREPARED": str(folder),
                   "WORK": str(work), "HOST": cases.HOST})
        logs.append((log, port))
    return logs


def run_users(case, net, work):
    users = net.start(net.client, [sys.executable, "-B", cases.ROOT / "lib" / "users.py", case.name, work / "users.ndjson"],
                      "users.log")
    if users.wait(cases.SECONDS + 10):
        raise RuntimeError(f"{case.name}: users failed\n" + (work / "users.log").read_text()[-3000:])


def write_truth(case, work, logs, outer, inner):
    rows = []
    for log, port in logs:
        rows += [{**row, "server_port": port} for row in truth.read(log)]
    proxy = None
    if case.proxy:
        proxy = [{**row, "ordinal": row["requests"] - 1} for row in truth.read(work / "proxy.ndjson")]
    told = truth.read(work / "users.ndjson")
    clients = [row for row in told if "method" in row]
    truth.join(clients, rows, proxy)
    if case.lose:
        loss.lose(outer, clients, case.lose)
    for begin in (row["capture_from"] for row in told if "capture_from" in row):
        loss.begin_late(outer, clients, begin)
    exchanges, sessions = truth.make(clients, case.cookies)
    write_beside(outer, exchanges, sessions)
    if case.proxy:
        apps = {row["n"]: row["app"] for row in clients if row["app"]}
        write_beside(inner, *truth.seen_by_server(exchanges, sessions, apps))


def write_beside(capture, exchanges, sessions):
    truth.write(capture.with_suffix(".ndjson"), exchanges)
    truth.write(os.fspath(capture.with_suffix("")) + ".sessions.ndjson", sessions)
