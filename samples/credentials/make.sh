#!/usr/bin/env bash
# Session credentials that aren't well-kept cookies: ids in URLs, bearer tokens, Basic, and a site that does it wrong.
. "$(dirname "$0")/../lib/common.sh"
server="$(nginx_version), Flask application under gunicorn behind it"
net_up

scenario() { # CASE MODULE NOTES
    start_app "$2" --chdir "$topic"
    start_nginx "$topic/nginx.conf"
    capture_start "$work/$1.pcap" "$server_ns" server0 tcp port 80
    client "$python" "$topic/clients.py" "$1" "$server_ip"
    finish_with_account "$1" "$server" "$3"
}
scenario url-id url_id "The id is in links, forms and redirects; pictures carry it in Referer only and belong to no session."
scenario tokens tokens "Bearer tokens (JWT) that live for a second, refreshed by an opaque token; one connection carries two users once. A refresh continues the session, so a too old access token isn't its end."
scenario basic tokens "HTTP Basic: one session a user; refused requests belong to none."
scenario fixation fixation "Sequential ids, accepted from a link (fixated at the login), kept at login, still accepted after the logout (the session goes on). The attacker's first use after the login is told as second-client too."
