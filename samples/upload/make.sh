#!/usr/bin/env bash
# Requests with much content: Expect: 100-continue granted and refused, a multipart form, interim responses.
. "$(dirname "$0")/../lib/common.sh"
base=http://$server_ip
nginx_server="$(nginx_version), Flask application behind it"
own="own server (expect_server.py)"
net_up
"$python" -c 'print("\n".join(f"{n:06d},{n * 7919 % 100003:06d},sample line" for n in range(11600)))' >"$work/table.csv"

begin() { # CASE
    start_app app --chdir "$lib"
    start_nginx "$topic/nginx.conf"
    capture_start "$work/$1.pcap" "$server_ns" server0 tcp port 80
}
begin_own() { # CASE
    start_python "$topic/expect_server.py" 80
    capture_start "$work/$1.pcap" "$server_ns" server0 tcp port 80
}

begin continue
curl_client -H 'Expect: 100-continue' -T "$work/table.csv" "$base/upload/table.csv" \
    --next --silent -o /dev/null "$base/item/1"
finish continue "$nginx_server" "100 (sent by nginx, which doesn't log it), then 201; a GET behind it on the same connection."

begin refused-413
curl_client -H 'Expect: 100-continue' -T "$work/table.csv" "$base/small/table.csv" \
    --next --silent -o /dev/null "$base/item/2"
finish refused-413 "$nginx_server" "413 without 100: the content is announced (request_body_bytes) and never sent."

begin_own refused-417
curl_client -H 'Expect: 100-continue' -T "$work/table.csv" "$base/refuse"
finish refused-417 "$own" "417 without 100: the content is announced (request_body_bytes) and never sent."

begin_own interim
curl_client -H 'Expect: 100-continue' --data 'a=1' "$base/wrong" --next --silent -o /dev/null "$base/hints" \
    --next --silent -o /dev/null -H 'Expect: 100-continue' --data 'b=2' "$base/hints" --next --silent -o /dev/null "$base/plain"
finish interim "$own" "Interim responses in the order sent: 100 then 422; 103, 103 then 200; 100, 103, 103 then 200; none."

begin multipart
printf 'a small note\n' >"$work/note.txt"
head -c 5000 "$work/table.csv" >"$work/part.csv"
curl_client -F 'name=Ada Example' -F "note=@$work/note.txt;type=text/plain" \
    -F "table=@$work/part.csv;type=text/csv;filename=table.csv" "$base/form" \
    --next --silent -o /dev/null --data-urlencode 'name=Ben Example' --data-urlencode 'comment=50 % & more' "$base/form"
finish multipart "$nginx_server" "multipart/form-data with a field and two files, then a urlencoded form."
