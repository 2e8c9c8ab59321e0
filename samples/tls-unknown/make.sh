#!/usr/bin/env bash
# One capture with TLS, plain HTTP and other TCP, so that what isn't HTTP/1 can be counted as what it is.
. "$(dirname "$0")/../lib/common.sh"
host=secure.example.test
site=(--resolve "$host:80:$server_ip" --resolve "$host:443:$server_ip" --resolve "$host:8443:$server_ip")
# Keys that live as long as this run; the other certificate is one that the server doesn't have.
for name in site other; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$host" \
        -addext "subjectAltName=DNS:$host" -keyout "$work/$name.key" -out "$work/$name.crt" 2>"$work/openssl.log"
done
net_up
start_app app --chdir "$lib"
start_nginx "$topic/nginx.conf"
until_true 5 listens 443
nginx_pid=${pids[-1]}
mv "$work/access.ndjson" "$work/nginx.ndjson" # nginx keeps the file open; the line server gets its own
start_python "$topic/line_server.py" 7000

capture_start "$work/mixed.pcap" "$server_ns" server0 tcp
tls=(env "SSLKEYLOGFILE=$work/mixed.keylog" curl --disable --silent --show-error --noproxy '*' --cacert "$work/site.crt" "${site[@]}")
client "${tls[@]}" -o /dev/null "https://$host/" -o /dev/null "https://$host/report"
client "${tls[@]}" --tls-max 1.2 -o /dev/null "https://$host:8443/item/1" -o /dev/null "https://$host:8443/missing"
client "${tls[@]}" -o /dev/null -X PUT -H 'Content-Type: application/json' --data '{"name": "Ada Example"}' "https://$host/customers/1"
# A client that doesn't trust the certificate: handshake, alert (unknown CA), no request.
curl_client --cacert "$work/other.crt" --tls-max 1.2 "${site[@]}" "https://$host/" 2>/dev/null || true
curl_client "${site[@]}" "http://$host/" -o /dev/null "http://$host/report"
# Plain HTTP on a TLS port: nginx answers 400 in the clear.
curl_client "${site[@]}" "http://$host:8443/wrong-door"
client "$python" "$topic/clients.py" "$server_ip"
capture_stop
stop_pid "$nginx_pid" TERM
cat "$work/nginx.ndjson" >>"$work/access.ndjson"
"$python" "$lib/pcapng.py" "$topic/mixed.pcapng" "server0=$work/mixed.pcap"
cp "$work/mixed.keylog" "$topic/mixed.keylog"
cat >"$work/kinds.json" <<'JSON'
{"connections_by_kind": {"http1": 2, "tls": 4, "line_protocol": 4, "nothing_sent": 1}}
JSON
keep mixed "$(nginx_version), own line server" \
    "TLS 1.3 and 1.2 with SNI $host on 443 and 8443; one of the four TLS connections ends with an alert of the client and has no exchange, so nginx logged three. encrypted_* is what mixed.keylog opens. connections_by_kind counts what the clients opened (make.sh, clients.py): a connection without any byte leaves no row in a log." \
    --extra "$work/kinds.json"
