#!/usr/bin/env bash
# A web shop with several visitors at once: logins, carts, a checkout, logouts, a stolen id. The capture is taken
# between the visitors and nginx; the application accounts for the true user sessions by itself.
. "$(dirname "$0")/../lib/common.sh"
host=shop.example.test
net_up
start_app shop --chdir "$topic"
start_nginx "$topic/nginx.conf"
capture_start "$work/shop.pcap" "$server_ns" server0 tcp port 80
client "$python" "$topic/visitors.py" "$host" "$server_ip"
finish_with_account shop "$(nginx_version), Flask application under gunicorn behind it" "Who is in which session: shop.sessions.ndjson (one row an exchange) and shop.truth*.ndjson (the same for a scorer). Sessions end after 4 s at rest."
