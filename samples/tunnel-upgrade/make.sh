#!/usr/bin/env bash
# Connections that stop being HTTP/1: CONNECT tunnels through a proxy, and websockets.
. "$(dirname "$0")/../lib/common.sh"
net_up

start_app app --chdir "$lib"
start_nginx "$topic/nginx.conf" 8000
origin_pid=${pids[-1]}
mv "$work/access.ndjson" "$work/origin.ndjson" # nginx keeps the file open; the proxy gets its own
start_python "$topic/echo_server.py" 7
start_python "$topic/proxy.py" 3128
capture_start "$work/connect.pcap" "$server_ns" server0 tcp port 3128
through=(curl --disable --silent --show-error --proxy "http://$server_ip:3128")
client "${through[@]}" --proxytunnel -o /dev/null http://origin.example.test/report -o /dev/null http://origin.example.test/missing
client "${through[@]}" --proxytunnel -o /dev/null -X PUT -H 'Content-Type: application/json' \
    --data '{"name": "Ada Example"}' http://origin.example.test/customers/1
client "${through[@]}" -o /dev/null http://origin.example.test/ -o /dev/null http://origin.example.test/item/1
client "${through[@]}" -o /dev/null https://refused.example.test/ 2>/dev/null || true # curl reports the 403 as an error
client "$python" "$topic/connect_client.py" "$server_ip"
capture_stop
stop_pid "$origin_pid" TERM
"$python" "$topic/inner.py" "$work/access.ndjson" "$work/origin.ndjson" >"$work/inner.json"
cp "$work/origin.ndjson" "$topic/connect.origin.ndjson"
finish connect "own proxy (proxy.py), origin $(nginx_version)" \
    "Two tunnels with HTTP inside (inner_exchanges, ordinal within the tunnel), one with opaque bytes, requests in absolute form, a refused CONNECT. exchanges are the proxy's own; became says what the connection turned into." \
    --extra "$work/inner.json"

start_python "$topic/websocket_server.py" 80
capture_start "$work/websocket.pcap" "$server_ns" server0 tcp port 80
client "$python" "$topic/websocket_client.py" "$server_ip"
finish websocket "own server (websocket_server.py)" \
    "Two websockets, one behind two plain exchanges, six frames each from the server (the first right behind the 101) and five from the client; a refused upgrade and two ignored ones, after which the connection goes on as HTTP/1.1."
