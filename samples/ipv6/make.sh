#!/usr/bin/env bash
# HTTP over IPv6 on a port that isn't 80, captured on the "any" device: Linux cooked packets (SLL2), in which
# interface and direction stand instead of Ethernet addresses.
. "$(dirname "$0")/../lib/common.sh"
base="http://[$server_ip6]:8080"
net_up
start_app app --chdir "$lib"
start_nginx "$topic/nginx.conf" 8080

capture_start "$work/ethernet.pcap" "$client_ns" client0 --time-stamp-precision=nano ip6
capture_start "$topic/any.pcap" "$server_ns" any -y LINUX_SLL2 ip6 and tcp port 8080
curl_client -g "$base/" -o /dev/null "$base/report" -o /dev/null "$base/item/6"
curl_client -g -X PUT -H 'Content-Type: application/json' --data '{"name": "Eve Example"}' "$base/customers/6"
curl_client -g -I "$base/customers/6" --next --silent -o /dev/null -g "$base/customers/7"
capture_stop
"$python" "$lib/pcapng.py" "$topic/ethernet.pcapng" "client0=$work/ethernet.pcap"
server="$(nginx_version), Flask application behind it"
keep ethernet "$server" "IPv6, port 8080, Ethernet, at the client, nanosecond times; with the neighbour discovery around it."
keep any "$server" "The same traffic at the server, link type LINUX_SLL2."
