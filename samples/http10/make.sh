#!/usr/bin/env bash
# HTTP/1.0: one exchange a connection, and the keep-alive that was bolted on.
. "$(dirname "$0")/../lib/common.sh"
base=http://$server_ip
server="$(nginx_version), Flask application behind it"
net_up

begin_nginx() { # CASE
    start_app app --chdir "$lib"
    start_nginx "$topic/nginx.conf"
    capture_start "$topic/$1.pcap" "$server_ns" server0 tcp port 80
}
begin_old() { # CASE
    start_python "$topic/server10.py" 80
    capture_start "$topic/$1.pcap" "$server_ns" server0 tcp port 80
}

begin_nginx no-keep-alive
for target in / /report /missing /item/7; do curl_client --http1.0 "$base$target"; done
finish no-keep-alive "$server" "Requests in HTTP/1.0, responses in HTTP/1.1 (nginx never answers lower) with Connection: close; protocol is the request's."

begin_nginx keep-alive
curl_client --http1.0 -H 'Connection: keep-alive' "$base/item/1" -o /dev/null "$base/item/2" \
    -o /dev/null "$base/missing" -o /dev/null "$base/item/3"
finish keep-alive "$server" "Four HTTP/1.0 requests with Connection: keep-alive on one connection."

begin_old close-delimited
curl_client --http1.0 "$base/a"
curl_client --http1.0 "$base/b"
finish close-delimited "own server" "Responses in HTTP/1.0 without Content-Length: the end of the connection ends the content."

begin_old keep-alive-old-server
curl_client --http1.0 -H 'Connection: keep-alive' "$base/a" -o /dev/null "$base/b" \
    -o /dev/null "$base/unknown-length" -o /dev/null "$base/c"
finish keep-alive-old-server "own server" "Requests and responses in HTTP/1.0. The third response has no length and ends its connection; the fourth request opens another."
