#!/usr/bin/env bash
# How long a connection lives and what is sent on it: many requests, pipelines, HEAD, and every way to end.
. "$(dirname "$0")/../lib/common.sh"
base=http://$server_ip
server="$(nginx_version), Flask application behind it"
raw=("$python" "$topic/raw_client.py")
net_up

begin() { # CASE PORT
    start_app app --chdir "$lib"
    start_nginx "$topic/nginx.conf"
    capture_start "$work/$1.pcap" "$server_ns" server0 tcp port "$2"
}

begin many-requests 80
curl_client "$base/item/[1-60]"
finish many-requests "$server" "60 requests on one connection."

begin pipelining 80
client "${raw[@]}" pipeline "$server_ip"
finish pipelining "$server" "Nine requests on one connection: four in one write, the first takes 400 ms and blocks the others; then five in 37-byte pieces. One HEAD among them; the last says Connection: close."

begin head 80
curl_client -I "$base/report" --next --silent -o /dev/null "$base/report" \
    --next --silent -I -o /dev/null "$base/blob/20000" --next --silent -I -o /dev/null "$base/missing" \
    --next --silent -o /dev/null "$base/item/9"
finish head "$server" "HEAD responses announce a length and carry no content; GET before and behind them on one connection."

begin server-close 81
curl_client "$base:81/item/[1-7]"
finish server-close "$server" "Every third response says Connection: close (keepalive_requests), so seven requests need three connections."

begin idle-close 82
client "${raw[@]}" idle "$server_ip"
finish idle-close "$server" "keepalive_timeout 1s: the server ends the resting connections."

begin leave-early 80
client "${raw[@]}" leave-early "$server_ip"
finish leave-early "$server" "The client goes away (once with FIN, once with RST) before the second response; status null: the server logged 499 and sent none."

begin half-close 83
client "${raw[@]}" half-close "$server_ip"
finish half-close "$server" "The client's FIN comes before the response."

begin port-reuse 80
client "${raw[@]}" port-reuse "$server_ip"
finish port-reuse "$server" "Three connections from the same address and port to the same address and port."
