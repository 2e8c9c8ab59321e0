#!/usr/bin/env bash
# Captures that aren't whole or not in order: a bad wire, a capture that lost packets, started late, ended early or
# kept only the head of each packet, and one with offload. The servers' logs are whole in each case.
. "$(dirname "$0")/../lib/common.sh"
base=http://$server_ip
server="$(nginx_version), Flask application behind it"
"$python" -c 'print("\n".join(f"{n:06d},{n * 7919 % 100003:06d}" for n in range(4000)))' >"$work/table.csv"

serve() {
    start_app app --chdir "$lib"
    start_nginx "$topic/nginx.conf"
}
traffic() { # three connections at once, several responses each, one upload
    local first second
    ip netns exec "$client_ns" timeout 60 curl --disable --silent "$base/blob/40000" "$base/item/[1-5]" "$base/blob/50000" >/dev/null &
    first=$!
    ip netns exec "$client_ns" timeout 60 curl --disable --silent "$base/report" "$base/blob/30000" "$base/missing" "$base/item/6" >/dev/null &
    second=$!
    curl_client -H 'Expect:' -T "$work/table.csv" "$base/upload/table.csv" -o /dev/null "$base/item/7" \
        --next --silent -o /dev/null "$base/blob/20000"
    wait "$first" "$second"
}
keep_as() { # CASE NOTES: one of several captures of the same traffic
    keep "$1" "$server" "$2"
}

bad_wire() { # CASE NOTES [wire.py argument...]
    local name=$1 notes=$2
    shift 2
    net_up_bad "$@"
    serve
    capture_start "$topic/$name-client.pcap" "$client_ns" client0 tcp port 80
    capture_start "$topic/$name-server.pcap" "$server_ns" server0 tcp port 80
    traffic
    capture_stop
    keep_as "$name-client" "$notes Captured at the client: what the wire lost on its way from the server is only seen when sent again."
    keep_as "$name-server" "$notes Captured at the server: the same traffic; the losses are behind the capture, so data is seen twice."
    stop_servers
    net_down
    rm -f "$work/app.sock" "$work/access.ndjson"
}

bad_wire bad-wire "TCP over a wire that drops 3 %, doubles 2 % and reorders 4 % of the frames." \
    --seed 7 --drop 0.03 --double 0.02 --reorder 0.04
bad_wire bursts "TCP over a wire that loses up to five frames at a time." --seed 11 --drop 0.015 --burst 5

net_up
serve
capture_start "$topic/whole.pcap" "$server_ns" server0 tcp port 80
capture_start "$topic/short-snaplen.pcap" "$server_ns" server0 -s 120 tcp port 80
traffic
capture_stop
seen=$(tcpdump -nr "$topic/whole.pcap" 2>/dev/null | wc -l)
"$python" "$lib/lose.py" --seed 3 --drop 0.02 --burst 3 "$topic/whole.pcap" "$topic/capture-loss.pcap"
"$python" "$lib/lose.py" --from $((seen / 3)) "$topic/whole.pcap" "$topic/late-start.pcap"
"$python" "$lib/lose.py" --until $((seen * 2 / 3)) "$topic/whole.pcap" "$topic/early-end.pcap"
# Cut inside the last record, as by a full disk or a capture that was killed.
size=$(stat -c %s "$topic/whole.pcap")
head -c $((size / 2 + 7)) "$topic/whole.pcap" >"$topic/cut-file.pcap"
whole="Same traffic as whole.pcap; expected is what the server logged, so not all of it can be seen here."
keep_as whole "Nothing is missing: the counterpart of the captures made from it."
keep_as short-snaplen "$whole 120 bytes of each packet (a second capture of the same traffic): gaps in nearly every content."
keep_as capture-loss "$whole About 4 % of the packets were left out by lib/lose.py, up to three at a time; TCP never sent them again."
keep_as late-start "$whole The first third of the packets is missing: connections without a handshake, begun inside content."
keep_as early-end "$whole The last third of the packets is missing."
keep_as cut-file "$whole The file ends in the middle of a packet record."
stop_servers
net_down
rm -f "$work/app.sock" "$work/access.ndjson"

net_up offload
serve
capture_start "$work/offload.pcap" "$server_ns" server0 tcp port 80
traffic
finish offload "$server" "Offload left on: segments of many kilobytes and checksums that were never filled in; nothing is wrong with the data."
