#!/usr/bin/env bash
# Versions: psycopg 3.3.9, PostgreSQL 15 (Debian 12).
# Seen:     PostgreSQL keeps a time of 24:00, the end of a day, and sorts it behind 23:59. psycopg can't give it back: the
#           fetch raises DataError (can't parse time 24:00:00), and with it every row of the
#           result is lost, the good ones before it too. Added to a date, the same time is midnight of the next day.
# Guessed:  24:00 comes back as 00:00, as text, or is refused when it is stored.
# Matters:  Deadlines are written 2026年3月31日24时. One such row makes a list of deadlines unreadable, long after it was
#           accepted.
# Instead:  Keep deadlines as timestamps (date + time '24:00' is the next day), or select the time as text.
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
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "psycopg[binary]==3.3.9"
chmod 755 "$work"
if [ "$(id -u)" = 0 ]; then chown postgres "$work"; fi
cd /
as_owner "$programs/initdb -D $work/data -E UTF8 --locale=C.UTF-8 -A trust -U tester" >/dev/null
as_owner "$programs/pg_ctl -D $work/data -w -l $work/log -o '-c listen_addresses= -c unix_socket_directories=$work' start" >/dev/null
cat > "$work/probe.py" <<'PY'
import sys
from importlib.metadata import version

import psycopg

print("psycopg", version("psycopg"))
with psycopg.connect(host=sys.argv[1], user="tester", dbname="postgres", autocommit=True) as connection:
    print(connection.execute("select version()").fetchone()[0].split(" (")[0])
    connection.execute("create table deadlines (name text, day date, until time)")
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into deadlines values (%s, %s, %s)",
            [("报名", "2026-03-30", "17:30"), ("缴费", "2026-03-31", "24:00")],
        )
    names = connection.execute("select name from deadlines order by until").fetchall()
    print("in order:", names)
    try:
        rows = connection.execute("select name, until from deadlines order by until").fetchall()
    except psycopg.DataError as exc:
        rows = f"DataError: {exc}"
    print("with times:", rows)
    text = connection.execute("select until::text from deadlines order by until").fetchall()
    whole = connection.execute("select day + until from deadlines order by until").fetchall()
    print("as text:", text)
    print("as timestamps:", whole)
    assert names == [("报名",), ("缴费",)] and text[1] == ("24:00:00",)
    assert isinstance(rows, str) and "24" in rows, "the time is given back now"
    assert str(whole[1][0]) == "2026-04-01 00:00:00"
PY
"$work/venv/bin/python" "$work/probe.py" "$work"
echo "as described: a time of 24:00 goes in and doesn't come out"
