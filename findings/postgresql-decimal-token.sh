#!/usr/bin/env bash
# Versions: PostgreSQL 15 (Debian 12), locale C.UTF-8.
# Seen:     The default text search parser takes a Chinese word with a decimal number behind it for the
#           name of a file: 增长5.5% is one token 增长5.5 of the type "file", 第5.1条 is the file 第5.1 and
#           a word 条. Neither 增长 nor 5.5 is found then. With a space between (增长 5.5%) both are.
#           Whole numbers differ again: 增长5% gives one word 增长5.
# Guessed:  The parser changes token where the script changes, so that the number is a token by itself.
# Matters:  Percentages of growth are what work reports are asked for. A search for 5.5 with the simple
#           configuration finds only those whose typist put a space in front.
# Instead:  Put spaces around digits before to_tsvector (and in the query), or index pairs of characters.
set -euo pipefail
work=$(mktemp -d -p /tmp)  # a place that the user of the server may enter, too
programs=/usr/lib/postgresql/15/bin
as_owner() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }
stop() {
    as_owner "$programs/pg_ctl -D $work/data -m immediate stop" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap stop EXIT
[ -x "$programs/initdb" ] || apt-get install -qq -y --no-install-recommends postgresql-15 >/dev/null
if [ "$(id -u)" = 0 ]; then chown postgres "$work"; fi
cd /
as_owner "$programs/initdb -D $work/data -E UTF8 --locale=C.UTF-8 -A trust -U tester" >/dev/null
as_owner "$programs/pg_ctl -D $work/data -w -l $work/log -o '-c listen_addresses= -c unix_socket_directories=$work' start" >/dev/null
ask() { "$programs/psql" -h "$work" -U tester -d postgres -X -q -t -A -c "$1"; }
ask "select version()"
check() {
    local got
    got=$(ask "$1")
    echo "$1 -> $got"
    [ "$got" = "$2" ] || { echo "this is otherwise now, it was: $2"; exit 1; }
}
check "select string_agg(alias || '=' || token, ' ') from ts_debug('simple', '增长5.5%') where alias <> 'blank'" "file=增长5.5"
check "select string_agg(alias || '=' || token, ' ') from ts_debug('simple', '增长5%') where alias <> 'blank'" "numword=增长5"
check "select to_tsvector('simple', '增长5.5%') @@ to_tsquery('simple', '5.5')" f
check "select to_tsvector('simple', '增长5.5%') @@ to_tsquery('simple', '增长')" f
check "select to_tsvector('simple', '增长 5.5%') @@ to_tsquery('simple', '5.5 & 增长')" t
echo "as described: a growth rate is a file name"
