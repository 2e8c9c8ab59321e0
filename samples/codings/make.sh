#!/usr/bin/env bash
# Content codings (gzip, deflate, br, zstd) and chunked in all its forms, in responses and requests.
. "$(dirname "$0")/../lib/common.sh"
base=http://$server_ip
nginx_server="$(nginx_version), Flask application behind it"
own="own server (codings_server.py)"
net_up

begin() { # CASE
    start_python "$topic/codings_server.py" 80
    capture_start "$work/$1.pcap" "$server_ns" server0 tcp port 80
}
get() { # TARGET...: all on one connection
    local target arguments=()
    for target; do arguments+=(-o /dev/null "$base$target"); done
    client curl --disable --silent --show-error --noproxy '*' -H 'Accept-Encoding: gzip, deflate, br, zstd' "${arguments[@]}"
}

start_app app --chdir "$lib"
start_nginx "$topic/nginx.conf"
capture_start "$work/gzip-nginx.pcap" "$server_ns" server0 tcp port 80
get /report /blob/30000 /item/1 /missing
curl_client "$base/report"
finish gzip-nginx "$nginx_server" "gzip by nginx, chunked because it doesn't know the length before; the second connection doesn't accept gzip. Where nginx chunked, its log counts the framing too, so there is no response_body_bytes."

begin content-codings
get /identity /gzip /x-gzip /gzip-two-members /deflate /deflate-raw /br /zstd /gzip-then-br
finish content-codings "$own" "Each coding with Content-Length. deflate once as RFC 9110 means it (zlib) and once raw, as some servers send it; decoded_* are the page before coding."

begin chunked
get /chunked /chunked-small /chunked-empty /chunked-extensions /chunked-trailers /chunked-gzip /chunked-br /chunked-zstd
finish chunked "$own" "response_body_bytes are without chunk framing; chunks are without the last one. chunked-small: one byte a chunk, seven bytes a segment."

begin broken-and-rare
# curl ends with an error here: it doesn't take Transfer-Encoding: gzip unasked for, or a gzip that is cut.
get /gzip-cut /identity || true
client "$python" "$topic/raw_get.py" "$server_ip" /transfer-gzip /until-close
finish broken-and-rare "$own" "A gzip content that ends in its middle (framing right, so the connection goes on); Transfer-Encoding: gzip, chunked; content until close."

begin request-codings
"$python" -c 'print("\n".join(f"{n},{n * n}" for n in range(3000)))' >"$work/table.csv"
gzip -9 -n -k "$work/table.csv"
curl_client -X POST -H 'Content-Type: text/csv' -H 'Content-Encoding: gzip' --data-binary "@$work/table.csv.gz" "$base/ingest"
curl_client -X POST -H 'Content-Type: text/csv' -H 'Transfer-Encoding: chunked' -H 'Expect:' --data-binary "@$work/table.csv" "$base/ingest"
curl_client -X POST -H 'Content-Type: text/csv' -H 'Content-Encoding: gzip' -H 'Transfer-Encoding: chunked' -H 'Expect:' \
    --data-binary "@$work/table.csv.gz" "$base/ingest"
finish request-codings "$own" "Requests: gzip, chunked, and gzip in chunked. request_content_bytes are without framing, request_decoded_* without coding."
