# Shared by every make.sh: namespaces, servers, capture and evidence of one sample.
# Sourced, never run. Needs root; everything it starts lives in namespaces of its own and is
# stopped by pid on exit, whatever the reason of the exit.
# shellcheck shell=bash
set -euo pipefail
export LC_ALL=C TZ=UTC PYTHONDONTWRITEBYTECODE=1

[ "$(id -u)" = 0 ] || { echo "$0: needs root (network namespaces, raw capture)" >&2; exit 77; }

lib=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
topic=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
python=/usr/bin/python3
client_ns=hark-$$-client
server_ns=hark-$$-server
pids=()
capture_pids=()
capture_files=()
wire_pids=()

# Documentation addresses (RFC 5737, RFC 3849): nothing here can be mistaken for a real host.
server_ip=192.0.2.80
server_ip6=2001:db8::80

tear_down() {
    local status=$? pid
    trap - EXIT INT TERM
    for pid in "${capture_pids[@]}" "${pids[@]}"; do stop_pid "$pid" TERM; done
    net_down
    if [ "$status" != 0 ]; then
        echo "$0: failed ($status)" >&2
        tail -n 20 "$work"/*.log >&2 2>/dev/null || true
    fi
    rm -rf "$work"
    exit "$status"
}
trap tear_down EXIT
trap 'exit 130' INT TERM

in_client() { ip netns exec "$client_ns" "$@"; }
in_server() { ip netns exec "$server_ns" "$@"; }

# until_true SECONDS COMMAND...: polls, because a server says by acting that it is ready.
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || { echo "timed out: $*" >&2; return 1; }
        sleep 0.05
    done
}

stop_pid() { # PID SIGNAL: ask, wait up to five seconds, then insist
    local i
    kill -0 "$1" 2>/dev/null || { wait "$1" 2>/dev/null || true; return 0; }
    kill -s "$2" "$1" 2>/dev/null || true
    for ((i = 0; i < 100; i++)); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.05
    done
    kill -s KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

stop_servers() {
    local pid
    for pid in "${pids[@]}"; do stop_pid "$pid" TERM; done
    pids=()
}

# Two namespaces without any wire between them; net_up and lib/wire.py put one there.
net_create() {
    ip netns add "$client_ns"
    ip netns add "$server_ns"
    ip -n "$client_ns" link set lo up
    ip -n "$server_ns" link set lo up
    # Small writes stay small segments as far as TCP allows.
    in_server sh -c 'echo 0 >/proc/sys/net/ipv4/tcp_autocorking'
    in_client sh -c 'echo 0 >/proc/sys/net/ipv4/tcp_autocorking'
}

# Addresses: two LANs in one client namespace. 192.0.2.0/24 is on link with the server,
# 198.51.100.0/24 is "elsewhere" (reached by a plain device route).
net_addresses() {
    local address
    for address in 192.0.2.10/24 192.0.2.11/24 192.0.2.12/24 198.51.100.66/32 198.51.100.67/32; do
        ip -n "$client_ns" addr add "$address" dev client0
    done
    ip -n "$client_ns" addr add 2001:db8::10/64 dev client0 nodad
    ip -n "$server_ns" addr add "$server_ip/24" dev server0
    ip -n "$server_ns" addr add "$server_ip6/64" dev server0 nodad
    ip -n "$client_ns" link set client0 up
    ip -n "$server_ns" link set server0 up
    ip -n "$server_ns" route add 198.51.100.0/24 dev server0
}

# net_up [offload]: a veth pair. Without offload the frames are what a wire would carry: at most
# one MSS, with right checksums. With it the capture holds super-packets and unfinished checksums.
net_up() {
    net_create
    ip -n "$client_ns" link add client0 type veth peer name server0 netns "$server_ns"
    if [ "${1:-}" != offload ] && command -v ethtool >/dev/null; then
        in_client ethtool -K client0 tx off tso off gso off gro off >/dev/null
        in_server ethtool -K server0 tx off tso off gso off gro off >/dev/null
    fi
    net_addresses
}

# net_up_bad [wire.py argument...]: the same with a lossy wire in user space.
net_up_bad() {
    net_create
    "$python" "$lib/wire.py" --client "$client_ns" --server "$server_ns" "$@" >"$work/wire.out" 2>"$work/wire.log" &
    wire_pids+=($!)
    until_true 10 grep -q ready "$work/wire.out"
    net_addresses
}

net_down() {
    local pid
    for pid in "${wire_pids[@]}"; do stop_pid "$pid" TERM; done
    wire_pids=()
    ip netns del "$client_ns" 2>/dev/null || true
    ip netns del "$server_ns" 2>/dev/null || true
}

# capture_start FILE NAMESPACE INTERFACE [tcpdump argument or filter...]
capture_start() {
    local file=$1 ns=$2 interface=$3 log="$work/tcpdump-${#capture_pids[@]}.log"
    shift 3
    : >"$log"
    # Immediate mode: frames that the kernel still groups in its ring are lost when tcpdump ends.
    ip netns exec "$ns" tcpdump -Z root -i "$interface" -U -s 0 --immediate-mode -B 16384 -n \
        -w "$file" "$@" 2>"$log" &
    capture_pids+=($!)
    capture_files+=("$file")
    until_true 10 grep -q 'listening on' "$log"
}

capture_stop() {
    local i n file size last
    for i in "${!capture_pids[@]}"; do
        file=${capture_files[$i]}
        last=-1
        for ((n = 0; n < 20; n++)); do # written out when the size has rested for 0.3 s
            size=$(stat -c %s "$file")
            [ "$size" != "$last" ] || break
            last=$size
            sleep 0.3
        done
        stop_pid "${capture_pids[$i]}" INT
        grep -q '^0 packets dropped by kernel' "$work/tcpdump-$i.log" ||
            { echo "$file: tcpdump lost packets" >&2; return 1; }
    done
    capture_pids=()
    capture_files=()
}

# Background commands are written out as `ip netns exec` (which becomes the command): behind a function,
# $! would be a shell in between, and stopping that leaves the server running.
listens() { [ -n "$(in_server ss -Hltn "sport = :$1")" ]; }

# start_app MODULE [gunicorn argument...]: a Flask application on a unix socket, which no capture of
# ours sees. MODULE is looked for in the topic's folder, then in lib.
start_app() {
    local module=$1
    shift
    ip netns exec "$server_ns" env WORK="$work" PYTHONPATH="$lib" /usr/bin/gunicorn --workers 1 --threads 8 \
        --bind "unix:$work/app.sock" "$@" "$module:app" >"$work/gunicorn.log" 2>&1 &
    pids+=($!)
    until_true 15 test -S "$work/app.sock"
}

# start_nginx CONF [PORT]: CONF holds the server blocks of the topic; lib/nginx.conf.in the rest.
start_nginx() {
    mkdir -p "$work/www"
    sed "s|@WORK@|$work|g" "$1" >"$work/servers.conf"
    sed "s|@WORK@|$work|g" "$lib/nginx.conf.in" >"$work/nginx.conf"
    : >"$work/access.ndjson"
    ip netns exec "$server_ns" nginx -c "$work/nginx.conf" >"$work/nginx.log" 2>&1 &
    pids+=($!)
    until_true 10 listens "${2:-80}"
}

# start_python SCRIPT PORT [argument...]: one of our own servers, which keeps its own access log.
start_python() {
    local script=$1 port=$2
    shift 2
    ip netns exec "$server_ns" env PYTHONPATH="$lib" "$python" "$script" --port "$port" --log "$work/access.ndjson" "$@" \
        >"$work/$(basename "$script").log" 2>&1 &
    pids+=($!)
    until_true 10 listens "$port"
}

# client COMMAND...: bounded in time; the addresses of its site are those of the client namespace.
client() { in_client timeout 60 "$@"; }

# curl without the caller's configuration, quiet, content thrown away unless told otherwise.
curl_client() { client curl --disable --silent --show-error --output /dev/null --noproxy '*' "$@"; }

nginx_version() { nginx -v 2>&1 | sed 's/^nginx version: //'; }

# keep CASE SERVER NOTES [expected.py argument...]: the access log as evidence, and what it says.
# The log's path inside the sample is fixed; the capture CASE.pcap or CASE.pcapng is already there.
keep() {
    local name=$1 server=$2 notes=$3 capture
    shift 3
    capture=$name.pcapng
    [ -e "$topic/$capture" ] || capture=$name.pcap
    cp "$work/access.ndjson" "$topic/$name.access.ndjson"
    "$python" "$lib/expected.py" --capture "$capture" --server "$server" --notes "$notes" "$@" \
        "$topic/$name.access.ndjson" >"$topic/$name.expected.json"
    echo "$(basename "$topic")/$capture: $(stat -c %s "$topic/$capture") bytes," \
        "$("$python" -c 'import json,sys; d=json.load(open(sys.argv[1])); print(len(d["exchanges"]), "exchanges,", len(d["connections"]), "connections")' "$topic/$name.expected.json")"
}

# finish CASE SERVER NOTES [expected.py argument...]: the end of a case; the next one starts fresh servers. A capture
# that was written to $work/CASE.pcap is kept as CASE.pcapng.
finish() {
    capture_stop
    [ ! -e "$work/$1.pcap" ] || "$python" "$lib/pcapng.py" "$topic/$1.pcapng" "server0=$work/$1.pcap"
    stop_servers # before the log is copied: a connection that the server ends may end with a row
    keep "$@"
    rm -f "$work"/*.pcap "$work/app.sock" "$work/access.ndjson"
}

# finish_with_account CASE SERVER NOTES: the same where the application kept an account of user sessions.
finish_with_account() {
    finish "$@"
    "$python" "$lib/account.py" "$work/sessions.ndjson" "$topic/$1"
    rm -f "$work/sessions.ndjson"
}
