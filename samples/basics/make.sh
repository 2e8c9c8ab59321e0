#!/usr/bin/env bash
# The smallest exchanges that matter: one GET, one PUT with content, two requests on one connection.
. "$(dirname "$0")/../lib/common.sh"
site=(--resolve "basics.example.test:80:$server_ip")
server="$(nginx_version), Flask application behind it"
net_up

begin() { # CASE
    start_app app --chdir "$lib"
    start_nginx "$topic/nginx.conf"
    capture_start "$work/$1.pcap" "$server_ns" server0 tcp port 80
}

begin get-root
curl_client "${site[@]}" http://basics.example.test/
finish get-root "$server" "One GET, one connection. Captured at the server, right checksums."

begin put-customer
curl_client "${site[@]}" -X PUT -H 'Content-Type: application/json' \
    --data '{"name": "Ada Example", "city": "Testville"}' http://basics.example.test/customers/100
curl_client "${site[@]}" -X PUT -H 'Content-Type: application/json' \
    --data '{"name": "Ada Example", "city": "Sampleton"}' http://basics.example.test/customers/100 \
    --next --silent -o /dev/null "${site[@]}" http://basics.example.test/customers/100 \
    --next --silent -o /dev/null "${site[@]}" -X DELETE http://basics.example.test/customers/100
finish put-customer "$server" "201 at first, then 200, 200 and 204 on a second connection."

begin report-and-missing
curl_client "${site[@]}" http://basics.example.test/report -o /dev/null http://basics.example.test/missing
finish report-and-missing "$server" "200 and 404 on the same connection."
